import { Agent } from 'node:http'
import type { Centre } from '../../../simulator/centre.ts'
import {
  askToken,
  send,
  sessionBody,
  type Answer,
  type QueryAnswer,
} from '../../../simulator/testing/customer.ts'
import type { Random } from '../../../simulator/support/random.ts'
import type { FastClock } from '../../kit/clock/fast-clock.ts'

/** What a fleet has done so far. */
export interface FleetFigures {
  sessions: number
  polls: number
  messages: number
  /** Contents that agents and the system have sent, as the kiosks received them. */
  received: number
}

export interface Fleet {
  readonly figures: FleetFigures
  /** What was not as it should be, the first hundred. */
  readonly errors: readonly string[]
  errorCount(): number
  /** Resolves once every kiosk has left its chat; none begins another. */
  stop(): Promise<void>
}

interface Deps {
  readonly centre: Centre
  readonly clock: FastClock
  readonly random: Random
  readonly kiosks: number
}

const POLL_MS = 3000
const WORDS = ['My', 'light', 'is', 'blinking', 'the', 'order', 'ÄÖÜ', 'never', 'arrived', '☎', '?']

/**
 * Kiosks at which one customer follows another: each asks for a chat, polls it every three seconds
 * (R40), types, writes, hangs up and leaves a pause. They check all that they are told.
 */
export function startFleet({ centre, clock, random, kiosks }: Deps): Fleet {
  const figures: FleetFigures = { sessions: 0, polls: 0, messages: 0, received: 0 }
  const errors: string[] = []
  let failed = 0
  let stopping = false
  // As many lines as a reverse proxy would hold; a kiosk's own would only cost this process.
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const wake = new Set<() => void>()

  const complain = (text: string): void => {
    failed += 1
    if (errors.length < 100) errors.push(text)
  }
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        wake.delete(end)
        cancel()
        resolve()
      }
      const cancel = clock.after(ms, end)
      wake.add(end)
    })

  async function run(name: string, mine: Random): Promise<void> {
    const token = await register()
    const headers = { authorization: `Bearer ${token}` }
    const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
      send(`${centre.urls.rest}${path}`, { method, body, headers, agent })

    // Customers do not all come at the same moment.
    await pause(mine.int(0, 30_000))
    while (!stopping) {
      await visit(name, mine, ask)
      if (!stopping) await pause(mine.int(2000, 20_000))
    }
  }

  async function visit(
    name: string,
    mine: Random,
    ask: (method: string, path: string, body?: unknown) => Promise<Answer>,
  ): Promise<void> {
    const caption = phrase(mine)
    const started = await ask(
      'POST',
      '/v1/sessions',
      sessionBody({ customerName: name, caption, source: name }),
    )
    const id = textOf(started.json, 'sessionId')
    if (started.status !== 201 || id === undefined) {
      complain(`${name}: POST sessions answered ${started.status}`)
      return
    }
    figures.sessions += 1
    const session = `/v1/sessions/${encodeURIComponent(id)}`
    const said = [caption]
    const heard: string[] = []
    let next = 1
    let connected = true

    const poll = async (): Promise<void> => {
      const from = next
      const answer = await ask('GET', `${session}/contents${from === 1 ? '' : `/${from}`}`)
      figures.polls += 1
      if (answer.status !== 200 || !isQuery(answer.json)) {
        complain(`${name}: GET contents answered ${answer.status}`)
        connected = false
        return
      }
      const { content, newIndexKey } = answer.json
      const list = content ?? []
      if (newIndexKey !== from + list.length) {
        complain(
          `${name}: from ${from} came ${list.length} contents and ${newIndexKey} as the next`,
        )
      }
      next = newIndexKey
      connected = answer.json.connected
      for (const { messageType, content: text } of list) {
        if (messageType === 'CUSTOMER_MESSAGE') heard.push(text ?? '')
        else figures.received += 1
      }
    }
    const expectOk = async (what: string, status: number, sent: Promise<Answer>): Promise<void> => {
      const answer = await sent
      // The agent may have ended the chat between two polls.
      if (answer.status === 503 || (answer.status === 404 && what === 'typing')) return
      if (answer.status !== status) complain(`${name}: ${what} answered ${answer.status}`)
    }

    const until = clock.now() + mine.int(45_000, 240_000)
    await poll()
    while (connected && !stopping && clock.now() < until) {
      await pause(POLL_MS)
      await poll()
      if (!connected || mine.next() > 0.15) continue
      await expectOk('typing', 200, ask('POST', `${session}/typing`, { isTyping: true }))
      await pause(mine.int(500, 4000))
      const text = `${phrase(mine)} ${said.length}`
      const answer = await ask('POST', `${session}/contents`, { content: text })
      if (answer.status === 201) {
        said.push(text)
        figures.messages += 1
      } else if (answer.status !== 503) complain(`${name}: POST contents answered ${answer.status}`)
    }
    // R33: what is pending first, then DELETE.
    await poll()
    await expectOk('DELETE', 200, ask('DELETE', '/v1/sessions', { sessionId: id }))
    if (heard.join('\n') !== said.join('\n')) {
      complain(`${name}: said ${said.length} messages and was handed back ${heard.length} others`)
    }
  }

  async function register(): Promise<string> {
    const token = textOf((await askToken(centre, { agent })).json, 'access_token')
    if (token === undefined) throw new Error('no token')
    return token
  }

  const runs = Array.from({ length: kiosks }, async (_, place) => {
    const name = `kiosk ${place + 1}`
    try {
      await run(name, random.fork(name))
    } catch (error) {
      complain(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
  return {
    figures,
    errors,
    errorCount: () => failed,
    stop: async () => {
      stopping = true
      for (const end of [...wake]) end()
      await Promise.all(runs)
      agent.destroy()
    },
  }
}

function phrase(random: Random): string {
  return Array.from({ length: random.int(2, 12) }, () => random.pick(WORDS)).join(' ')
}

function textOf(json: unknown, key: string): string | undefined {
  const value: unknown =
    typeof json === 'object' && json !== null ? Reflect.get(json, key) : undefined
  return typeof value === 'string' ? value : undefined
}

function isQuery(json: unknown): json is QueryAnswer {
  return typeof json === 'object' && json !== null && 'newIndexKey' in json && 'connected' in json
}
