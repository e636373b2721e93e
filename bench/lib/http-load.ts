import { connect, type Socket } from 'node:net'
import { quantile } from './figure.ts'

/** A server on this machine and the requests to ask it, each complete with its head. */
export interface Target {
  readonly port: number
  readonly requests: readonly Buffer[]
}

/** An answer taken apart, its headers as name and value in turns, without those of the connection. */
interface Answer {
  readonly status: number
  readonly headers: readonly string[]
  readonly body: string
}

const CONNECTIONS = 48
const STEP_MS = 3000
const STEPS = 20
const ATTEMPTS = 3
const ofConnection = new Set(['connection', 'keep-alive'])

/**
 * One connection that asks and reads, with as little of its own as can be: the load must not be
 * what is measured.
 */
interface Connection {
  /** Sends a request and calls back with the number of bytes once its answer is complete. */
  ask(request: Buffer, answered: (bytes: number) => void): void
  close(): void
}

function open(port: number, failed: (error: Error) => void): Promise<Connection> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1')
    let waiting: ((bytes: number) => void) | undefined
    let received: Buffer = Buffer.alloc(0)
    let whole = -1
    socket.setNoDelay(true)
    socket.on('error', failed)
    socket.on('close', () => {
      if (waiting !== undefined) failed(new Error('the server closed a connection'))
    })
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      try {
        if (whole < 0) whole = lengthOf(received)
      } catch (error) {
        failed(error instanceof Error ? error : new Error(String(error)))
      }
      if (whole < 0 || received.length < whole) return
      const bytes = whole
      const answered = waiting
      waiting = undefined
      received = Buffer.alloc(0)
      whole = -1
      answered?.(bytes)
    })
    socket.once('connect', () => {
      resolve({
        ask(request, answered) {
          waiting = answered
          socket.write(request)
        },
        close: () => {
          waiting = undefined
          socket.destroy()
        },
      })
    })
  })
}

/** How long the whole answer will be; -1 as long as its head is not complete. Throws unless it is 200. */
function lengthOf(received: Buffer): number {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return -1
  const head = received.toString('latin1', 0, end)
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`answered: ${head.slice(0, 40)}`)
  const length = /\r\ncontent-length: (\d+)/iu.exec(head)?.[1]
  if (length === undefined) throw new Error('an answer without its length')
  return end + 4 + Number(length)
}

async function withConnections<Result>(
  { port }: Target,
  work: (connections: readonly Connection[]) => Promise<Result>,
): Promise<Result> {
  let fail: (error: Error) => void = () => undefined
  const broken = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(port, fail)))
  try {
    return await Promise.race([work(connections), broken])
  } finally {
    for (const connection of connections) connection.close()
  }
}

/** Answers a second where each connection asks again as soon as it has its answer. */
export function throughput(target: Target, forMs: number): Promise<number> {
  return withConnections(target, async (connections) => {
    let answers = 0
    let place = 0
    let running = true
    const begun = performance.now()
    const done = connections.map(
      (connection) =>
        new Promise<void>((resolve) => {
          const next = (): void => {
            if (!running) {
              resolve()
              return
            }
            const request = target.requests[place % target.requests.length]
            place += 1
            if (request === undefined) throw new Error('no request')
            connection.ask(request, () => {
              answers += 1
              next()
            })
          }
          next()
        }),
    )
    setTimeout(() => {
      running = false
    }, forMs)
    await Promise.all(done)
    return (answers * 1000) / (performance.now() - begun)
  })
}

/**
 * Asks at a fixed rate, whether or not the server keeps up, and answers the time in ms below which 99 of
 * 100 requests were answered, from when they were due.
 */
function p99At(target: Target, perSecond: number, forMs: number): Promise<number> {
  return withConnections(target, async (connections) => {
    const free = [...connections]
    const due: number[] = []
    const times: number[] = []
    const total = Math.round((perSecond * forMs) / 1000)
    const begun = performance.now()
    let sent = 0
    await new Promise<void>((resolve) => {
      const feed = (): void => {
        while (free.length > 0 && due.length > 0) {
          const connection = free.pop()
          const at = due.shift()
          const request = target.requests[sent % target.requests.length]
          if (connection === undefined || at === undefined || request === undefined) return
          sent += 1
          connection.ask(request, () => {
            times.push(performance.now() - at)
            free.push(connection)
            if (times.length === total) resolve()
            else feed()
          })
        }
      }
      let planned = 0
      const plan = (): void => {
        const now = performance.now()
        for (; planned < total; planned += 1) {
          const at = begun + (planned * 1000) / perSecond
          if (at > now) break
          due.push(at)
        }
        feed()
        if (planned < total) setTimeout(plan, 1)
      }
      plan()
    })
    return quantile(times, 0.99)
  })
}

/**
 * The highest rate, in steps of 5 % of `most`, at which the p99 stays within `limitMs`; 0 for none. What a
 * neighbour on the machine spoils gets another try.
 */
export async function carries(target: Target, limitMs: number, most: number): Promise<number> {
  let low = 0
  let high = STEPS + 1
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    let carried = false
    for (let attempt = 0; attempt < ATTEMPTS && !carried; attempt += 1) {
      carried = (await p99At(target, (most * middle) / STEPS, STEP_MS)) <= limitMs
    }
    if (carried) low = middle
    else high = middle
  }
  return (most * low) / STEPS
}

/** One answer to a request, to be given again by another server. */
export function askFor({ port }: Target, request: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    let received: Buffer = Buffer.alloc(0)
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      const whole = lengthOf(received)
      if (whole < 0 || received.length < whole) return
      socket.destroy()
      const [head = '', body = ''] = received.toString('utf8').split('\r\n\r\n')
      const headers = head
        .split('\r\n')
        .slice(1)
        .flatMap((line): string[] => {
          const [name = '', ...value] = line.split(': ')
          return ofConnection.has(name.toLowerCase()) ? [] : [name, value.join(': ')]
        })
      resolve({ status: 200, headers, body })
    })
  })
}
