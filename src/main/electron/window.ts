import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, type WebContents, type WebPreferences } from 'electron'
import type { Clock } from '../support/clock.ts'
import type { Log } from '../support/log.ts'
import { kioskArea, keepKiosk, type KioskOptions } from './kiosk.ts'
import { KIOSK_WITHOUT, lockInput, lockPage, lockWindow, type Exit } from './lockdown.ts'

/** What every page of ours runs under; asserted again at run time. */
export const SAFE_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const satisfies WebPreferences

interface Options {
  /** Present in kiosk mode: the window fills a screen and is locked. */
  readonly kiosk?: KioskOptions | undefined
  readonly exit: Exit
  readonly preload: string
  readonly title: string
  readonly clock: Clock
  readonly log: Log
  /** Size of a desktop window, in device-independent pixels. */
  readonly size?: { readonly width: number; readonly height: number }
}

const DESKTOP = { width: 420, height: 720 }

/**
 * Opens the one window, whose page is not loaded yet. It shows when its first frame is drawn, so that
 * no white flash is seen.
 */
export function openWindow(options: Options): BrowserWindow {
  const { kiosk, exit, preload, title, clock, log, size = DESKTOP } = options
  const window = new BrowserWindow({
    ...(kiosk
      ? { ...kioskArea(kiosk.display, log), kiosk: true, frame: false, alwaysOnTop: true }
      : { ...size, minWidth: 360, minHeight: 480 }),
    show: false,
    title,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0d1a1e' : '#f0f6f6',
    webPreferences: {
      ...SAFE_PREFERENCES,
      preload,
      devTools: kiosk === undefined && !app.isPackaged,
      ...(kiosk ? { disableDialogs: true, disableBlinkFeatures: KIOSK_WITHOUT } : {}),
    },
  })
  const { webContents } = window
  // Refuses to go on with a page that could reach more than it should.
  if (!isSafe(webContents)) throw new Error('the page lacks the safe preferences')
  lockPage(webContents, log)
  if (kiosk) {
    lockInput(webContents, log)
    lockWindow({ window, exit, clock, area: () => kioskArea(kiosk.display, log) })
    keepKiosk(window, kiosk)
  }
  window.on('page-title-updated', (event) => {
    event.preventDefault()
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  return window
}

/** Tells when the page dies, or another is loaded in its place. */
export function onPageGone({ webContents }: BrowserWindow, listener: () => void): void {
  webContents.on('render-process-gone', listener)
  webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) listener()
  })
}

/** Whether a page runs under the safe preferences, as Electron itself reads them back. */
export function isSafe(contents: WebContents): boolean {
  // Not in Electron's types, though it is in every version from 25 to 45.
  const read: unknown = Reflect.get(contents, 'getLastWebPreferences')
  if (typeof read !== 'function') return false
  const preferences: unknown = Reflect.apply(read, contents, [])
  if (typeof preferences !== 'object' || preferences === null) return false
  return Object.entries(SAFE_PREFERENCES).every(([name, wanted]) => {
    const actual: unknown = Reflect.get(preferences, name)
    return actual === wanted || (actual === undefined && DEFAULTS.has(name))
  })
}

/** What Electron leaves out where it has its default, which is the safe one. */
const DEFAULTS: ReadonlySet<string> = new Set([
  'spellcheck',
  'navigateOnDragDrop',
  'nodeIntegrationInWorker',
])

export function preloadPath(folder: string): string {
  return join(folder, '../preload/index.cjs')
}
