import { setTimeout as delay } from 'node:timers/promises'
import { startVirtualDisplay, type Display } from '../tests/kit/machine/display.ts'
import { prepareElectron, type ElectronLaunch } from '../scripts/lib/electron-launch.ts'
import { createCentre, type Centre } from '../simulator/centre.ts'
import { openCallpoint, type Callpoint } from '../tests/kit/app/callpoint.ts'
import { startChat } from '../tests/kit/centre/centre.ts'
import { makeConversation, type Turn } from './lib/conversation.ts'
import { median, quantile, type Bench } from './lib/figure.ts'
import { removeFolder } from '../tests/kit/machine/folders.ts'

/** Conversations, each held twice at the same time: once over each way to poll. */
const SEEDS = [20_260_115, 20_260_116] as const
const LASTS_MS = 300_000
/** After the last turn, for what is still on its way. */
const TAIL_MS = 10_000
/** What one of these conversations opened at 115b7a4, where typing notices had a connection each. */
const CONNECTIONS_ONCE = 23

interface Held {
  /** From the agent's post to the painted bubble, milliseconds. */
  readonly latencies: readonly number[]
  /** Queries of contents. */
  readonly requests: number
  /** Connections that the centre accepted. */
  readonly connections: number
  /** Typing notices. */
  readonly notices: number
  /** Messages of the customer. */
  readonly messages: number
}

/** The same conversations in the real app, polled adaptively and every three seconds. */
export const delivery: Bench = {
  name: 'delivery',
  about: "from an agent's post to the painted bubble, adaptive polling against a fixed 3 s",
  async run() {
    const launch = await prepareElectron()
    const display = await startVirtualDisplay(launch.user, { width: 1280, height: 1024 })
    try {
      const held = await Promise.all(
        SEEDS.flatMap((seed) => {
          const turns = makeConversation(seed, LASTS_MS)
          return [
            hold(launch, display, turns, seed, true),
            hold(launch, display, turns, seed, false),
          ]
        }),
      )
      const adaptive = sum(held.filter((_, place) => place % 2 === 0))
      const fixed = sum(held.filter((_, place) => place % 2 === 1))
      const p95 = [adaptive, fixed].map(({ latencies }) => quantile(latencies, 0.95).toFixed(0))
      process.stderr.write(`delivery p95: adaptive ${p95[0] ?? ''} ms, fixed ${p95[1] ?? ''} ms\n`)
      process.stderr.write(
        `delivery connections: ${String(adaptive.connections)} for ${String(adaptive.messages)} ` +
          `messages, ${String(adaptive.notices)} typing notices, ${String(adaptive.requests)} queries\n`,
      )
      return [
        {
          name: 'delivery',
          value: median(adaptive.latencies),
          floor: median(fixed.latencies),
          unit: 'ms',
          goal: 0.55,
          n: adaptive.latencies.length,
        },
        {
          name: 'delivery-requests',
          value: adaptive.requests,
          floor: fixed.requests,
          unit: 'requests',
          goal: 1,
          n: SEEDS.length,
        },
        {
          name: 'delivery-connections',
          value: adaptive.connections / SEEDS.length,
          floor: CONNECTIONS_ONCE,
          unit: 'connections',
          // Half cannot be had: each message needs one of its own (outbox.ts), and there are as many notices.
          goal: 0.55,
          n: SEEDS.length,
        },
      ]
    } finally {
      display.close()
    }
  },
}

function sum(held: readonly Held[]): Held {
  return {
    latencies: held.flatMap(({ latencies }) => latencies),
    requests: total(held, 'requests'),
    connections: total(held, 'connections'),
    notices: total(held, 'notices'),
    messages: total(held, 'messages'),
  }
}

function total(held: readonly Held[], what: Exclude<keyof Held, 'latencies'>): number {
  return held.reduce((all, one) => all + one[what], 0)
}

async function hold(
  launch: ElectronLaunch,
  display: Display,
  turns: readonly Turn[],
  seed: number,
  isAdaptive: boolean,
): Promise<Held> {
  const centre = await createCentre({ seed, automaticAgent: false })
  let callpoint: Callpoint | undefined
  try {
    callpoint = await openCallpoint({
      motion: true,
      launch,
      display: display.environment,
      simulator: { ...centre.urls, clientId: centre.clientId, clientSecret: centre.clientSecret },
      policy: {
        chat: { adaptivePolling: isAdaptive, pollSeconds: 3 },
        visit: { idleSeconds: 3600, waitingIdleSeconds: 3600 },
        secrets: { store: 'memory' },
      },
    })
    await startChat(callpoint.page)
    await centre.until(() => centre.sessions.list().length > 0)
    await watchPaint(callpoint)
    const posted = await play(turns, centre, callpoint)
    const requests = centre.journal.count('contents.query')
    const notices = centre.journal.count('typing')
    const messages = centre.journal.count('contents.add')
    const connections = centre.connections()
    const painted = await paintedAt(callpoint)
    const latencies = [...posted].map(([text, at]) => {
      const shown = painted.get(text)
      if (shown === undefined) throw new Error(`"${text}" was never painted`)
      return shown - at
    })
    return { latencies, requests, connections, notices, messages }
  } finally {
    await callpoint?.kill()
    if (callpoint) removeFolder(callpoint.home)
    await centre.close()
  }
}

/** Notes when each answer is on the screen: after the frame that shows it has been drawn. */
async function watchPaint({ page }: Callpoint): Promise<void> {
  await page.evaluate(() => {
    const painted = new Map<string, number>()
    Reflect.set(window, 'benchPainted', painted)
    new MutationObserver(() => {
      const text = document.querySelector('[role=log]')?.textContent ?? ''
      for (const [words] of text.matchAll(/answer \d+\./gu)) {
        if (painted.has(words)) continue
        painted.set(words, Number.NaN)
        requestAnimationFrame(() => {
          // A task of its own runs after the frame that this callback belongs to.
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => painted.set(words, Date.now())
          port2.postMessage(undefined)
        })
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })
}

async function paintedAt({ page }: Callpoint): Promise<ReadonlyMap<string, number>> {
  return new Map(
    await page.evaluate(() => {
      const painted: unknown = Reflect.get(window, 'benchPainted')
      return painted instanceof Map ? [...(painted as Map<string, number>)] : []
    }),
  )
}

/** Plays a conversation in real time; answers when each of the agent's messages was posted. */
async function play(
  turns: readonly Turn[],
  centre: Centre,
  { page }: Callpoint,
): Promise<ReadonlyMap<string, number>> {
  const posted = new Map<string, number>()
  const session = centre.sessions.list()[0]
  const [agent] = centre.agents
  if (!session || !agent) throw new Error('a session and an agent')
  const bridge = (call: 'draft' | 'send', text: string): Promise<unknown> =>
    page.evaluate(
      async ([name, words]) => {
        const { chat } = Reflect.get(window, 'callpoint') as {
          chat: Record<string, (input: { text: string }) => Promise<unknown>>
        }
        await chat[name]?.({ text: words })
      },
      [call, text] as const,
    )
  const begun = Date.now()
  for (const turn of turns) {
    await delay(Math.max(0, begun + turn.at - Date.now()))
    switch (turn.kind) {
      case 'accept':
        centre.desk.accept(session, agent)
        break
      case 'agent-types':
        centre.desk.typing(session, agent, true)
        break
      case 'agent-says':
        posted.set(turn.text, Date.now())
        centre.desk.message(session, agent, turn.text)
        break
      case 'customer-types':
        await bridge('draft', turn.text)
        break
      case 'customer-says':
        await bridge('send', turn.text)
        break
    }
  }
  await delay(TAIL_MS)
  return posted
}
