import { lstatSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, Menu, safeStorage } from 'electron'
import { prepareRendering } from '../kiosk/kiosk.electron.ts'
import { probeFolder } from '../platform/folder-probe.ts'
import type { Log } from '../platform/log.ts'
import { ours } from '../platform/said.ts'
import { askKeyring, createKeyring, passwordStoreFor, type Keyring } from '../vault/keyring.ts'
import { guardContents } from '../window/contents-guard.electron.ts'
import { registerAppScheme } from '../window/protocol.electron.ts'
import { disableOptimizingCompilers } from './engine.ts'
import { dropSwitches } from './switches.ts'

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

/** The app's version; known before Electron is ready. */
export function appVersion(): string {
  return app.getVersion()
}

/** Before `ready`: sandbox, scheme, one instance. Undefined when another instance is at work. */
export function prepareApp(folder: string): AppInfo | undefined {
  app.enableSandbox()
  registerAppScheme()
  // Runtimes: Electron 33.2.1 fetches a dictionary from Google even where no page is spell-checked and
  // `setSpellCheckerEnabled(false)` has been called; every session is given no languages.
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
