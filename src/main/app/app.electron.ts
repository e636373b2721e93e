import { lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, Menu, safeStorage, session, type BrowserWindow, type Session } from 'electron'
import type { Clock } from '../platform/clock.ts'
import { probeFolder } from '../platform/folder-probe.ts'
import type { IpcServer } from './ipc-server.ts'
import type { Log } from '../platform/log.ts'
import type { WatchdogEvents, GeneratedPage } from '../window/page-control.ts'
import { passesProxy } from '../platform/proxy.electron.ts'
import type { ProxySignIn } from '../platform/proxy-sign-in.ts'
import { HOME, SAFE_CSS } from '../platform/app-files.ts'
import { guardContents } from '../window/contents-guard.electron.ts'
import { disableOptimizingCompilers } from './engine.ts'
import { bindIpc } from './ipc.electron.ts'
import { askKeyring, createKeyring, passwordStoreFor, type Keyring } from '../vault/keyring.ts'
import { raiseWindow } from '../desktop/desktop.electron.ts'
import { guardQuit, prepareRendering, type KioskOptions } from '../kiosk/kiosk.electron.ts'
import { createExit, lockRequests, refuseDownloads, type Exit } from '../kiosk/lockdown.electron.ts'
import { guardPermissions } from '../window/permissions.electron.ts'
import {
  registerAppScheme,
  serveApp,
  warmAnswers,
  type ReadPicture,
} from '../window/protocol.electron.ts'
import { dropSwitches } from './switches.ts'
import { attachWatchdog } from '../watchdog/watchdog.electron.ts'
import type { PlaceOptions } from '../window/window-place.electron.ts'
import { openWindow, preloadPath } from '../window/window.electron.ts'
import { ours } from '../platform/said.ts'

/** This app, as it was installed and started: known before anything else. */
export interface AppInfo {
  readonly version: string
  /** Of the app and of Electron. */
  readonly build: string
  /** Whether this is the shipped app, not a development run. */
  readonly isPackaged: boolean
  /** Folder of everything the app keeps. */
  readonly userData: string
  /** Folder of the built main process. */
  readonly folder: string
  readonly args: readonly string[]
  /** Why nothing can be kept in `userData`; Chromium then uses a temporary folder, for this run. */
  readonly trouble?: Error
}

declare global {
  /** Set once the first screen can be used: what end-to-end tests wait for. */
  var callpointReady: boolean | undefined
}

/** The app's version; known before Electron is ready. */
export function appVersion(): string {
  return app.getVersion()
}

/** Before `ready`: sandbox, scheme, one instance. Undefined when another instance is at work. */
export function prepareApp(folder: string): AppInfo | undefined {
  app.enableSandbox()
  registerAppScheme()
  // Otherwise Chromium fetches a dictionary from Google, even where no page is spell-checked and
  // `setSpellCheckerEnabled(false)` has been called (seen with Electron 33.2.1).
  app.on('session-created', (made) => {
    made.setSpellCheckerLanguages([])
  })
  // Instead of Electron's own: a kiosk has none, and a desktop gets one in its own words later.
  Menu.setApplicationMenu(null)
  const userData = app.getPath('userData')
  const trouble = app.requestSingleInstanceLock() ? undefined : troubleWith(userData)
  if (trouble === 'another instance') {
    app.quit()
    return undefined
  }
  if (trouble) useTemporaryFolder()
  return {
    version: app.getVersion(),
    build: `${app.getVersion()} ${process.versions.electron}`,
    isPackaged: app.isPackaged,
    userData,
    folder,
    args: process.argv.slice(1),
    ...(trouble ? { trouble } : {}),
  }
}

/** Gives Chromium a temporary folder for its own files. */
function useTemporaryFolder(): void {
  try {
    const aside = mkdtempSync(join(tmpdir(), 'callpoint-'))
    app.setPath('userData', aside)
    app.setPath('sessionData', aside)
    app.once('quit', () => {
      rmSync(aside, { recursive: true, force: true })
    })
  } catch {
    // No temporary folder either: Chromium has to do without one.
  }
}

/** Chromium answers the same whether another instance is at work or its lock cannot be written. */
function troubleWith(userData: string): Error | 'another instance' {
  try {
    // The link that an instance of Chromium lays down where there are such links.
    if (process.platform !== 'win32') lstatSync(join(userData, 'SingletonLock'))
    else probeFolder(userData)
    return 'another instance'
  } catch {
    // None is running: find out what else is wrong.
  }
  try {
    probeFolder(userData)
    return new Error(`Chromium takes no lock in ${userData}`)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Whether Chromium is up: what must be set before can no longer be. */
export function isUp(): boolean {
  return app.isReady()
}

/** Sets what must be set before Chromium starts, and waits until it has. */
export async function whenReady(
  rendering: 'hardware' | 'software',
  kiosk: boolean,
  log: Log,
): Promise<void> {
  const dropped = dropSwitches(app.commandLine, kiosk && app.isPackaged)
  if (dropped.length > 0) log.error('refused on the command line', { switches: dropped.map(ours) })
  disableOptimizingCompilers(app.commandLine)
  prepareRendering(rendering, kiosk)
  log.info('rendering', { mode: rendering })
  const passwords = passwordStoreFor(process.platform, process.env)
  if (passwords !== undefined && !app.commandLine.hasSwitch('password-store')) {
    app.commandLine.appendSwitch('password-store', passwords)
  }
  guardContents(log)
  await app.whenReady()
}

/** The keyring of this system, once the app is ready. */
export function systemKeyring(): Keyring {
  const store = app.commandLine.getSwitchValue('password-store')
  return createKeyring(
    safeStorage,
    process.platform,
    async () => await askKeyring(process.platform, store, process.env),
  )
}

/** Ends the process with this code, before a window was opened. */
export function exitProcess(code: number): void {
  app.exit(code)
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

/**
 * An uncaught fault is a defect of ours: it is logged with its stack and counted; the app goes on where Node
 * allows it. `log` answers the log that is open by then. The result tells how many there have been.
 */
export function countFaults(log: () => Log): () => number {
  let count = 0
  const fault = (what: 'uncaught exception' | 'unhandled rejection', error: unknown): void => {
    count += 1
    const fields = { error: error instanceof Error ? error : new Error(String(error)), count }
    if (what === 'uncaught exception') log().error('uncaught exception', fields)
    else log().error('unhandled rejection', fields)
  }
  process.on('uncaughtException', (error) => {
    fault('uncaught exception', error)
  })
  process.on('unhandledRejection', (error) => {
    fault('unhandled rejection', error)
  })
  return () => count
}

/** Logs every process of Chromium that ended abnormally. */
export function logProcessExits(log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.warn('child process gone', { type, reason, exitCode })
  })
}
