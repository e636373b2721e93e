import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from 'electron'

/** Told to the app that Playwright launches, and to none that this one starts in its turn. */
const MARK = 'CALLPOINT_HELD_START'

/**
 * Arguments and environment with which the app is ready only once Playwright has taken hold of it, as it is where
 * Playwright brings its own Electron: a page that loads just while it does so is lost to it, and the launch hangs. They
 * need a file, which is put into `folder`.
 */
export function heldStart(folder: string) {
  const file = join(folder, 'held-start.cjs')
  writeFileSync(file, `(${hold.toString()})(require('electron'), '${MARK}')`, { mode: 0o644 })
  return { args: ['--require', file], environment: { [MARK]: '1' } } as const
}

/** Runs in the app's main process, before the app's first line. */
function hold({ app }: { readonly app: App }, mark: string): void {
  if (process.env[mark] === undefined) return
  Reflect.deleteProperty(process.env, mark)
  const whenReady = app.whenReady()
  const emit = app.emit.bind(app)
  let isHeld = true
  let letGo = (): void => undefined
  const held = new Promise<void>((resolve) => (letGo = resolve))
  let ready: unknown[] = []
  app.emit = (event: string, ...given: unknown[]) => {
    if (!isHeld || event !== 'ready') return emit(event, ...given)
    ready = given
    return true
  }
  app.isReady = () => !isHeld
  app.whenReady = async () => await held
  // What Playwright calls at the end of each launch.
  Object.assign(globalThis, {
    __playwright_run: async () => {
      await whenReady
      isHeld = false
      letGo()
      emit('ready', ...ready)
    },
  })
}
