import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import type { MadePage } from '../support/keeping.ts'
import {
  contentSecurityPolicy,
  fileOf,
  SAFE,
  SAFE_CSS,
  SAFE_SECURITY_POLICY,
  typeOf,
} from './app-files.ts'

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ])
}

/** The safe screen, as it reads at this moment. */
type MakeSafePage = () => MadePage

/** Serves the renderer's files, the safe screen, and nothing else, with the security headers. */
export function serveApp(
  session: Session,
  root: string,
  connect: readonly string[],
  kiosk: boolean,
  makeSafePage: MakeSafePage,
): void {
  const headers = {
    'content-security-policy': contentSecurityPolicy(connect, kiosk),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy':
      'camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), geolocation=(), usb=(), serial=(), hid=(), bluetooth=(), midi=(), payment=()',
  }
  const safe = (body: string, file: string): Response =>
    new Response(body, {
      headers: {
        ...headers,
        'content-security-policy': SAFE_SECURITY_POLICY,
        'content-type': typeOf(file),
        'cache-control': 'no-store',
      },
    })
  session.protocol.handle('app', async (request) => {
    if (request.method === 'GET' && request.url === SAFE) return safe(makeSafePage().html, SAFE)
    if (request.method === 'GET' && request.url === SAFE_CSS) {
      return safe(makeSafePage().css, SAFE_CSS)
    }
    const file = fileOf(root, request.url)
    if (request.method !== 'GET' || !file)
      return new Response('not found', { status: 404, headers })
    try {
      // Electron's own fs reads from the archive too.
      const body = await readFile(file)
      return new Response(body, { headers: { ...headers, 'content-type': typeOf(file) } })
    } catch {
      return new Response('not found', { status: 404, headers })
    }
  })
}
