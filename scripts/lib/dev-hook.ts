import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App, Session } from 'electron'
import { handOver, type UnprivilegedUser } from '../../tests/kit/machine/unprivileged.ts'

/**
 * Arguments with which Electron runs the app over the sources of its page, which Vite serves at `origin`. They need a
 * file, which is put into `folder`. Electron takes `--require` only where it is given an app as a folder: a packaged
 * app knows no such argument.
 */
export function devHook(
  user: UnprivilegedUser | undefined,
  folder: string,
  origin: string,
): readonly string[] {
  const file = join(folder, 'dev-hook.cjs')
  writeFileSync(file, `(${hook.toString()})(require('electron'), ${JSON.stringify(origin)})`)
  handOver(user, file)
  return ['--require', file]
}

/**
 * Runs in the app's main process, before the app's first line. What main itself answers (safe screen, probe, pictures
 * of the policy) stays its own; the page and its parts come from Vite, under the app's own headers, loosened for styles
 * and for Vite's socket.
 */
function hook({ app }: { readonly app: App }, origin: string): void {
  const socket = origin.replace(/^http/, 'ws')
  // A session's parts are lost with their wrappers.
  const kept = new Set<unknown>()
  const loosened = (policy: string): string =>
    policy
      .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
      .replace("connect-src 'self'", `connect-src 'self' ${socket}`)
      .replace(/; require-trusted-types-for.*$/, '')
  app.on('session-created', ({ protocol, webRequest }: Session) => {
    kept.add(protocol).add(webRequest)
    const handle = protocol.handle.bind(protocol)
    protocol.handle = (scheme, answer) => {
      let headers: Headers | undefined
      handle(scheme, async (request) => {
        const { pathname, search } = new URL(request.url)
        const isMains = /^\/(?:safe\.|probe\.|attract\/)/.test(pathname)
        if (scheme !== 'app' || request.method !== 'GET' || isMains) return await answer(request)
        headers ??= (await answer(new Request(new URL('/index.html', request.url)))).headers
        const made = await fetch(`${origin}${pathname}${search}`)
        const answered = new Headers(headers)
        answered.set('content-type', made.headers.get('content-type') ?? 'text/plain')
        answered.set(
          'content-security-policy',
          loosened(headers.get('content-security-policy') ?? ''),
        )
        return new Response(made.body, { status: made.status, headers: answered })
      })
    }
    const before = webRequest.onBeforeRequest.bind(webRequest)
    webRequest.onBeforeRequest = (...given: unknown[]) => {
      const listener = given.pop()
      if (typeof listener !== 'function') {
        Reflect.apply(before, undefined, [...given, listener])
        return
      }
      const passing = (details: { readonly url: string }, answer: (response: object) => void) => {
        if (details.url.startsWith(socket)) answer({})
        else Reflect.apply(listener, undefined, [details, answer])
      }
      Reflect.apply(before, undefined, [...given, passing])
    }
  })
}
