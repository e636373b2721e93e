import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { HttpRequest } from './http.ts'
import type { ProxySignIn } from './proxy-sign-in.ts'
import { createElectronHttp } from './http.electron.ts'

interface Begun extends EventEmitter {
  readonly over: { readonly name: string }
}

/** What Chromium did, in order, and how it shall behave. */
const chromium = vi.hoisted(() => ({
  log: [] as string[],
  begun: [] as Begun[],
  close: (): Promise<void> => Promise.resolve(),
  fall: undefined as 'request' | 'header' | 'end' | undefined,
}))

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  class ClientRequest extends Emitter {
    readonly over: { name: string }
    constructor(over: { name: string }) {
      super()
      this.over = over
    }
    setHeader(): void {
      if (chromium.fall === 'header') throw new Error('a header that cannot be sent')
    }
    end(): void {
      if (chromium.fall === 'end') throw new Error('cannot be begun')
      chromium.log.push(`send ${this.over.name}`)
      chromium.begun.push(this)
    }
    abort(): void {
      chromium.log.push(`abort ${this.over.name}`)
    }
  }
  return {
    app: new Emitter(),
    net: {
      request({ session }: { session: { name: string } }) {
        if (chromium.fall === 'request') throw new Error('not possible')
        return new ClientRequest(session)
      },
    },
    session: {
      fromPartition: (partition: string) => {
        const name = partition.replace(/^callpoint-centre-(\d+)-0$/u, '$1')
        return {
          name,
          closeAllConnections() {
            chromium.log.push(`close ${name}`)
            return chromium.close()
          },
        }
      },
    },
  }
})

beforeEach(() => {
  chromium.log.length = 0
  chromium.begun.length = 0
  chromium.close = () => Promise.resolve()
  chromium.fall = undefined
})

/** A proxy that never asks. */
const signIn: ProxySignIn = {
  isSet: false,
  asked: undefined,
  attempt: () => ({ answer: () => undefined, accepted: () => undefined }),
}

const open = () => createElectronHttp(() => undefined, signIn)

function request(change: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    url: 'https://centre.example/v1',
    headers: { accept: '*/*' },
    body: '{}',
    idempotent: false,
    maxBytes: 1000,
    signal: new AbortController().signal,
    ...change,
  }
}

const query = (change: Partial<HttpRequest> = {}): HttpRequest =>
  request({ method: 'GET', idempotent: true, ...change })

/** Answers the request that left as the `place`-th, from 0. */
async function answer(place: number): Promise<void> {
  await vi.waitFor(() => {
    expect(chromium.begun.length).toBeGreaterThan(place)
  })
  const incoming = Object.assign(new EventEmitter(), { statusCode: 200, headers: {} })
  chromium.begun[place]?.emit('response', incoming)
  incoming.emit('end')
}

describe('a request that was not sent had no effect', () => {
  it.each(['request', 'header', 'end'] as const)('an exception at %s', async (fall) => {
    const http = open()
    chromium.fall = fall
    for (const one of [request(), query(), query({ fresh: true })]) {
      expect(await http.request(one)).toMatchObject({
        ok: false,
        failure: { sent: false, code: 'NOT_BEGUN' },
      })
    }
  })

  it('a session whose connections cannot be closed', async () => {
    const http = open()
    chromium.close = () => Promise.reject(new Error('not now'))
    const outcome = await http.request(request())
    expect(outcome).toMatchObject({ ok: false, failure: { sent: false } })
    expect(chromium.begun).toHaveLength(0)
  })

  it('an abort while they are being closed', async () => {
    const http = open()
    chromium.close = () => new Promise(() => undefined)
    const stop = new AbortController()
    const work = http.request(request({ signal: stop.signal }))
    await vi.waitFor(() => {
      expect(chromium.log).toEqual(['close 1'])
    })
    stop.abort()
    expect(await work).toMatchObject({ failure: { reason: 'aborted', sent: false } })
    expect(chromium.begun).toHaveLength(0)
  })

  it('an abort while waiting for a free session', async () => {
    const http = open()
    const busy = [1, 2, 3].map(() => http.request(request()))
    const stop = new AbortController()
    const work = http.request(request({ signal: stop.signal }))
    await vi.waitFor(() => {
      expect(chromium.begun).toHaveLength(3)
    })
    stop.abort()
    expect(await work).toMatchObject({ failure: { reason: 'aborted', sent: false } })
    for (const place of [0, 1, 2]) await answer(place)
    expect((await Promise.all(busy)).every(({ ok }) => ok)).toBe(true)
    expect(chromium.begun).toHaveLength(3)
  })

  it('an error before the request; other errors and aborts leave the effect unknown', async () => {
    const http = open()
    for (const [code, sent] of [
      ['net::ERR_CONNECTION_REFUSED', false],
      ['net::ERR_CONNECTION_RESET', true],
    ] as const) {
      const work = http.request(request())
      const place = chromium.begun.length
      await vi.waitFor(() => {
        expect(chromium.begun.length).toBeGreaterThan(place)
      })
      chromium.begun[place]?.emit('error', new Error(code))
      expect(await work).toMatchObject({ failure: { sent, code } })
    }
    const stop = new AbortController()
    const left = vi.fn()
    const work = http.request(request({ signal: stop.signal, onLeave: left }))
    await vi.waitFor(() => {
      expect(chromium.begun).toHaveLength(3)
    })
    expect(left).toHaveBeenCalledOnce()
    stop.abort()
    expect(await work).toMatchObject({ failure: { reason: 'aborted', sent: true } })
  })
})

describe('connections', () => {
  it('a request that must not be repeated, or must be fresh, uses no open connection', async () => {
    const http = open()
    for (const [place, one] of [
      query(),
      request(),
      query(),
      query({ fresh: true }),
      query(),
    ].entries()) {
      const work = http.request(one)
      await answer(place)
      expect((await work).ok).toBe(true)
    }
    expect(chromium.log).toEqual([
      'send 1',
      // The message opens its own, which is the one for the queries from then on.
      'close 2',
      'send 2',
      'close 1',
      'send 2',
      'close 1',
      'send 1',
      'close 2',
      'send 1',
    ])
  })

  it('a message never cuts a query in progress', async () => {
    const http = open()
    const slow = http.request(query())
    await vi.waitFor(() => {
      expect(chromium.log).toEqual(['send 1'])
    })
    const first = http.request(request())
    await answer(1)
    await first
    const second = http.request(request())
    await answer(2)
    await second
    expect(chromium.log).not.toContain('close 1')
    await answer(0)
    expect((await slow).ok).toBe(true)
    // Left by its last, it is closed.
    expect(chromium.log.at(-1)).toBe('close 1')
  })
})
