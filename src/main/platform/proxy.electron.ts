import { app, net, type Session } from 'electron'
import { ofProxy } from './net-codes.ts'
import type { ProxySignIn } from './proxy-sign-in.ts'

/** Longest wait for a sign-in, milliseconds. */
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
 * Whether the proxy in front of a WebSocket server lets this session through, signed in by the policy if it
 * asks; true without a proxy. To be asked before a page opens the socket: Electron emits no `login` event
 * for a WebSocket, which closes with 1006 unless its session has signed in before (seen with 25), and where
 * the session has `webRequest` listeners the proxy's question ends the whole app (seen with 33.2.1).
 * Chromium uses the proxy for https here, even without TLS. Never rejects.
 *
 * Runtimes: Electron 33.2.1 ends when a proxy asks a WebSocket of a session with `webRequest` listeners to sign in;
 * every session signs in by a plain request first, whatever the version.
 */
export async function passesProxy(
  over: Session,
  server: string,
  signIn: ProxySignIn,
): Promise<boolean> {
  const proxy = await over.resolveProxy(server).catch(() => 'unknown')
  if (proxy === 'DIRECT') return true
  const answer = await ask(over, server.replace(/^wss?:/u, 'https:'), signIn)
  return answer !== 'HTTP 407' && !ofProxy(answer)
}

/** What a WebSocket server (`wss://...`) answers to a plain request: a status, or Chromium's code. */
export async function askOver(over: Session, server: string, signIn: ProxySignIn): Promise<string> {
  // Even a WebSocket without TLS goes through a tunnel of the proxy, and so does this request.
  const isTunnelled = (await over.resolveProxy(server)) !== 'DIRECT'
  if (isTunnelled) {
    const code = await ask(over, server.replace(/^wss?:/u, 'https:'), signIn)
    if (ofProxy(code) || server.startsWith('wss:')) return code
  }
  return await ask(over, server.replace(/^ws/u, 'http'), signIn)
}

/** Sends one request; answers its status or Chromium's code. */
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
      // Errors after the end are of no interest, but must not stay uncaught.
      response.on('error', () => undefined)
      if (response.statusCode !== 407) attempt.accepted()
      end(`HTTP ${String(response.statusCode)}`)
    })
    request.on('error', (error) => {
      const code = /net::\w+/u.exec(error.message)?.[0] ?? 'UNKNOWN'
      // The server behind the tunnel may speak no TLS: the proxy itself has accepted us.
      if (!ofProxy(code)) attempt.accepted()
      end(code)
    })
    request.end()
  })
}
