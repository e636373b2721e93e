import { setTimeout as delay } from 'node:timers/promises'
import { createCentre, type Centre } from '../../simulator/centre.ts'
import { isConnected, type Session } from '../../simulator/model/session.ts'
import { seededRandom } from '../../simulator/support/random.ts'
import { type Callpoint } from '../kit/app/callpoint.ts'
import type { Campaign } from './lib/campaign.ts'
import { prepareStage, type Stage } from '../kit/app/stage.ts'
import { openKioskApp } from '../kit/app/kiosk-app.ts'
import { pageHands, wordOf } from '../kit/page/page-input.ts'
import { removeFolder } from '../kit/machine/folders.ts'

const STATES = [
  'attract',
  'home',
  'form',
  'waiting',
  'talking',
  'callback',
  'ringing',
  'in call',
] as const
/** Main last: with it the app is started anew, and Chromium forgives its processes. */
const VICTIMS = ['gpu', 'network', 'audio', 'renderer', 'main'] as const
type State = (typeof STATES)[number]
type Victim = (typeof VICTIMS)[number]
interface Case {
  readonly state: State
  readonly victim: Victim
}

export interface KillFigures {
  readonly kills: number
  /** The longest time from a kill, or from the start that follows it, until the page could be used again. */
  readonly worstMs: number
  readonly late: number
  readonly lost: number
  readonly leaked: number
  /** Calls that stayed although nobody was left at the customer's end. */
  readonly silentCalls: number
  /** Whatever ended without being killed, and faults that nobody caught. */
  readonly crashes: number
  readonly seed: number
}

interface Options {
  readonly seed: number
  readonly stage: Stage
  /** So many of all cases, drawn; all of them where left out. */
  readonly count?: number
  /** Which cases there are to draw from. */
  readonly from?: readonly Case[]
  readonly say: (line: string) => void
}

const MOST_MS = 10_000
const PATIENCE_MS = 40_000
/** Longer than a case takes: a call that rings is not answered meanwhile. */
const RING_MS = 60_000
const GONE_MS = 10_000
/** Who killed the caller's page killed the one who would have hung up: the centre takes it for lost then. */
const LOST_MS = 5000
/** A call is over within so long, whoever ends it. */
const FAREWELL_MS = 15_000
const MARK = 'Quittenkern'
const isCall = (state: State): boolean => state === 'ringing' || state === 'in call'
const isChat = (state: State): boolean => state === 'waiting' || state === 'talking'

/** Every process that can be there, in every state; the audio service is there in calls only. */
export const CASES: readonly Case[] = STATES.flatMap((state) =>
  VICTIMS.filter((victim) => victim !== 'audio' || isCall(state)).map((victim) => ({
    state,
    victim,
  })),
)

/** Kills each process of the real app in each state that a customer can be in. */
export async function runKill({ seed, stage, count, from, say }: Options): Promise<KillFigures> {
  const random = seededRandom(seed)
  const cases = draw(random, from ?? CASES, count)
  const withCalls = cases.some(({ state }) => isCall(state))
  const centre = await createCentre({ seed, automaticAgent: false, mediaAgent: withCalls })
  if (withCalls && !(await centre.sip.warm())) throw new Error('there is no automatic agent')
  centre.sip.set({ lostMs: LOST_MS })
  const figures = { worstMs: 0, late: 0, lost: 0, leaked: 0, crashes: 0 }
  const silent = new Set<string>()
  let app = await open(stage, centre)
  const { home } = app
  let hands = pageHands(app.app)
  let visit = 0

  try {
    for (const { state, victim } of cases) {
      visit += 1
      const session = await enter(state, visit)
      const logged = app.log().length
      if (state === 'talking') await hands.say(wordOf(`${MARK}-`, visit))
      const begun = await kill(victim)
      if (begun === undefined) {
        say(`  ${state}, ${victim}: there is no such process`)
        figures.crashes += 1
        continue
      }
      const how = await until(() => isBack(state, victim, session), `${state}, ${victim}`)
      const ms = how === undefined ? PATIENCE_MS : Date.now() - begun
      figures.worstMs = Math.max(figures.worstMs, ms)
      if (ms > MOST_MS) figures.late += 1
      figures.lost += await lostOf(state, session)
      figures.crashes += surplus(app.log().slice(logged), victim)
      await leave()
      const left = await leftOver(centre)
      figures.leaked += left
      for (const id of await hangUp(centre)) silent.add(id)
      say(
        `  ${state}, ${victim}: ${how ?? 'not back'} after ${ms} ms${left > 0 ? `, ${left} left` : ''}`,
      )
      if (how === undefined)
        say(`    ${(await hands.shown()).replaceAll(/\s+/gu, ' ').slice(0, 300)}`)
    }
    return { kills: cases.length, ...figures, silentCalls: silent.size, seed }
  } finally {
    await app.kill()
    removeFolder(home)
    await centre.close()
  }

  async function enter(state: State, number: number): Promise<Session | undefined> {
    await until(async () => ((await hands.stage()) === 'absent' ? 'there' : undefined), 'Attract')
    const word = wordOf(MARK, number)
    if (state === 'attract') return undefined
    await hands.begin()
    if (state === 'form' || isChat(state)) await hands.form(word)
    if (state === 'callback') await hands.callback()
    if (isChat(state)) {
      const before = centre.sessions.list().length
      await hands.chat(word)
      await centre.until(() => centre.sessions.list().length > before)
      const session = centre.sessions.list()[before]
      const [agent] = centre.agents
      if (!session || !agent) throw new Error('a session and an agent')
      if (state === 'talking') {
        centre.desk.accept(session, agent)
        centre.desk.message(session, agent, 'Hello there')
        await until(
          async () => ((await hands.shown()).includes('Hello there') ? 'yes' : undefined),
          'the agent',
        )
      }
      return session
    }
    if (isCall(state)) {
      const before = centre.sip.calls()[0]?.id
      centre.sip.set({ ringMs: state === 'ringing' ? RING_MS : 0 })
      await hands.ring()
      await centre.sip.until(
        ({ id, state: is }) =>
          id !== before && (state === 'ringing' ? is === 'ringing' : is === 'established'),
      )
      if (state === 'in call') await hands.run(`await until(() => button('Mute'), 'Mute')`)
    }
    return undefined
  }

  /** Answers when the time begins to count; undefined where there is no such process. */
  async function kill(victim: Victim): Promise<number | undefined> {
    if (victim === 'main') {
      await app.kill()
      // From here a service manager would have begun: its pause is not ours.
      const begun = Date.now()
      app = await open(stage, centre, home)
      hands = pageHands(app.app)
      return begun
    }
    const pid = await pidOf(app, victim)
    if (pid === undefined) return undefined
    process.kill(pid, 'SIGKILL')
    return Date.now()
  }

  /** In one word how the customer stands there again; undefined while they do not. */
  async function isBack(
    state: State,
    victim: Victim,
    session: Session | undefined,
  ): Promise<string | undefined> {
    const shown = await hands.shown()
    if (shown === '') return undefined
    if (session) {
      const [agent] = centre.agents
      const answer = `and back ${visit}`
      if (agent && state === 'talking' && !session.contents.some(({ text }) => text === answer)) {
        centre.desk.message(session, agent, answer)
      }
      if (!isConnected(session)) return undefined
      const isThere = state === 'talking' ? shown.includes(answer) : shown.includes(MARK)
      return isThere ? 'the chat goes on' : undefined
    }
    const isAttract = shown.includes('Touch to talk to us')
    if (victim === 'main' || state === 'attract') return isAttract ? 'Attract' : undefined
    // The visit is the same: whoever stands there is not sent away.
    if (isAttract || (await hands.stage()) !== 'present') return undefined
    if (!isCall(state)) return /Finish|Continue/u.test(shown) ? 'the visit goes on' : undefined
    if (victim !== 'renderer' && /Mute/u.test(await names())) return 'the call goes on'
    return /Make another call|Call now|Hang up|Cancel/u.test(await names())
      ? 'told what became of it'
      : undefined
  }

  async function names(): Promise<string> {
    const all = await hands
      .run(`return [...document.querySelectorAll('button')].filter(seen).map(nameOf).join()`)
      .catch(() => '')
    return String(all)
  }

  /** What the customer had said, at the agent's exactly once. */
  async function lostOf(state: State, session: Session | undefined): Promise<number> {
    if (state !== 'talking' || !session) return 0
    const word = `${MARK}-${String(visit).padStart(5, '0')}`
    const count = (): number => session.contents.filter(({ text }) => text === word).length
    await until(() => Promise.resolve(count() > 0 ? 'there' : undefined), word)
    if (count() === 1) return 0
    say(`    at the agent ${count()} times: ${word}; on the screen ${await hands.shown()}`)
    say(app.log().split('\n').slice(-15).join('\n'))
    return 1
  }

  async function leave(): Promise<void> {
    if ((await hands.stage()) !== 'absent') await hands.end()
  }

  async function until<Value>(
    look: () => Promise<Value | undefined>,
    what: string,
  ): Promise<Value | undefined> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
      const value = await look()
      if (value !== undefined) return value
      await delay(20)
    }
    say(`    in vain: ${what}`)
    return undefined
  }
}

/** So many of these in their order, or all; more than there are begin again. */
function draw(
  random: { next(): number },
  from: readonly Case[],
  count = from.length,
): readonly Case[] {
  const rounds = Array.from({ length: Math.floor(count / from.length) }, () => from).flat()
  const mixed = from.map((one) => ({ one, at: random.next() })).sort((a, b) => a.at - b.at)
  const some = new Set(mixed.slice(0, count % from.length).map(({ one }) => one))
  return [...rounds, ...from.filter((one) => some.has(one))]
}

async function open(stage: Stage, centre: Centre, home?: string): Promise<Callpoint> {
  return await openKioskApp(stage, centre, {
    policy: {
      visit: { idleSeconds: 3600, waitingIdleSeconds: 3600 },
      // So many kills in so short a time are no reason to begin anew.
      watchdog: { rendering: 'hardware' },
    },
    home,
  })
}

const SERVICES: Readonly<Record<'network' | 'audio', string>> = {
  network: 'network.mojom.NetworkService',
  audio: 'audio.mojom.AudioService',
}

async function pidOf(
  { app }: Callpoint,
  victim: Exclude<Victim, 'main'>,
): Promise<number | undefined> {
  const service = victim === 'network' || victim === 'audio' ? SERVICES[victim] : undefined
  return await app.evaluate(
    ({ app: electron, BrowserWindow }, wanted) => {
      if (wanted.victim === 'renderer') {
        return BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId()
      }
      const fits = ({ type, serviceName }: Electron.ProcessMetric): boolean =>
        wanted.service === undefined ? type === 'GPU' : serviceName === wanted.service
      return electron.getAppMetrics().find(fits)?.pid
    },
    { victim, service },
  )
}

/** Ends in the log beyond the one that was meant, and faults. */
function surplus(log: string, victim: Victim): number {
  const count = (words: RegExp): number => (log.match(words) ?? []).length
  const children = count(/"message":"child process gone"/gu)
  const pages = count(/"message":"the page has failed"/gu)
  const faults = count(/uncaught exception|unhandled rejection/gu)
  const meantChildren = victim === 'main' || victim === 'renderer' ? 0 : 1
  return (
    Math.max(0, children - meantChildren) +
    Math.max(0, pages - (victim === 'renderer' ? 1 : 0)) +
    faults
  )
}

/** Sessions that are still there after their time. */
async function leftOver(centre: Centre): Promise<number> {
  for (const end = Date.now() + GONE_MS; centre.sessions.connected() > 0 && Date.now() < end;) {
    await delay(50)
  }
  return centre.sessions.connected()
}

/** Waits for the end of the calls; the agent hangs up in those that stay. Answers which. */
async function hangUp(centre: Centre): Promise<readonly string[]> {
  const open = () => centre.sip.calls().filter(({ state }) => state !== 'ended')
  for (const end = Date.now() + FAREWELL_MS; open().length > 0 && Date.now() < end;) {
    await delay(50)
  }
  const left = open()
  for (const { id } of left) centre.sip.bye(id, 'callee')
  return left.map(({ id }) => id)
}

/** The campaign `kill`: all cases, or `--kills N` of them. */
export const kill: Campaign = {
  name: 'kill',
  about: 'each process of the real app killed in each state: the customer is back, nothing is lost',
  options: { kills: 'N', only: 'STATE,PROCESS' },
  async run({ seed, count, text, say }) {
    const stage = await prepareStage({ width: 1280, height: 800 }, say)
    try {
      const only = text('only')
      const kills = text('kills') === undefined ? undefined : count('kills', 1)
      const figures = await runKill({
        seed,
        stage,
        say,
        ...(kills === undefined ? {} : { count: kills }),
        from: CASES.filter(
          ({ state, victim }) => only === undefined || `${state},${victim}`.includes(only),
        ),
      })
      const { late, lost, leaked, crashes, worstMs, silentCalls } = figures
      return {
        line: `kill: kills=${figures.kills} late=${late} worst_ms=${worstMs} lost=${lost} leaked_sessions=${leaked} second_crashes=${crashes} silent_calls=${silentCalls} seed=${seed}`,
        passed: late + lost + leaked + crashes + silentCalls === 0,
      }
    } finally {
      stage.display.close()
    }
  },
}
