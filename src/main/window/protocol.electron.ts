import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { protocol, type Session } from 'electron'
import type { GeneratedPage } from './page-control.ts'
import {
  contentSecurityPolicy,
  fileOf,
  HOME,
  isPartOfPage,
  PICTURES,
  PROBE,
  SAFE,
  SAFE_CSS,
  SAFE_SECURITY_POLICY,
  typeOf,
} from '../platform/app-files.ts'

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
type MakeSafePage = () => GeneratedPage

/** What the policy brings to be shown, by its name; undefined where there is no such picture. */
export type ReadPicture = (
  name: string,
) => { readonly type: string; readonly bytes: Uint8Array } | undefined

/** Serves the renderer's files, the safe screen, and nothing else, with the security headers. */
export function serveApp(
  session: Session,
  root: string,
  connect: readonly string[],
  kiosk: boolean,
  makeSafePage: MakeSafePage,
  readPicture: ReadPicture,
  /** A file of the page was asked for and is not there. */
  onMissing: (path: string) => void,
): void {
  const headers = pageHeaders(connect, kiosk)
  session.protocol.handle('app', async (request) => {
    const safe = answerSafe(request, makeSafePage, headers) ?? answerProbe(request, headers)
    if (safe) return safe
    const picture =
      request.method === 'GET' && request.url.startsWith(PICTURES)
        ? readPicture(request.url.slice(PICTURES.length))
        : undefined
    if (picture) {
      const body = new Uint8Array(picture.bytes)
      return new Response(body, { headers: { ...headers, 'content-type': picture.type } })
    }
    const file = fileOf(root, request.url)
    if (request.method !== 'GET' || !file)
      return new Response('not found', { status: 404, headers })
    try {
      // Electron's own fs reads from the archive too.
      const body = await readFile(file)
      return new Response(body, { headers: { ...headers, 'content-type': typeOf(file) } })
    } catch {
      if (isPartOfPage(file)) onMissing(basename(file))
      return new Response('not found', { status: 404, headers })
    }
  })
}

function pageHeaders(connect: readonly string[], kiosk: boolean): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(connect, kiosk),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy':
      'camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), geolocation=(), usb=(), serial=(), hid=(), bluetooth=(), midi=(), payment=()',
  }
}

/** Serves the doctor's page and nothing else, for runs without a window. */
export function serveProbe(session: Session, connect: readonly string[]): void {
  const headers = pageHeaders(connect, false)
  session.protocol.handle('app', (request) => {
    return answerProbe(request, headers) ?? new Response('not found', { status: 404, headers })
  })
}

function answerProbe(
  { method, url }: Request,
  headers: Readonly<Record<string, string>>,
): Response | undefined {
  if (method !== 'GET' || url !== PROBE) return undefined
  const body = '<!doctype html><title></title>'
  return new Response(body, { headers: { ...headers, 'content-type': typeOf(PROBE) } })
}

/**
 * Has Node load what each answer above is made with. It takes a tenth of a second, and is best done while the page's
 * process comes up: at the first file the page would wait for it.
 */
export function warmAnswers(): void {
  new Response(null)
}

/** Serves the safe screen and nothing else; whoever asks for the app's page stays on it, and is told of. */
export function serveSafe(session: Session, makeSafePage: MakeSafePage, onHome: () => void): void {
  if (session.protocol.isProtocolHandled('app')) session.protocol.unhandle('app')
  session.protocol.handle('app', (request) => {
    const safe = answerSafe(request, makeSafePage, PLAIN)
    if (safe) return safe
    if (request.method !== 'GET' || request.url !== HOME) {
      return new Response('not found', { status: 404, headers: PLAIN })
    }
    onHome()
    return new Response(null, { status: 204, headers: PLAIN })
  })
}

const PLAIN = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } as const

function answerSafe(
  { method, url }: Request,
  makeSafePage: MakeSafePage,
  headers: Readonly<Record<string, string>>,
): Response | undefined {
  if (method !== 'GET' || (url !== SAFE && url !== SAFE_CSS)) return undefined
  const { html, css } = makeSafePage()
  return new Response(url === SAFE ? html : css, {
    headers: {
      ...headers,
      'content-security-policy': SAFE_SECURITY_POLICY,
      'content-type': typeOf(url),
      'cache-control': 'no-store',
    },
  })
}
