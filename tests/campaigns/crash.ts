import { setTimeout as delay } from 'node:timers/promises'
import type { ChatView } from '../../src/contract/chat.ts'
import { startKeyring, type Keyring } from '../kit/machine/keyring.ts'
import { createCentre, type Centre } from '../../simulator/centre.ts'
import { isConnected, type Session } from '../../simulator/model/session.ts'
import { seededRandom } from '../../simulator/support/random.ts'
import { type OpenOptions } from '../kit/app/callpoint.ts'
import type { Campaign } from './lib/campaign.ts'
import { openCrashApp, type CrashApp } from './lib/crash-app.ts'
import { prepareStage, type Stage } from '../kit/app/stage.ts'
import { judge, type Sent } from './lib/transcript-judge.ts'
import { removeFolder } from '../kit/machine/folders.ts'

export interface CrashFigures {
  readonly kills: number
  /** Sessions that went on after a kill. */
  readonly resumed: number
  /** Sessions that were ended on the centre after a kill, since the customer had just left. */
  readonly ended: number
  readonly lost: number
  readonly duplicated: number
  readonly reordered: number
  /** Sessions that nobody needs and nobody has ended. */
  readonly leaked: number
  readonly seed: number
}

interface Options {
  readonly seed: number
  readonly kills: number
  readonly stage: Stage
  readonly keyring: Keyring
  readonly say: (line: string) => void
}

type Victim = 'main' | 'renderer' | 'gpu'

/** Chromium and the app itself give up on what dies too often in too short a time: then all must go. */
const MOST_OF_A_RUN: Readonly<Record<Exclude<Victim, 'main'>, number>> = { renderer: 3, gpu: 2 }
const patienceMs = 60_000

/**
 * Kills processes of the real app at random moments of real chats: while messages are written down,
 * on their way and settled, and while a customer leaves. Not while a chat is being started: an
 * answer that is lost then leaves a session whose id nobody knows (question 2).
 */
export async function runCrash(options: Options): Promise<CrashFigures> {
  const { seed, kills, say } = options
  const random = seededRandom(seed)
  const centre = await createCentre({ seed, automaticAgent: false })
  // A slow centre: most moments are moments with a request under way.
  const slow = { kind: 'delay', count: 0, probability: 0.4, ms: 400 } as const
  centre.faults.add({ ...slow, route: 'contents.add', at: 'before' })
  centre.faults.add({ ...slow, route: 'contents.add', at: 'after' })
  const figures = { kills: 0, resumed: 0, ended: 0, lost: 0, duplicated: 0, reordered: 0 }
  const sent: Sent[] = []
  let session: Session | undefined
  let number = 0
  let chats = 0
  let died = { renderer: 0, gpu: 0 }
  const pending: Promise<void>[] = []

  const open = (home?: string): Promise<CrashApp> => {
    died = { renderer: 0, gpu: 0 }
    return openCrashApp(openOptions(options, centre, home))
  }
  let app = await open()
  const { home } = app.callpoint

  async function chatting(): Promise<Session> {
    const view = await until(() => app.chat(), 'the page did not come up', say)
    if (session && (view.phase === 'waiting' || view.phase === 'talking')) return session
    const before = centre.sessions.list().length
    chats += 1
    sent.length = 0
    await until(
      async () => {
        const now = await app.chat()
        if (now?.phase === 'idle' || now?.phase === 'failed') {
          await app.start({
            name: `Customer ${chats}`,
            message: 'The first words',
            consent: true,
          })
        }
        return (centre.sessions.list().length > before && isLive(now)) || undefined
      },
      'no chat could be started',
      say,
    )
    const begun = centre.sessions.list().at(-1)
    const agent = centre.agents[chats % centre.agents.length]
    if (!begun || !agent) throw new Error('a session and an agent')
    centre.desk.accept(begun, agent)
    centre.desk.message(begun, agent, 'Hello, how can I help?')
    session = begun
    return begun
  }

  /** Some messages, without waiting for what becomes of them. */
  async function write(): Promise<void> {
    for (let count = random.int(1, 4); count > 0; count -= 1) {
      number += 1
      const text = random.next() < 0.2 ? 'ok' : `message ${number}`
      const place = sent.push({ text, verdict: 'open' }) - 1
      // Taken for certain only once the app has said so.
      const taken = app.send(text).then((isTaken) => {
        if (isTaken) sent[place] = { text, verdict: 'sure' }
      })
      if (random.next() < 0.6) await taken
      else pending.push(taken)
      await delay(random.int(0, 150))
    }
  }
  /** Nothing is on its way any more, and the page shows it. */
  async function settled(): Promise<void> {
    await until(
      async () => {
        const view = await app.chat()
        const mine = view?.entries.filter((entry) => entry.kind === 'mine') ?? []
        const isDone = mine.every(({ delivery }) => delivery === 'delivered')
        return (mine.length > 0 && isDone && (await app.shown()) !== undefined) || undefined
      },
      'messages did not settle, or are not on the screen',
      say,
    )
  }

  function count(of: Session): void {
    const received = of.contents
      .slice(1)
      .filter(({ type }) => type === 'CUSTOMER_MESSAGE')
      .map(({ text }) => text)
    const faults = judge(sent, received)
    figures.lost += faults.lost
    figures.duplicated += faults.duplicated
    figures.reordered += faults.reordered
    if (faults.lost + faults.duplicated + faults.reordered === 0) return
    say(`  ${JSON.stringify(faults)}`)
    say(`    sent     ${JSON.stringify(sent.map(({ text, verdict }) => `${verdict} ${text}`))}`)
    say(`    received ${JSON.stringify(received)}`)
  }

  async function kill(victim: Victim): Promise<Victim> {
    if (victim !== 'main' && died[victim] < MOST_OF_A_RUN[victim]) {
      died[victim] += 1
      if (victim === 'gpu' ? await app.killGpu() : await app.killRenderer()) return victim
    }
    app.killMain()
    return 'main'
  }

  /** After a kill: the whole app again where it has gone, as a service manager would do. */
  async function recover(victim: Victim): Promise<void> {
    if (victim === 'main' || !isRunning(app)) {
      await app.callpoint.kill()
      app = await open(home)
    }
    await until(() => app.chat(), 'the page did not come back', say)
  }

  /**
   * What became of a session: it goes on, or it was ended and is not on the screen any more. A
   * customer who was just leaving may meet either, by the moment of the kill, but not a bit of both.
   */
  async function outcome(of: Session): Promise<'resumed' | 'ended' | 'neither'> {
    let steadySince = Date.now()
    return until(
      async () => {
        const view = await app.chat()
        if (view === undefined) return undefined
        if (!isConnected(of)) return view.phase === 'idle' ? 'ended' : 'neither'
        if (!isLive(view)) steadySince = Date.now()
        // Whoever ends it behind the screen's back does so at once.
        return Date.now() - steadySince > 1500 ? 'resumed' : undefined
      },
      'a session neither goes on nor is ended',
      say,
    )
  }

  try {
    while (figures.kills < kills) {
      const current = await chatting()
      await write()
      const agent = current.agents[0]
      if (agent && random.next() < 0.5) {
        centre.desk.typing(current, agent, true)
        centre.desk.message(current, agent, `answer ${number}`)
      }
      const isLeaving = random.next() < 0.12
      if (isLeaving) {
        await Promise.all(pending.splice(0))
        await settled()
        pending.push(app.end())
      }
      await delay(random.int(0, isLeaving ? 300 : 700))
      const wanted = isLeaving ? 'main' : random.pick(['main', 'main', 'renderer', 'gpu'] as const)
      const victim = await kill(wanted)
      figures.kills += 1
      await recover(victim)
      await Promise.all(pending.splice(0))
      const end = await outcome(current)
      if (end === 'resumed') figures.resumed += 1
      else if (end === 'ended' && isLeaving) figures.ended += 1
      else say('    the chat of a customer who had left, or of one who had not, is on the screen')
      if (end !== 'resumed') {
        count(current)
        session = undefined
        await app.end()
      }
      say(`  ${figures.kills} of ${kills}: ${victim}${isLeaving ? ' while leaving' : ''}, ${end}`)
    }
    if (session) {
      await settled()
      count(session)
      await app.end()
    }
    const leaked = await leftOver(centre)
    return { ...figures, leaked, seed }
  } finally {
    await app.callpoint.kill()
    removeFolder(home)
    await centre.close()
  }
}

function openOptions(
  { stage, keyring }: Options,
  centre: Centre,
  home: string | undefined,
): OpenOptions {
  return {
    launch: stage.launch,
    display: stage.display.environment,
    simulator: { ...centre.urls, clientId: centre.clientId, clientSecret: centre.clientSecret },
    policy: { visit: { idleSeconds: 3600, waitingIdleSeconds: 3600 } },
    environment: keyring.environment,
    args: keyring.args,
    ...(home === undefined ? {} : { home }),
  }
}

function isLive(view: ChatView | undefined): boolean {
  return view?.phase === 'waiting' || view?.phase === 'talking'
}

function isRunning(app: CrashApp): boolean {
  const child = app.callpoint.app.process()
  return child.exitCode === null && child.signalCode === null
}

/** Sessions still connected after the reaper has had its time. */
async function leftOver(centre: Centre): Promise<number> {
  const open = (): number => centre.sessions.list().filter(isConnected).length
  for (let turn = 0; turn < 200 && open() > 0; turn += 1) await delay(100)
  return open()
}

/** Looks again and again: after a kill nothing is left that could tell. */
async function until<Value>(
  look: () => Promise<Value | undefined>,
  complaint: string,
  say: (line: string) => void,
): Promise<Value> {
  const end = Date.now() + patienceMs
  while (Date.now() < end) {
    const value = await look()
    if (value !== undefined) return value
    await delay(50)
  }
  say(`  ${complaint}`)
  throw new Error(complaint)
}

/** The campaign `crash`: `--kills N`, 100 by default. */
export const crash: Campaign = {
  name: 'crash',
  about: 'processes of the real app killed at random moments: every session goes on or is ended',
  options: { kills: 'N' },
  async run({ seed, count, say }) {
    const stage = await prepareStage({ width: 1280, height: 1024 }, say)
    const keyring = await startKeyring(stage.launch.user)
    try {
      const figures = await runCrash({ seed, kills: count('kills', 100), stage, keyring, say })
      const { kills, resumed, ended, lost, duplicated, reordered, leaked } = figures
      say(`  ended ${ended}, out of order ${reordered}`)
      return {
        line: `crash: kills=${kills} resumed=${resumed} lost=${lost} duplicated=${duplicated} leaked_sessions=${leaked} seed=${seed}`,
        passed: lost + duplicated + reordered + leaked === 0 && resumed + ended === kills,
      }
    } finally {
      keyring.close()
      stage.display.close()
    }
  },
}
