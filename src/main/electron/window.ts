import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen, type WebContents, type WebPreferences } from 'electron'
import type { Log } from '../support/log.ts'
import { HOME, ORIGIN } from './app-files.ts'

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
  readonly kiosk: boolean
  readonly preload: string
  readonly title: string
  readonly log: Log
  /** Size of a desktop window, in device-independent pixels. */
  readonly size?: { readonly width: number; readonly height: number }
}

const DESKTOP = { width: 420, height: 720 }

/** Opens the one window. It shows when its first frame is drawn, so that no white flash is seen. */
export function openWindow({ kiosk, preload, title, log, size = DESKTOP }: Options): BrowserWindow {
  const area = screen.getPrimaryDisplay().bounds
  const window = new BrowserWindow({
    ...(kiosk
      ? { x: area.x, y: area.y, width: area.width, height: area.height, kiosk: true, frame: false }
      : { ...size, minWidth: 360, minHeight: 480 }),
    show: false,
    title,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0d1a1e' : '#f0f6f6',
    webPreferences: { ...SAFE_PREFERENCES, preload, devTools: !kiosk },
  })
  const { webContents } = window
  assertSafe(webContents)
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${ORIGIN}/`)) event.preventDefault()
  })
  webContents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  window.on('page-title-updated', (event) => {
    event.preventDefault()
  })
  window.once('ready-to-show', () => {
    window.show()
  })
  webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('renderer gone', { reason })
    if (reason !== 'clean-exit' && !window.isDestroyed()) webContents.reload()
  })
  void window.loadURL(HOME).catch((error: unknown) => {
    log.error('the page could not be loaded', { error })
  })
  return window
}

/** Refuses to go on with a page that could reach more than it should (read back where Electron tells). */
function assertSafe(contents: WebContents): void {
  const read: unknown = Reflect.get(contents, 'getLastWebPreferences')
  if (typeof read !== 'function') return
  const preferences: unknown = Reflect.apply(read, contents, [])
  if (typeof preferences !== 'object' || preferences === null) return
  for (const [name, wanted] of Object.entries(SAFE_PREFERENCES)) {
    const actual: unknown = Reflect.get(preferences, name)
    if (actual !== undefined && actual !== wanted) {
      throw new Error(`web preference ${name} must be ${String(wanted)}`)
    }
  }
}

export function preloadPath(folder: string): string {
  return join(folder, '../preload/index.cjs')
}
