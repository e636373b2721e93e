import { extname, join, normalize, sep } from 'node:path'

/** Where the app's own pages live. */
export const ORIGIN = 'app://callpoint'
export const HOME = `${ORIGIN}/index.html`
/** Pictures that the policy brings. */
export const PICTURES = `${ORIGIN}/attract/`
/** What is shown when the app's page cannot be: made by main, no file of the build. */
export const SAFE = `${ORIGIN}/safe.html`
export const SAFE_CSS = `${ORIGIN}/safe.css`
/** An empty page that nobody sees: it connects as the call's page does, for the doctor. */
export const PROBE = `${ORIGIN}/probe.html`

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
}

/** What a file is, by its ending. */
export function typeOf(file: string): string {
  return TYPES[extname(file)] ?? 'application/octet-stream'
}

/** Whether the page is nothing without this file. */
export function isPartOfPage(file: string): boolean {
  return ['.html', '.js', '.css'].includes(extname(file))
}

/**
 * No inline script or style, no eval, no foreign origin but the SIP server of the policy; every
 * string that becomes markup must come from Svelte's own templates. In a kiosk the page is sandboxed
 * as well: no print dialog, no `alert`, no download, no pop-up.
 */
export function contentSecurityPolicy(connect: readonly string[], kiosk = false): string {
  return [
    ...(kiosk ? ['sandbox allow-scripts allow-same-origin allow-forms'] : []),
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `media-src 'self' blob: mediastream:`,
    ['connect-src', `'self'`, ...connect].join(' '),
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-src 'none'`,
    `frame-ancestors 'none'`,
    `object-src 'none'`,
    `worker-src 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types svelte-trusted-html`,
  ].join('; ')
}

/** The safe screen runs nothing and reaches nobody. */
export const SAFE_SECURITY_POLICY = [
  'sandbox allow-same-origin',
  `default-src 'none'`,
  `style-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')

/**
 * The file an address of the app stands for, or undefined where it would leave `root`. The URL
 * parser has already resolved dots; encoded ones, back slashes and null bytes are refused here.
 */
export function fileOf(root: string, address: string): string | undefined {
  let path: string
  try {
    const url = new URL(address)
    if (url.protocol !== 'app:' || url.host !== 'callpoint') return undefined
    path = decodeURIComponent(url.pathname)
  } catch {
    return undefined
  }
  if (path.includes('\0') || path.includes('\\')) return undefined
  const file = normalize(join(root, path))
  return file.startsWith(root + sep) ? file : undefined
}
