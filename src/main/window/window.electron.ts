import { join } from 'node:path'
import { app, BrowserWindow, type WebContents, type WebPreferences } from 'electron'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { SAFE } from '../platform/app-files.ts'
import { kioskArea, keepKiosk, type KioskOptions } from '../kiosk/kiosk.electron.ts'
import {
  KIOSK_WITHOUT,
  lockInput,
  lockPage,
  lockWindow,
  type Exit,
} from '../kiosk/lockdown.electron.ts'
import {
  backgroundColour,
  rememberPlace,
  savedPlace,
  withoutState,
  type PlaceOptions,
} from './window-place.electron.ts'

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
  /** Where a desktop window was, and is to be remembered. */
  readonly place: PlaceOptions
}

/** A desktop window that nobody has moved yet, and the least there can be (device-independent pixels). */
const DESKTOP = { width: 420, height: 720 }
const LEAST = { width: 360, height: 480 }

/**
 * Opens the one window, whose page is not loaded yet. It shows when its first frame is drawn, so that
 * no white flash is seen.
 */
export function openWindow(options: Options): BrowserWindow {
  const { kiosk, exit, preload, title, clock, log } = options
  const was = kiosk ? undefined : savedPlace(options.place, LEAST)
  const window = new BrowserWindow({
    ...(kiosk
      ? { ...kioskArea(kiosk.display, log), kiosk: true, frame: false, alwaysOnTop: true }
      : {
          ...(was === undefined ? DESKTOP : withoutState(was)),
          minWidth: LEAST.width,
          minHeight: LEAST.height,
        }),
    show: false,
    title,
    autoHideMenuBar: true,
    backgroundColor: backgroundColour(),
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
  } else {
    if (was?.maximized === true) {
      window.once('ready-to-show', () => {
        window.maximize()
      })
    }
    rememberPlace(window, options.place, LEAST)
  }
  window.on('page-title-updated', (event) => {
    event.preventDefault()
  })
  window.once('ready-to-show', () => {
    window.show()
    // A kiosk often has no window manager that would give its window the focus.
    if (kiosk) {
      window.focus()
      webContents.focus()
    }
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

/** Tells when the safe screen is shown instead of the page. */
export function onSafeScreen({ webContents }: BrowserWindow, listener: () => void): void {
  webContents.on('did-navigate', (_event, url) => {
    if (url === SAFE) listener()
  })
}

/** Whether a page runs under the safe preferences, as Electron itself reads them back. */
export function isSafe(contents: WebContents): boolean {
  // Runtimes: `getLastWebPreferences` is in no version's types; it is looked for, and without it no page counts as safe.
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
