import type { Page } from '@playwright/test'
import { startVirtualDisplay } from '../tests/kit/machine/display.ts'
import { prepareElectron } from '../scripts/lib/electron-launch.ts'
import { repositoryRoot } from '../scripts/lib/paths.ts'
import { createCentre, type Centre } from '../simulator/centre.ts'
import type { Session } from '../simulator/model/session.ts'
import { openCallpoint, type Callpoint } from '../tests/kit/app/callpoint.ts'
import { median, type Bench, type Figure } from './lib/figure.ts'
import { removeFolder } from '../tests/kit/machine/folders.ts'

/** Messages each way; the first ones warm up. */
const MESSAGES = 100
const WARM = 10

/** One app in a chat, opened from one checkout. */
interface Side {
  /** Milliseconds from the answer of the poll that carries an agent's message to its painted bubble. */
  hear(text: string): Promise<number>
  /** Milliseconds from the customer's intent to the message's arrival at the centre. */
  say(text: string): Promise<number>
  /** Processor time that main has used so far, in milliseconds. */
  cpu(): Promise<number>
  close(): Promise<void>
}

/**
 * This checkout beside another one, in two apps that are both in a chat: message by message they take
 * turns, so that whatever else the machine does strikes both.
 */
export const chatCost: Bench = {
  name: 'chat-cost',
  about:
    'from the answer of a poll to the painted bubble, and the cost of a send, --against FOLDER',
  needsPeer: true,
  async run(peer = repositoryRoot) {
    const sides: Side[] = []
    try {
      for (const root of [repositoryRoot, peer]) sides.push(await open(root))
      const [ours, theirs] = sides
      if (!ours || !theirs) throw new Error('two sides')
      const heard = await takeTurns(ours, theirs, (side, at) => side.hear(`answer ${String(at)}.`))
      const before = [await ours.cpu(), await theirs.cpu()] as const
      const said = await takeTurns(ours, theirs, (side, at) => side.say(`question ${String(at)}`))
      const after = [await ours.cpu(), await theirs.cpu()] as const
      return [
        figure('chat-paint', heard, 'ms'),
        figure('chat-send', said, 'ms'),
        {
          name: 'chat-send-cpu',
          value: (after[0] - before[0]) / MESSAGES,
          floor: (after[1] - before[1]) / MESSAGES,
          unit: 'ms',
          goal: 1.05,
          n: MESSAGES,
        },
      ]
    } finally {
      for (const side of sides) await side.close()
    }
  },
}

type Pair = readonly [ours: number, theirs: number]

function figure(name: string, pairs: readonly Pair[], unit: string): Figure {
  const counted = pairs.slice(WARM)
  const value = median(counted.map(([ours]) => ours))
  const floor = median(counted.map(([, theirs]) => theirs))
  return { name, value, floor, unit, goal: 1.05, n: counted.length }
}

/** Each begins every other time. */
async function takeTurns(
  ours: Side,
  theirs: Side,
  work: (side: Side, at: number) => Promise<number>,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = []
  for (let at = 0; at < MESSAGES; at += 1) {
    const first = at % 2 === 0 ? await work(ours, at) : undefined
    const other = await work(theirs, at)
    pairs.push([first ?? (await work(ours, at)), other])
  }
  return pairs
}

async function open(root: string): Promise<Side> {
  const launch = await prepareElectron(root)
  const display = await startVirtualDisplay(launch.user, { width: 1280, height: 800 })
  const centre = await createCentre({ automaticAgent: false, seed: 1 })
  let customer: Callpoint | undefined
  const close = async (): Promise<void> => {
    await customer?.kill()
    if (customer) removeFolder(customer.home)
    await centre.close()
    display.close()
  }
  try {
    customer = await openCallpoint({
      motion: true,
      launch,
      display: display.environment,
      simulator: { ...centre.urls, clientId: centre.clientId, clientSecret: centre.clientSecret },
      layout: 'compact',
      // What is written down reaches the disk, as it does at a customer's.
      policy: {
        chat: { adaptivePolling: false, pollSeconds: 1 },
        visit: { idleSeconds: 3600, waitingIdleSeconds: 3600 },
        secrets: { store: 'key-file' },
      },
    })
    return { ...(await converse(customer, centre)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function converse(
  { app, page }: Callpoint,
  centre: Centre,
): Promise<Pick<Side, 'hear' | 'say' | 'cpu'>> {
  const session = await begin(page, centre)
  const [agent] = centre.agents
  if (!agent) throw new Error('the demo data holds an agent')
  centre.desk.accept(session, agent)
  await watchPaint(page)
  return {
    async hear(text) {
      centre.desk.message(session, agent, text)
      const answered = await nextAnswer(centre)
      const painted: unknown = await page.evaluate(`benchPainted(${JSON.stringify(text)})`)
      return Number(painted) - answered
    },
    async say(text) {
      const arrived = arrival(centre, text)
      const said: unknown = await page.evaluate(
        `{
          const at = performance.timeOrigin + performance.now()
          void callpoint.chat.send({ text: ${JSON.stringify(text)} })
          at
        }`,
      )
      const took = (await arrived) - Number(said)
      // The next one waits for the answer to this one.
      await page.evaluate(`benchSent(${JSON.stringify(text)})`)
      return took
    },
    cpu: () =>
      app.evaluate(() => {
        const { user, system } = process.cpuUsage()
        return (user + system) / 1000
      }),
  }
}

function now(): number {
  return performance.timeOrigin + performance.now()
}

/** When the next query of contents has been answered. */
function nextAnswer(centre: Centre): Promise<number> {
  const from = centre.journal.list().at(-1)?.serial ?? 0
  return new Promise((resolve) => {
    const off = centre.journal.on(({ route, status, serial }) => {
      if (route !== 'contents.query' || status === 0 || serial <= from) return
      off()
      resolve(now())
    })
  })
}

/** When the customer's message is there. */
function arrival(centre: Centre, text: string): Promise<number> {
  return new Promise((resolve) => {
    const off = centre.events.on((event) => {
      if (event.type !== 'content' || event.content.text !== text) return
      off()
      resolve(now())
    })
  })
}

async function begin(page: Page, centre: Centre): Promise<Session> {
  await page.evaluate(
    `callpoint.visit.touch().then(() => callpoint.chat.start(
      { name: 'Jonas', topic: 'Service', message: 'Hello', consent: true }))`,
  )
  await centre.until(() => centre.sessions.list().length > 0)
  const [session] = centre.sessions.list()
  if (!session) throw new Error('no chat was begun')
  return session
}

/** `benchPainted(text)`: when a text was on the screen; `benchSent(text)`: once the centre has confirmed it. */
async function watchPaint(page: Page): Promise<void> {
  await page.evaluate(() => {
    const log = (): string => document.querySelector('[role=log]')?.textContent ?? ''
    const painted = new Map<string, number>()
    const waiting = new Map<string, (at: number) => void>()
    const see = (words: string): void => {
      painted.set(words, Number.NaN)
      requestAnimationFrame(() => {
        // A task of its own runs after the frame that this callback belongs to.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => {
          const at = performance.timeOrigin + performance.now()
          painted.set(words, at)
          waiting.get(words)?.(at)
        }
        port2.postMessage(undefined)
      })
    }
    new MutationObserver(() => {
      for (const [words] of log().matchAll(/answer \d+\./gu)) if (!painted.has(words)) see(words)
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
    Reflect.set(
      window,
      'benchPainted',
      (words: string) =>
        new Promise<number>((resolve) => {
          const at = painted.get(words) ?? Number.NaN
          if (Number.isNaN(at)) waiting.set(words, resolve)
          else resolve(at)
        }),
    )
    interface Mine {
      readonly kind: string
      readonly text?: string
      readonly delivery?: string
    }
    const { chat } = Reflect.get(window, 'callpoint') as {
      chat: {
        view: {
          on(listener: (view: { entries: readonly Mine[] }) => void): () => void
          read(): Promise<{ entries: readonly Mine[] }>
        }
      }
    }
    const isSent = (entries: readonly Mine[], text: string): boolean =>
      entries.some((entry) => entry.text === text && entry.delivery !== 'sending')
    Reflect.set(window, 'benchSent', async (text: string) => {
      await new Promise<void>((resolve) => {
        const off = chat.view.on(({ entries }) => {
          if (!isSent(entries, text)) return
          off()
          resolve()
        })
        void chat.view.read().then(({ entries }) => {
          if (isSent(entries, text)) resolve()
        })
      })
    })
  })
}
