import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { startVirtualDisplay } from '../tests/kit/machine/display.ts'
import { prepareElectron } from '../scripts/lib/electron-launch.ts'
import { createCentre, type Centre } from '../simulator/centre.ts'
import type { Agent } from '../simulator/config/data.ts'
import type { Session } from '../simulator/model/session.ts'
import { openCallpoint, type Callpoint } from '../tests/kit/app/callpoint.ts'
import { median, quantile, type Bench, type Figure } from './lib/figure.ts'
import { removeFolder } from '../tests/kit/machine/folders.ts'

const FEW = 100
const MANY = 10_000
/** Added at a time, so that no answer grows past what the app accepts. */
const STEP = 2000
const PAINTS = 40
const WARM = 5
const SCROLL_FRAMES = 150
const FRAMES_ALLOWED = 2

interface Measured {
  /** Milliseconds from the view's arrival at the page to the frame that shows it. */
  readonly paints: readonly number[]
  /** Milliseconds between two frames while nothing happens. */
  readonly frame: number
  /** Milliseconds between two frames while the customer scrolls. */
  readonly scrolls: readonly number[]
  /** Private memory of main and page, in kB. */
  readonly memory: number
}

/** One conversation of ten thousand messages, and one of a hundred, in the same app and window. */
export const transcript: Bench = {
  name: 'transcript',
  about: `a conversation of ${String(MANY)} messages against one of ${String(FEW)}: paint, memory, scrolling`,
  async run() {
    const launch = await prepareElectron()
    const display = await startVirtualDisplay(launch.user, { width: 1280, height: 800 })
    const measured: Measured[] = []
    try {
      for (const count of [FEW, MANY]) {
        const centre = await createCentre({ automaticAgent: false, seed: 1 })
        const customer = await openCallpoint({
          motion: true,
          launch,
          display: display.environment,
          simulator: {
            ...centre.urls,
            clientId: centre.clientId,
            clientSecret: centre.clientSecret,
          },
          layout: 'compact',
          // A rhythm that does not hang on who is typing: both conversations are polled alike.
          policy: { chat: { adaptivePolling: false, pollSeconds: 1 }, theme: 'light' },
        })
        try {
          measured.push(await measure(customer, centre, count))
        } finally {
          await customer.close().catch(async () => await customer.kill())
          removeFolder(customer.home)
          await centre.close()
        }
      }
    } finally {
      display.close()
    }
    const [few, many] = measured
    if (!few || !many) throw new Error('nothing was measured')
    return figuresOf(few, many)
  },
}

function figuresOf(few: Measured, many: Measured): readonly Figure[] {
  const n = many.paints.length
  const p95 = (values: readonly number[]): number => quantile(values, 0.95)
  return [
    {
      name: 'transcript',
      value: p95(many.paints),
      floor: FRAMES_ALLOWED * Math.max(few.frame, many.frame),
      unit: 'ms',
      goal: 1,
      n,
    },
    {
      name: 'transcript-paint',
      value: median(many.paints),
      floor: median(few.paints),
      unit: 'ms',
      goal: 1.25,
      n,
    },
    {
      name: 'transcript-memory',
      value: many.memory,
      floor: few.memory,
      unit: 'kB',
      goal: 1.5,
      n: 1,
    },
    {
      name: 'transcript-memory-per-message',
      value: ((many.memory - few.memory) * 1024) / (MANY - FEW),
      floor: MESSAGE_BYTES,
      unit: 'bytes',
      goal: 20,
      n: MANY - FEW,
    },
    {
      name: 'transcript-scroll',
      value: p95(many.scrolls),
      floor: p95(few.scrolls),
      unit: 'ms',
      goal: 1.25,
      n: many.scrolls.length,
    },
  ]
}

async function measure({ app, page }: Callpoint, centre: Centre, count: number): Promise<Measured> {
  const [agent] = centre.agents
  if (!agent) throw new Error('the demo data holds an agent')
  const session = await begin(page, centre)
  centre.desk.accept(session, agent)
  let said = 0
  while (said < count) {
    const upTo = Math.min(count, said + STEP)
    for (; said < upTo; said += 1) centre.desk.message(session, agent, sentence(said))
    await shows(page, `n${String(said - 1)}.`)
  }
  const paints = await paint(page, centre, session, agent)
  const frame = median(await frames(page, 0))
  await app.evaluate(() => {
    const collect: unknown = Reflect.get(globalThis, 'gc')
    if (typeof collect === 'function') Reflect.apply(collect, undefined, [])
  })
  const memory = await privateMemory(app)
  const scrolls = await frames(page, -60)
  return { paints, frame, scrolls, memory }
}

async function begin(page: Page, centre: Centre): Promise<Session> {
  await page.evaluate(async () => {
    const bridge: unknown = Reflect.get(window, 'callpoint')
    const visit = Reflect.get(Object(bridge), 'visit') as { touch(): Promise<unknown> }
    const chat = Reflect.get(Object(bridge), 'chat') as { start(input: object): Promise<unknown> }
    await visit.touch()
    await chat.start({ name: 'Jonas', topic: 'Service', message: 'Hello', consent: true })
  })
  await centre.until(() => centre.sessions.list().length > 0)
  const [session] = centre.sessions.list()
  if (!session) throw new Error('no chat was begun')
  return session
}

const WORDS = 'The orange light on the right means that your router waits for an update.'
const MESSAGE_BYTES = sentence(0).length

function sentence(at: number): string {
  return `<FONT face=Tahoma size=2>n${String(at)}. ${WORDS}</FONT>`
}

async function shows(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('[role=log]')?.textContent?.includes(wanted) === true,
    text,
    { timeout: 120_000 },
  )
}

/** One message after the other: how long each takes from the bridge to the screen. */
async function paint(
  page: Page,
  centre: Centre,
  session: Session,
  agent: Agent,
): Promise<readonly number[]> {
  await page.evaluate(() => {
    const bridge: unknown = Reflect.get(window, 'callpoint')
    const chat: unknown = Reflect.get(Object(bridge), 'chat')
    const feed = Reflect.get(Object(chat), 'view') as {
      on(listener: (view: { entries: readonly { id: string }[] }) => void): void
    }
    const painted: number[] = []
    Reflect.set(window, 'painted', painted)
    let last: string | undefined
    feed.on(({ entries }) => {
      const newest = entries.at(-1)?.id
      if (newest === last) return
      last = newest
      const arrived = performance.now()
      // After the frame in which the page drew it: what is posted from a frame runs when it is done.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => painted.push(performance.now() - arrived)
        port2.postMessage(null)
      })
    })
  })
  for (let at = 0; at < PAINTS + WARM; at += 1) {
    const text = `new${String(at)}.`
    centre.desk.message(session, agent, text)
    // Asked seldom and for a number only: who asks in each frame takes the time that is measured.
    await page.waitForFunction(
      (least) => {
        const painted: unknown = Reflect.get(window, 'painted')
        return Array.isArray(painted) && painted.length > least
      },
      at,
      { polling: 200 },
    )
  }
  const all = await page.evaluate(() => {
    const painted: unknown = Reflect.get(window, 'painted')
    return Array.isArray(painted) ? painted.map(Number) : []
  })
  return all.slice(WARM)
}

/** Times between frames, while the log is scrolled by so many pixels a frame. */
async function frames(page: Page, pixels: number): Promise<readonly number[]> {
  return await page.evaluate(
    async ([count, by]) => {
      const log = document.querySelector('[role=log]')
      const times: number[] = []
      let before = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      let direction = by
      for (let at = 0; at < count; at += 1) {
        if (log !== null && by !== 0) {
          if (log.scrollTop <= 0) direction = -by
          log.scrollTop += direction
        }
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
        times.push(now - before)
        before = now
      }
      return times
    },
    [SCROLL_FRAMES, pixels] as const,
  )
}

/** Private memory of main and the page: what the conversation can make grow. */
async function privateMemory(app: Callpoint['app']): Promise<number> {
  const pids = await app.evaluate(({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId()
    return page === undefined ? [process.pid] : [process.pid, page]
  })
  return pids.map(anonymous).reduce((sum, each) => sum + each, 0)
}

function anonymous(pid: number): number {
  const found = /^(?:Pss_Anon|Private_Dirty):\s+(?<kb>\d+) kB/mu.exec(
    readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8'),
  )
  return Number(found?.groups?.['kb'] ?? Number.NaN)
}
