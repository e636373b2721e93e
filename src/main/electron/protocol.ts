import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { contentSecurityPolicy, fileOf, typeOf } from './app-files.ts'

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ])
}

/** Serves the renderer's files, and nothing else, with the security headers. */
export function serveApp(
  session: Session,
  root: string,
  connect: readonly string[],
  kiosk: boolean,
): void {
  const headers = {
    'content-security-policy': contentSecurityPolicy(connect, kiosk),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy':
      'camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), geolocation=(), usb=(), serial=(), hid=(), bluetooth=(), midi=(), payment=()',
  }
  session.protocol.handle('app', async (request) => {
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
