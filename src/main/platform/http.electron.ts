import { Buffer } from 'node:buffer'
import { app, net, session } from 'electron'
import type { ClientRequest, IncomingMessage, Session } from 'electron'
import { decodeBody } from './http.ts'
import { createPool, orAbort, type Pool } from './session-pool.ts'
import type { Http, HttpFailureReason, HttpOutcome, HttpRequest } from './http.ts'
import { isNotSent } from './net-codes.ts'
import type { ProxySignIn } from './proxy-sign-in.ts'

const PARTITION = 'callpoint-centre'

const NETWORK_SERVICE = 'network.mojom.NetworkService'

/** Requests that need a connection of their own, at the same time; more wait in line. */
const OWN_SESSIONS = 3

/**
 * HTTP over Chromium's stack: the system's proxy and certificates. In memory, without cache or
 * cookies; no dialog for a password (`credentials: omit`): `signIn` alone knows one, and only for the
 * proxy of the policy. Call after `app.whenReady`.
 *
 * Chromium resends a request of any method, without a word, when a connection that it had kept dies
 * before the answer begins, even if the server has acted on it. So what must not be sent twice
 * leaves over a session of its own, whose kept connections are closed first; so does a request that needs
 * a new connection (`fresh`). Once it is answered, all other requests share that connection, so that a
 * chat opens hardly more connections than it sends messages.
 * `guard` runs over each session before it is used.
 *
 * A session of before the end of Chromium's network service never reaches anything again (seen with
 * Electron 25): from then on new ones are used.
 */
export function createElectronHttp(guard: (session: Session) => void, signIn: ProxySignIn): Http {
  let restarts = 0
  let sessions = openSessions(guard, restarts)
  const onGone = (_event: unknown, { serviceName }: Electron.Details): void => {
    if (serviceName !== NETWORK_SERVICE) return
    sessions.lose()
    restarts += 1
    sessions = openSessions(guard, restarts)
  }
  app.on('child-process-gone', onGone)

  return {
    async request(request) {
      const { pool, orCrash } = sessions
      let leave = (): void => undefined
      try {
        if (request.idempotent && request.fresh !== true) {
          const shared = pool.share()
          leave = shared.leave
          return await orCrash(exchange(request, shared.item, signIn), crashed(true))
        }
        const own = await pool.take(request.signal)
        if (!own) return notSent('aborted', 'ABORTED')
        // Neither of the two is sure to answer once the network service has crashed.
        let isGood = false
        leave = () => {
          pool.give(own, isGood)
        }
        const closed = orCrash(own.closeAllConnections(), crashed(false))
        const cut = await orAbort(closed, request.signal, notSent('aborted', 'ABORTED'))
        const outcome = cut ?? (await orCrash(exchange(request, own, signIn), crashed(true)))
        isGood = outcome.ok
        return outcome
      } catch {
        // `exchange` never throws, so nothing has been sent.
        return notSent('unreachable', 'NOT_BEGUN')
      } finally {
        leave()
      }
    },
    close() {
      app.off('child-process-gone', onGone)
      sessions.close()
    },
  }
}

/** Sessions are used until the network service crashes. */
interface NetworkSessions {
  readonly pool: Pool<Session>
  /** What `work` answers, or `otherwise` once the service has crashed. */
  orCrash<T, O>(work: Promise<T>, otherwise: O): Promise<T | O>
  /** The service has crashed. */
  lose(): void
  close(): void
}

function openSessions(guard: (session: Session) => void, restart: number): NetworkSessions {
  const all: Session[] = []
  const open = (name: string): Session => {
    const made = session.fromPartition(`${name}-${String(restart)}`, { cache: false })
    guard(made)
    all.push(made)
    return made
  }
  const pending = new Set<() => void>()
  let isLost = false
  return {
    // Made when they are first needed: by then the window has begun to load its page.
    pool: createPool(
      OWN_SESSIONS,
      (number) => open(`${PARTITION}-${String(number)}`),
      // The server need not keep connections that we will not use again.
      closeKept,
    ),
    orCrash: (work, otherwise) =>
      new Promise((resolve, reject) => {
        const end = (): void => {
          resolve(otherwise)
        }
        if (isLost) end()
        pending.add(end)
        work.then(resolve, reject).finally(() => pending.delete(end))
      }),
    lose() {
      isLost = true
      for (const end of pending) end()
    },
    close() {
      for (const one of all) closeKept(one)
    },
  }
}

function closeKept(used: Session): void {
  // Nothing is left to do where a connection cannot be closed: it is done with.
  used.closeAllConnections().catch(() => undefined)
}

function crashed(sent: boolean): HttpOutcome {
  return { ok: false, failure: { reason: 'unreachable', sent, code: 'NETWORK_SERVICE' } }
}

function notSent(reason: HttpFailureReason, code: string): HttpOutcome {
  return { ok: false, failure: { reason, sent: false, code } }
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
    // Chromium does not tell when it is connected: once the request has begun, bytes may have left.
    const onAbort = (): void => {
      fail('aborted', 'ABORTED', true)
    }

    if (request.signal.aborted) {
      fail('aborted', 'ABORTED', false)
      return
    }
    try {
      const begun = begin(request, over)
      outgoing = begun
      const attempt = signIn.attempt()
      begun.on('login', (challenge, answer) => {
        const given = attempt.answer(challenge)
        // Without credentials the answer is the 407 itself.
        if (given === undefined) answer()
        else answer(given.user, given.password)
      })
      begun.on('redirect', (status, _method, _url, headers) => {
        // Not followed: the answer is the redirect itself.
        finish({ ok: true, response: { status, headers: flatten(headers), text: '' } })
        begun.abort()
      })
      begun.on('response', (incoming) => {
        if (incoming.statusCode !== 407) attempt.accepted()
        collect(incoming, request.maxBytes, finish, fail)
      })
      begun.on('error', (error) => {
        const code = /net::\w+/u.exec(error.message)?.[0] ?? 'UNKNOWN'
        fail(reasonOf(code), code, !isNotSent(code))
      })
      request.onLeave?.()
      request.signal.addEventListener('abort', onAbort, { once: true })
      // Not `close`: it comes as soon as the request has been written.
      begun.end(request.body)
    } catch {
      fail('unreachable', 'NOT_BEGUN', false)
    }
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
  return outgoing
}

const NOT_HTTP =
  /INVALID_HTTP_RESPONSE|INVALID_CHUNKED|RESPONSE_HEADERS_|CONTENT_DECODING_|INVALID_REDIRECT/u

function reasonOf(code: string): HttpFailureReason {
  if (NOT_HTTP.test(code)) return 'not-http'
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
