import { join } from 'node:path'
import { app, session, type BrowserWindow, type Session } from 'electron'
import type { Clock } from '../platform/clock.ts'
import type { IpcServer } from './ipc-server.ts'
import type { Log } from '../platform/log.ts'
import type { WatchdogEvents, GeneratedPage } from '../window/page-control.ts'
import { passesProxy } from '../platform/proxy.electron.ts'
import type { ProxySignIn } from '../platform/proxy-sign-in.ts'
import { HOME, SAFE_CSS } from '../platform/app-files.ts'
import { bindIpc } from './ipc.electron.ts'
import { raiseWindow } from '../desktop/desktop.electron.ts'
import { guardQuit, type KioskOptions } from '../kiosk/kiosk.electron.ts'
import { createExit, lockRequests, refuseDownloads, type Exit } from '../kiosk/lockdown.electron.ts'
import { guardPermissions } from '../window/permissions.electron.ts'
import { serveApp, warmAnswers, type ReadPicture } from '../window/protocol.electron.ts'
import type { AppInfo } from './process.electron.ts'
import { attachWatchdog } from '../watchdog/watchdog.electron.ts'
import type { PlaceOptions } from '../window/window-place.electron.ts'
import { openWindow, preloadPath } from '../window/window.electron.ts'
import { ours } from '../platform/said.ts'

declare global {
  /** Set once the first screen can be used: what end-to-end tests wait for. */
  var callpointReady: boolean | undefined
}

interface OpenOptions {
  readonly appInfo: AppInfo
  /** Present in kiosk mode. */
  readonly kiosk?: Omit<KioskOptions, 'clock'> | undefined
  readonly exit: AppExit
  readonly clock: Clock
  readonly place: PlaceOptions
  readonly title: string
  readonly server: IpcServer
  /** Origins the page may connect to besides its own. */
  readonly connect: readonly string[]
  readonly signIn: ProxySignIn
  /** A picture of the attract loop, by its name. */
  readonly picture: ReadPicture
  /** Makes certificates of a session follow the policy. */
  readonly guardCertificates: (session: Session) => void
  readonly log: Log
  readonly watchdog: WatchdogEvents
  readonly safePage: (address: { readonly css: string; readonly home: string }) => GeneratedPage
  /** The window is there; its page is not loaded yet. */
  readonly onWindow: (window: BrowserWindow) => void
  /** Runs once, before the process ends; what it returns is waited for. `startsAgain`: it ends only to come back. */
  readonly onQuit: (startsAgain: boolean) => Promise<void>
}

/** The one window, for whoever need not know what it is made of. */
export type AppWindow = BrowserWindow

/** How staff end the app. */
export interface AppExit {
  /** Whether the app may end now: a kiosk only once somebody has allowed it. */
  readonly permit: Exit
  quit(): void
  /** Ends, and starts again as it was started. */
  restart(): void
}

export function createAppExit(isKiosk: boolean): AppExit {
  const permit = createExit(!isKiosk)
  return {
    permit,
    quit() {
      permit.allowQuit()
      app.quit()
    },
    restart() {
      app.relaunch()
      permit.allowQuit(true)
      app.quit()
    },
  }
}

/** Opens the window, serves its page, and calls `onQuit` when the app quits. */
export function openApp(options: OpenOptions): void {
  const { appInfo, clock, title, server, connect, signIn, log, onQuit } = options
  const renderer = join(appInfo.folder, '../renderer')
  const kiosk = options.kiosk && { ...options.kiosk, clock }
  const exit = options.exit.permit
  options.guardCertificates(session.defaultSession)
  let isMissing = false
  serveApp(
    session.defaultSession,
    renderer,
    connect,
    kiosk !== undefined,
    () => options.safePage({ css: SAFE_CSS, home: HOME }),
    options.picture,
    (file) => {
      isMissing = true
      log.error('a file of the page is missing', { file: ours(file) })
    },
  )
  guardPermissions(session.defaultSession, log)
  lockRequests(session.defaultSession, connect, log, (url) =>
    passesProxy(session.defaultSession, url, signIn),
  )
  if (kiosk) refuseDownloads(session.defaultSession, log)

  const preload = preloadPath(appInfo.folder)
  const window = openWindow({ kiosk, exit, preload, place: options.place, title, clock, log })
  const own = window.webContents
  const unbind = bindIpc(server, (contents) => contents === own)
  if (kiosk) guardQuit(window, exit, log)
  options.onWindow(window)
  const wasMissing = (): boolean => {
    const was = isMissing
    isMissing = false
    return was
  }
  attachWatchdog({ window, exit, watchdog: options.watchdog, wasMissing, log })
  warmAnswers()

  app.on('second-instance', () => {
    raiseWindow(window)
  })
  app.on('window-all-closed', () => {
    app.quit()
  })
  let leaving = false
  app.on('will-quit', (event) => {
    if (leaving) return
    leaving = true
    event.preventDefault()
    unbind()
    void onQuit(exit.startsAgain)
      .catch((error: unknown) => {
        log.error('quit failed to clean up', { error })
      })
      .finally(() => {
        // What starts again under a service manager ends with a code that asks for it.
        app.exit(Number(process.exitCode ?? 0))
      })
  })
}

/** The first screen is drawn and can be used. */
export function announceReady(): void {
  globalThis.callpointReady = true
  app.emit('callpoint-ready')
}
