import { Buffer } from 'node:buffer'
import { app, net, session } from 'electron'
import type { ClientRequest, IncomingMessage, Session } from 'electron'
import { decodeBody } from '../support/http.ts'
import type { Http, HttpFailureReason, HttpOutcome, HttpRequest } from '../support/http.ts'
import { isNotSent } from '../support/net-codes.ts'
import type { ProxySignIn } from '../support/proxy-sign-in.ts'

const KEPT = 'callpoint-centre'
const ONCE = 'callpoint-centre-once'

const NETWORK_SERVICE = 'network.mojom.NetworkService'

/** Requests that must not be sent twice and are under way at the same time; more wait in line. */
const LANES = 3

/**
 * HTTP over Chromium's stack: the system's proxy and certificates. In memory, without cache or
 * cookies; no dialog for a password (`credentials: omit`): `signIn` alone knows one, and only for the
 * proxy of the policy. Call after `app.whenReady`.
 *
 * Chromium resends a request of any method, without a word, when a connection that it had kept dies
 * before the answer begins, even if the server has acted on it. So what must not be sent twice
 * leaves over a session that it has for itself and whose kept connections are closed first.
 * `guard` runs over each session before it is used.
 *
 * A session of before the end of Chromium's network service never reaches anything again (seen with
 * Electron 25): from then on new ones are used.
 */
export function createElectronHttp(guard: (session: Session) => void, signIn: ProxySignIn): Http {
  let lives = 0
  let lines = openLines(guard, lives)
  app.on('child-process-gone', (_event, { serviceName }) => {
    if (serviceName !== NETWORK_SERVICE) return
    lines.die()
    lives += 1
    lines = openLines(guard, lives)
  })

  return {
    async request(request) {
      const { kept, lanes, orDeath } = lines
      if (request.idempotent) return orDeath(exchange(request, kept, signIn), died(true))
      const lane = await lanes.take()
      try {
        // Neither of the two is sure to answer once the network service has died under it.
        const cut = await orDeath(lane.closeAllConnections(), died(false))
        return cut ?? (await orDeath(exchange(request, lane, signIn), died(true)))
      } catch {
        return { ok: false, failure: { reason: 'unreachable', sent: false, code: 'NOT_BEGUN' } }
      } finally {
        lanes.give(lane)
      }
    },
    close() {
      lines.close()
    },
  }
}

/** The sessions of one life of the network service. */
interface Lines {
  readonly kept: Session
  readonly lanes: Lanes
  /** What `work` answers, or `otherwise` once the service has died under it. */
  orDeath<T, O>(work: Promise<T>, otherwise: O): Promise<T | O>
  die(): void
  close(): void
}

function openLines(guard: (session: Session) => void, life: number): Lines {
  const all: Session[] = []
  const open = (name: string): Session => {
    const made = session.fromPartition(`${name}-${String(life)}`, { cache: false })
    guard(made)
    all.push(made)
    return made
  }
  const bereaved = new Set<() => void>()
  let isDead = false
  let kept: Session | undefined
  return {
    // Made when it is first needed: by then the window has begun to load its page.
    get kept() {
      return (kept ??= open(KEPT))
    },
    lanes: createLanes(open),
    orDeath: (work, otherwise) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          resolve(otherwise)
        }
        if (isDead) end()
        bereaved.add(end)
        work.then(resolve, reject).finally(() => bereaved.delete(end))
      }),
    die() {
      isDead = true
      for (const end of bereaved) end()
    },
    close() {
      for (const one of all) {
        // Nothing is left to do where a connection cannot be closed: it is done with.
        one.closeAllConnections().catch(() => undefined)
      }
    },
  }
}

function died(sent: boolean): HttpOutcome {
  return { ok: false, failure: { reason: 'unreachable', sent, code: 'NETWORK_SERVICE' } }
}

interface Lanes {
  take(): Promise<Session>
  give(lane: Session): void
}

function createLanes(open: (name: string) => Session): Lanes {
  let made = 0
  const free: Session[] = []
  const waiting: ((lane: Session) => void)[] = []

  return {
    take() {
      const lane = free.pop()
      if (lane) return Promise.resolve(lane)
      if (made === LANES) return new Promise((resolve) => waiting.push(resolve))
      made += 1
      return Promise.resolve(open(`${ONCE}-${String(made)}`))
    },
    give(lane) {
      const next = waiting.shift()
      if (next) next(lane)
      else free.push(lane)
    },
  }
}

/** One request over one session; a proxy that asks is answered by `signIn`, a server never. */
function exchange(request: HttpRequest, over: Session, signIn: ProxySignIn): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    let done = false
    let outgoing: ClientRequest | undefined

    const finish = (outcome: HttpOutcome): void => {
      if (done) return
      done = true
      request.signal.removeEventListener('abort', onAbort)
      resolve(outcome)
    }
    const fail = (reason: HttpFailureReason, code: string, sent: boolean): void => {
      if (done) return
      finish({ ok: false, failure: { reason, sent, code } })
      outgoing?.abort()
    }
    const onAbort = (): void => {
      fail('aborted', 'ABORTED', outgoing !== undefined)
    }

    if (request.signal.aborted) {
      fail('aborted', 'ABORTED', false)
      return
    }
    try {
      outgoing = begin(request, over)
    } catch {
      fail('unreachable', 'NOT_BEGUN', false)
      return
    }
    request.signal.addEventListener('abort', onAbort, { once: true })

    const attempt = signIn.attempt()
    outgoing.on('login', (challenge, answer) => {
      const given = attempt.answer(challenge)
      // Without a word its answer is the 407 itself.
      if (given === undefined) answer()
      else answer(given.user, given.password)
    })
    outgoing.on('redirect', (status, _method, _url, headers) => {
      // Not followed: the answer is the redirect itself.
      finish({ ok: true, response: { status, headers: flatten(headers), text: '' } })
      outgoing.abort()
    })
    outgoing.on('response', (incoming) => {
      if (incoming.statusCode !== 407) attempt.accepted()
      collect(incoming, request.maxBytes, finish, fail)
    })
    outgoing.on('error', (error) => {
      const code = /net::\w+/u.exec(error.message)?.[0] ?? 'UNKNOWN'
      fail(reasonOf(code), code, !isNotSent(code))
    })
    // Not `close`: it comes as soon as the request has been written.
    outgoing.end(request.body)
  })
}

function begin(request: HttpRequest, over: Session): ClientRequest {
  const outgoing = net.request({
    method: request.method,
    url: request.url,
    session: over,
    credentials: 'omit',
    redirect: 'manual',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    priority: 'medium',
  })
  for (const [name, value] of Object.entries(request.headers)) outgoing.setHeader(name, value)
  if (!request.idempotent) outgoing.setHeader('connection', 'close')
  return outgoing
}

function reasonOf(code: string): HttpFailureReason {
  if (/INVALID_HTTP_RESPONSE|INVALID_CHUNKED|HEADERS_TOO_BIG|RESPONSE_HEADERS/u.test(code)) {
    return 'not-http'
  }
  return /CONTENT_LENGTH_MISMATCH|INCOMPLETE/u.test(code) ? 'cut-short' : 'unreachable'
}

function collect(
  incoming: IncomingMessage,
  maxBytes: number,
  finish: (outcome: HttpOutcome) => void,
  fail: (reason: HttpFailureReason, code: string, sent: boolean) => void,
): void {
  const parts: Buffer[] = []
  let size = 0
  incoming.on('data', (part) => {
    size += part.length
    if (size > maxBytes) fail('too-large', 'TOO_LARGE', true)
    else parts.push(part)
  })
  incoming.on('aborted', () => {
    fail('cut-short', 'CUT_SHORT', true)
  })
  incoming.on('error', () => {
    fail('cut-short', 'BROKEN', true)
  })
  incoming.on('end', () => {
    const headers = flatten(incoming.headers)
    const text = decodeBody(Buffer.concat(parts), headers['content-type'])
    finish({ ok: true, response: { status: incoming.statusCode, headers, text } })
  })
}

function flatten(headers: Readonly<Record<string, string | string[]>>): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return flat
}
