import { app, BrowserWindow, session } from 'electron'
import type { Clock } from '../platform/clock.ts'
import type { GeneratedPage } from '../window/page-control.ts'
import type { Log } from '../platform/log.ts'
import { createMemoryStore } from '../platform/store.ts'
import { HOME, SAFE, SAFE_CSS } from '../platform/app-files.ts'
import { guardQuit, type KioskOptions } from '../kiosk/kiosk.electron.ts'
import { createExit, lockRequests, refuseDownloads } from '../kiosk/lockdown.electron.ts'
import { serveSafe } from '../window/protocol.electron.ts'
import { START_AGAIN } from './watchdog.electron.ts'
import { openWindow, preloadPath } from '../window/window.electron.ts'

interface Options {
  /** Of main's built files. */
  readonly folder: string
  /** Present in kiosk mode. */
  readonly kiosk?: Omit<KioskOptions, 'clock'> | undefined
  readonly clock: Clock
  readonly title: string
  readonly log: Log
  readonly safePage: (address: { readonly css: string; readonly home: string }) => GeneratedPage
  /** *Try again* was touched. */
  readonly onTouch: () => void
}

/** Once Chromium is up: the safe screen and nothing else, for a start that has failed. */
export async function openSafeScreen(options: Options): Promise<void> {
  const { folder, clock, title, log, onTouch } = options
  const kiosk = options.kiosk && { ...options.kiosk, clock }
  const ours = session.defaultSession
  serveSafe(ours, () => options.safePage({ css: SAFE_CSS, home: HOME }), onTouch)
  lockRequests(ours, [], log, () => Promise.resolve(false))
  if (kiosk) refuseDownloads(ours, log)
  app.on('window-all-closed', () => {
    // On a desktop somebody has closed it: the start has failed all the same.
    app.exit(1)
  })
  // One that is there already is locked as it should be.
  const [found] = BrowserWindow.getAllWindows()
  const window = found ?? openLocked()
  await window.loadURL(SAFE)
  app.on('second-instance', () => {
    if (!window.isDestroyed()) window.show()
  })

  function openLocked(): BrowserWindow {
    const exit = createExit(kiosk === undefined)
    const place = { store: createMemoryStore(), clock, placeOf: () => undefined }
    const preload = preloadPath(folder)
    const opened = openWindow({ kiosk, exit, preload, place, title, clock, log })
    if (kiosk) guardQuit(opened, exit, log)
    return opened
  }
}

/** Ends this run, and begins the next: by the service manager where one is there. */
export function startOver(isManaged: boolean): void {
  // Listeners for a closed window would start the app once more.
  for (const window of BrowserWindow.getAllWindows()) window.removeAllListeners('closed')
  if (!isManaged) app.relaunch({ args: process.argv.slice(1) })
  app.exit(isManaged ? START_AGAIN : 0)
}

/** Not even the safe screen is there: the process ends, and the service manager starts it again. */
export function giveUp(): void {
  app.exit(START_AGAIN)
}
