import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '../tests/kit/app/simulator-process.ts'
import { median, type Bench } from './lib/figure.ts'
import { askFor, carries, throughput, type Target } from './lib/http-load.ts'

const SESSIONS = 2000
const ROUNDS = 5
const ROUND_MS = 3000
const POLL_SECONDS = 3
const LIMIT_MS = 50

/** Answers every request with what the simulator answered to one, byte by byte, and does nothing else. */
const BARE = `
const { createServer } = require('node:http')
const { status, headers, body } = JSON.parse(process.env.BARE_ANSWER)
const server = createServer((request, response) => {
  response.sendDate = false
  response.writeHead(status, headers)
  response.end(body)
})
server.keepAliveTimeout = 60000
server.listen(0, '127.0.0.1', () => process.stdout.write(server.address().port + '\\n'))
`

interface Answer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

/** Polling sessions against one process of the simulator, and against a bare server, in turns. */
export const simulator: Bench = {
  name: 'simulator',
  about: 'polling sessions that one core of the simulator carries, against a bare node:http server',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'bench-simulator-'))
    const data = join(folder, 'data.json')
    writeFileSync(data, JSON.stringify({ maxSessions: SESSIONS * 2 }))
    const centre = await startSimulator(['--no-agent', '--data', data])
    let bare: { readonly child: ChildProcess; readonly target: Target } | undefined
    try {
      const polling = await openSessions(centre)
      const [first] = polling.requests
      if (first === undefined) throw new Error('no session')
      const sample = await askFor(polling, first)
      bare = await startBare(sample, polling.requests)
      const rates = await inTurns(polling, bare.target)
      const sessions = {
        simulator: (await carries(polling, LIMIT_MS, median(rates.simulator))) * POLL_SECONDS,
        bare: (await carries(bare.target, LIMIT_MS, median(rates.bare))) * POLL_SECONDS,
      }
      return [
        {
          name: 'simulator',
          value: median(rates.simulator),
          floor: median(rates.bare),
          ratio: median(rates.simulator.map((rate, round) => rate / (rates.bare[round] ?? rate))),
          unit: 'requests/s',
          goal: 0.5,
          atLeast: true,
          n: ROUNDS,
        },
        {
          name: 'simulator-sessions',
          value: sessions.simulator,
          floor: sessions.bare,
          unit: `sessions polling every ${String(POLL_SECONDS)} s at p99 of ${String(LIMIT_MS)} ms`,
          goal: 0.5,
          atLeast: true,
          n: 1,
        },
      ]
    } finally {
      bare?.child.kill()
      await centre.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** Rounds of both, the order changing, so that a busy machine strikes them alike. */
async function inTurns(
  polling: Target,
  bare: Target,
): Promise<Record<'simulator' | 'bare', number[]>> {
  const rates: Record<'simulator' | 'bare', number[]> = { simulator: [], bare: [] }
  const measure = {
    simulator: () => throughput(polling, ROUND_MS),
    bare: () => throughput(bare, ROUND_MS),
  }
  for (let round = -1; round < ROUNDS; round += 1) {
    const order = ['simulator', 'bare'] as const
    for (const name of round % 2 === 0 ? order : order.toReversed()) {
      const rate = await measure[name]()
      // The first round only warms both up.
      if (round >= 0) rates[name].push(rate)
    }
  }
  return rates
}

/** Sessions of which each has been polled to its end: the next poll of each finds nothing new. */
async function openSessions(centre: {
  readonly rest: string
  readonly clientId: string
  readonly clientSecret: string
}): Promise<Target> {
  const base = new URL(centre.rest)
  const credentials = Buffer.from(`${centre.clientId}:${centre.clientSecret}`).toString('base64')
  const registered = await ask(`${centre.rest}/oauth/token`, 'grant_type=client_credentials', {
    authorization: `Basic ${credentials}`,
    'content-type': 'application/x-www-form-urlencoded',
  })
  const authorization = `Bearer ${textOf(registered, 'access_token')}`
  const body = JSON.stringify({
    businessUnitName: 'DEFAULT',
    caption: 'My light is blinking',
    customerName: 'Jonas',
    language: 'English',
    priority: 50,
    source: 'bench',
  })
  const requests: Buffer[] = []
  for (let place = 0; place < SESSIONS; place += 1) {
    const started = await ask(`${centre.rest}/v1/sessions`, body, {
      authorization,
      'content-type': 'application/json; charset=utf-8',
    })
    const path = `${base.pathname}/v1/sessions/${textOf(started, 'sessionId')}/contents/3`
    requests.push(
      Buffer.from(
        `GET ${path} HTTP/1.1\r\nHost: ${base.host}\r\nAccept: application/json\r\n` +
          `Authorization: ${authorization}\r\n\r\n`,
      ),
    )
  }
  return { port: Number(base.port), requests }
}

async function startBare(
  answer: Answer,
  requests: readonly Buffer[],
): Promise<{ readonly child: ChildProcess; readonly target: Target }> {
  const child = spawn(process.execPath, ['--input-type=commonjs', '-e', BARE], {
    env: { ...process.env, BARE_ANSWER: JSON.stringify(answer) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.stdout.once('data', (chunk: Buffer) => {
      resolve(Number(chunk.toString()))
    })
  })
  return { child, target: { port, requests } }
}

function ask(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => {
        if (answer.statusCode !== undefined && answer.statusCode < 300) resolve(JSON.parse(text))
        else reject(new Error(`${url} answered ${String(answer.statusCode)}`))
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function textOf(answer: unknown, key: string): string {
  const value: unknown =
    typeof answer === 'object' && answer !== null ? Reflect.get(answer, key) : undefined
  if (typeof value !== 'string') throw new Error(`no ${key} in the answer`)
  return value
}
