import { app, net, session, type Session } from 'electron'
import { ofProxy } from '../support/net-codes.ts'
import type { ProxySignIn } from '../support/proxy-sign-in.ts'

/** Nobody waits longer to be signed in, milliseconds. */
const LIMIT_MS = 4000

/**
 * Pages that load something by http (the safe viewer) are signed in at the proxy of the policy. A
 * server's own question for a password is never answered.
 */
export function signInPages(signIn: ProxySignIn): void {
  app.on('login', (event, _contents, { firstAuthAttempt }, challenge, answer) => {
    const attempt = signIn.attempt(!firstAuthAttempt)
    const given = attempt.answer(challenge)
    if (given === undefined) return
    event.preventDefault()
    answer(given.user, given.password)
  })
}

/**
 * Signs a session in at the proxy on the way to a WebSocket's server. For WebSockets themselves
 * Electron tells of no challenge: they end with 1006, unless their session has been let in before
 * (seen with 25). They take the proxy of https, also those without TLS. Never rejects.
 */
export async function signInAhead(
  over: Session,
  server: string,
  signIn: ProxySignIn,
): Promise<void> {
  if (!signIn.isSet || (await over.resolveProxy(server)) === 'DIRECT') return
  await ask(over, server.replace(/^wss?:/u, 'https:'), signIn)
}

/** What a server of WebSockets (`wss://...`) answers to a plain question: a status, or Chromium's code. */
export async function askOver(over: Session, server: string, signIn: ProxySignIn): Promise<string> {
  // A WebSocket without TLS goes through a tunnel of the proxy all the same, and so does the question.
  const isTunnelled = (await over.resolveProxy(server)) !== 'DIRECT'
  if (isTunnelled) {
    const code = await ask(over, server.replace(/^wss?:/u, 'https:'), signIn)
    if (ofProxy(code) || server.startsWith('wss:')) return code
  }
  return await ask(over, server.replace(/^ws/u, 'http'), signIn)
}

/** One question; what it costs is an answer that nobody reads. */
function ask(over: Session, url: string, signIn: ProxySignIn): Promise<string> {
  const attempt = signIn.attempt()
  return new Promise((resolve) => {
    const request = net.request({
      method: 'GET',
      url,
      session: over,
      credentials: 'omit',
      redirect: 'manual',
      cache: 'no-store',
    })
    const end = (what: string): void => {
      clearTimeout(timer)
      resolve(what)
      request.abort()
    }
    const timer = setTimeout(() => {
      end('timeout')
    }, LIMIT_MS)
    request.on('login', (challenge, answer) => {
      const given = attempt.answer(challenge)
      if (given === undefined) answer()
      else answer(given.user, given.password)
    })
    request.on('redirect', (status) => {
      end(`HTTP ${String(status)}`)
    })
    request.on('response', (response) => {
      // What comes after the end concerns nobody, and must not be uncaught.
      response.on('error', () => undefined)
      if (response.statusCode !== 407) attempt.accepted()
      end(`HTTP ${String(response.statusCode)}`)
    })
    request.on('error', (error) => {
      const code = /net::\w+/u.exec(error.message)?.[0] ?? 'UNKNOWN'
      // A server without TLS is met behind the tunnel: the proxy has let us through to it.
      if (!ofProxy(code)) attempt.accepted()
      end(code)
    })
    request.end()
  })
}

/** What is to be done before the page makes a call, if anything: its session is signed in at the proxy. */
export function callAhead(
  server: string | undefined,
  signIn: ProxySignIn,
): (() => Promise<void>) | undefined {
  if (server === undefined || !signIn.isSet) return undefined
  return () => signInAhead(session.defaultSession, server, signIn)
}
