import { createCentre, type Centre } from '../../simulator/centre.ts'
import { isConnected } from '../../simulator/model/session.ts'
import { seededRandom, type Random } from '../../simulator/support/random.ts'
import { type Callpoint } from '../kit/app/callpoint.ts'
import type { Campaign } from './lib/campaign.ts'
import { prepareStage, type Stage } from '../kit/app/stage.ts'
import { openKioskApp } from '../kit/app/kiosk-app.ts'
import { pageHands, wordOf, type PageHands } from '../kit/page/page-input.ts'
import { grownSince } from './lib/heap-census.ts'
import { openProbe, type Sample } from './lib/soak-probe.ts'
import { removeFolder } from '../kit/machine/folders.ts'

export interface SoakFigures {
  readonly visits: number
  /** Of what is alive in main and in the renderer, the larger of the two, after the warm-up. */
  readonly growthPercent: number
  readonly leaked: number
  /** Words of visits that were over, found in a heap or on the disk. */
  readonly found: readonly string[]
  readonly seed: number
}

interface Options {
  readonly seed: number
  readonly visits: number
  readonly stage: Stage
  /** Whether some of the visits are calls. */
  readonly calls: boolean
  readonly say: (line: string) => void
}

/** Until then everything has been used, and the engine's code of it is there to stay. */
const WARM_UP = 300
const MOST_GROWTH_PERCENT = 2
/** One sample alone says where the collector stood. */
const MIDDLE_OF = 5
/** Fewer visits than these are searched for once, at the end: a search takes longer than a visit. */
const FEW = 10
const MEGABYTE = 1024 * 1024

/** What customers come for, each as often as its number says. */
const KINDS = {
  chat: 5,
  'chat, walked away': 2,
  callback: 4,
  'form, left': 4,
  'form, walked away': 2,
  'callback form, left': 2,
  'home, walked away': 2,
  call: 2,
} as const
type Kind = keyof typeof KINDS

/** One visit after the other in one app; nothing of any is found after it. */
export async function runSoak({ seed, visits, stage, calls, say }: Options): Promise<SoakFigures> {
  const random = seededRandom(seed)
  const mark = `Zirbe${Array.from({ length: 8 }, () => random.pick(Array.from('bdfgklmnprtv'))).join('')}`
  const centre = await createCentre({
    seed,
    automaticAgent: false,
    mediaAgent: calls,
    // So that the centre itself stays small, and its limits are not what is met.
    data: { sessionKeepSeconds: 5 },
  })
  if (calls && !(await centre.sip.warm())) throw new Error('there is no automatic agent')
  centre.sip.set({ ringMs: 0 })
  const app = await open(stage, centre)
  const hands = pageHands(app.app)
  const probe = await openProbe(app, stage.launch)
  await makeHaste(app)
  const samples: Sample[] = []
  const found: string[] = []
  const search = async (): Promise<readonly string[]> => {
    // What the last one saw is still fading out.
    await hands.run('for (let turn = 0; turn < 100; turn += 1) await pause()')
    return await probe.search(mark)
  }
  const counts = new Map<Kind, number>()
  const warmUp = Math.min(WARM_UP, Math.floor(visits / 2))
  const every = Math.max(1, Math.floor((visits - warmUp) / 20))
  const begun = Date.now()
  let first: Awaited<ReturnType<typeof probe.census>> | undefined

  try {
    for (let visit = 1; visit <= visits; visit += 1) {
      // The first shows that the search finds what is there.
      const kind = visit === 1 ? 'chat' : draw(random, calls)
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      const during = visit === 1 ? () => expectFound(probe.search(mark)) : undefined
      try {
        await walk({ kind, visit, mark, centre, hands, app, during })
      } catch (error) {
        throw new Error(`visit ${visit}, ${kind}: ${String(error)}`, { cause: error })
      }
      if (visit < warmUp || (visit - warmUp) % every !== 0) continue
      const sample = await probe.sample()
      samples.push(sample)
      // Once looking at it has left behind whatever it leaves.
      if (samples.length === 2 && visits >= FEW) first = await probe.census()
      const isSearch = visits >= FEW && (samples.length - 1) % 5 === 0
      if (isSearch) found.push(...(await search()))
      say(
        `  visit ${visit}: main ${(sample.main / MEGABYTE).toFixed(2)} MB, renderer ${(sample.renderer / MEGABYTE).toFixed(2)} MB, ` +
          `${sample.nodes} nodes, ${sample.listeners} listeners, private ${sample.privateMegabytes.toFixed(0)} MB, ` +
          `working sets ${sample.workingMegabytes.toFixed(0)} MB, found ${found.length}, ${((Date.now() - begun) / visit).toFixed(0)} ms a visit`,
      )
    }
    found.push(...(await search()))
    if (first) {
      const last = await probe.census()
      for (const place of ['main', 'renderer'] as const) {
        for (const line of grownSince(first[place], last[place])) say(`  ${place} more ${line}`)
      }
    }
    await centre.until(() => leftOver(centre) === 0)
    const leaked = leftOver(centre)
    for (const line of [...new Set(found)].slice(0, 20)) say(`  found ${line}`)
    say(`  ${[...counts].map(([kind, count]) => `${kind}: ${count}`).join('; ')}`)
    const growth = (of: (sample: Sample) => number): number => growthOf(samples.map(of))
    const growthPercent = Math.max(
      growth(({ main }) => main),
      growth(({ renderer }) => renderer),
    )
    say(
      `  growth: main ${growth(({ main }) => main).toFixed(2)} %, renderer ${growth(({ renderer }) => renderer).toFixed(2)} %, ` +
        `private ${growth((sample) => sample.privateMegabytes).toFixed(2)} %, working sets ${growth((sample) => sample.workingMegabytes).toFixed(2)} %`,
    )
    return { visits, growthPercent, leaked, found, seed }
  } finally {
    await app.kill()
    removeFolder(app.home)
    await centre.close()
  }
}

interface Walk {
  readonly kind: Kind
  readonly visit: number
  readonly mark: string
  readonly centre: Centre
  readonly hands: PageHands
  readonly app: Callpoint
  /** Done in the middle of the visit. */
  readonly during: (() => Promise<void>) | undefined
}

async function walk({ kind, visit, mark, centre, hands, app, during }: Walk): Promise<void> {
  const word = (more = ''): string => wordOf(`${mark}${more}`, visit)
  await hands.begin()
  switch (kind) {
    case 'chat':
    case 'chat, walked away': {
      const before = centre.journal.count('sessions.create')
      await hands.form(word())
      await hands.chat(word('Frage'))
      await centre.until(() => centre.journal.count('sessions.create') > before)
      const session = centre.sessions.list().at(-1)
      const agent = centre.agents[visit % centre.agents.length]
      if (!session || !agent) throw new Error('a session and an agent')
      if (kind === 'chat') {
        centre.desk.accept(session, agent)
        centre.desk.message(session, agent, `${mark}Antwort${visit}`)
        await hands.say(word('Satz'))
        const said = `${mark}Satz${String(visit).padStart(5, '0')}`
        await centre.until(() => session.contents.some(({ text }) => text === said))
        await hands.run(
          `await until(() => text().includes(${word('Satz')}) && text().includes('Antwort'), 'both')`,
        )
      }
      await during?.()
      await leave(kind, hands, app)
      await centre.until(() => !isConnected(session))
      return
    }
    case 'callback':
      await hands.callback()
      await hands.request(word(), '0170 5550142')
      break
    case 'form, left':
    case 'form, walked away':
      await hands.form(word())
      break
    case 'callback form, left':
      await hands.callback()
      await hands.run(`await pick(); await press('Continue')`)
      break
    case 'call':
      await hands.ring()
      await hands.run(
        `await press('Hang up'); await until(() => button('Make another call'), 'the end of the call')`,
      )
      break
    case 'home, walked away':
  }
  await leave(kind, hands, app)
}

/** By choice, or by leaving: then the minutes until the wipe pass in no time. */
async function leave(kind: Kind, hands: PageHands, app: Callpoint): Promise<void> {
  if (!kind.endsWith('walked away')) {
    await hands.end()
    return
  }
  await setHaste(app, true)
  await hands.run(
    `await callpoint.visit.stay(); await until(() => button('Touch to talk to us'), 'the idle end')`,
  )
  await setHaste(app, false)
}

/** From now on main's long timers, the idle ones, can be made a hundred times shorter. */
async function makeHaste({ app }: Callpoint): Promise<void> {
  await app.evaluate(() => {
    const real = globalThis.setTimeout
    const hasty = (task: () => void, ms?: number): NodeJS.Timeout => {
      const isShort = Reflect.get(globalThis, 'inHaste') === true && (ms ?? 0) >= 10_000
      return real(task, isShort ? (ms ?? 0) / 100 : ms)
    }
    Reflect.set(globalThis, 'setTimeout', Object.assign(hasty, real))
  })
}

async function setHaste({ app }: Callpoint, isHasty: boolean): Promise<void> {
  await app.evaluate((_electron, value) => {
    Reflect.set(globalThis, 'inHaste', value)
  }, isHasty)
}

async function expectFound(search: Promise<readonly string[]>): Promise<void> {
  const found = (await search).join('\n')
  for (const place of ['page: ', 'main: ']) {
    if (!found.includes(place))
      throw new Error(`the search finds nothing where something is: ${place}`)
  }
}

function draw(random: Random, calls: boolean): Kind {
  const all = (Object.keys(KINDS) as Kind[]).filter((kind) => calls || kind !== 'call')
  return random.pick(all.flatMap((kind) => Array<Kind>(KINDS[kind]).fill(kind)))
}

/** From the first to the last of them, `MIDDLE_OF` each, by their middle, in percent. */
function growthOf(values: readonly number[]): number {
  return (middle(values.slice(-MIDDLE_OF)) / middle(values.slice(0, MIDDLE_OF)) - 1) * 100
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function leftOver(centre: Centre): number {
  const calls = centre.sip.calls().filter(({ state }) => state !== 'ended').length
  return centre.sessions.connected() + calls
}

async function open(stage: Stage, centre: Centre): Promise<Callpoint> {
  return await openKioskApp(stage, centre, {
    policy: {
      visit: { idleSeconds: 15, waitingIdleSeconds: 30, warningSeconds: 10 },
      // Below what makeHaste shortens.
      centre: { requestTimeoutSeconds: 9 },
      // A page whose heap is written down stands still for a while.
      watchdog: { hangSeconds: 120, recycleAt: 'never', memoryMegabytes: 65_536 },
    },
    flags: ['--js-flags=--expose-gc'],
  })
}

/** The campaign `soak`: `--visits N`, 1,000 by default. */
export const soak: Campaign = {
  name: 'soak',
  about:
    'one visit after the other in one app: memory stays flat, nothing of one is found after it',
  options: { visits: 'N' },
  async run({ seed, count, say }) {
    const stage = await prepareStage({ width: 1280, height: 800 }, say)
    try {
      const figures = await runSoak({
        seed,
        visits: count('visits', 1000),
        stage,
        calls: true,
        say,
      })
      const { visits, growthPercent, leaked, found } = figures
      return {
        line: `soak: visits=${visits} growth_percent=${growthPercent.toFixed(1)} leaked_sessions=${leaked} found=${found.length} seed=${seed}`,
        passed: growthPercent <= MOST_GROWTH_PERCENT && leaked + found.length === 0,
      }
    } finally {
      stage.display.close()
    }
  },
}
