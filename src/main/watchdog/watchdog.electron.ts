import { app, powerMonitor, type BrowserWindow } from 'electron'
import type { WatchdogEvents, PageEvents } from '../window/page-control.ts'
import type { Log } from '../platform/log.ts'
import { HOME, SAFE } from '../platform/app-files.ts'
import type { Exit } from '../kiosk/lockdown.electron.ts'

/** EX_TEMPFAIL of sysexits: a service manager takes it for "start me again". */
export const START_AGAIN = 75

interface Options {
  readonly window: BrowserWindow
  readonly exit: Exit
  readonly watchdog: WatchdogEvents
  /** Whether a file that the page is made of was asked for and is not there, since the last time. */
  readonly wasMissing: () => boolean
  readonly log: Log
}

/** Gives the watchdog control of page and app, reports events to it, and loads the page. */
export function attachWatchdog({ window, exit, watchdog, wasMissing, log }: Options): void {
  const { webContents } = window
  const supervisor = watchdog.begin({
    page: {
      load: () => loadWhole(window, wasMissing),
      showSafe: () => load(window, SAFE),
      kill() {
        if (!window.isDestroyed()) endProcess(webContents.getOSProcessId(), log)
      },
      isHeld: () => !window.isDestroyed() && webContents.isDevToolsOpened(),
    },
    measure: () =>
      app.getAppMetrics().reduce((sum, { memory }) => sum + memory.workingSetSize, 0) / 1024,
    startAgain(isManaged) {
      if (isManaged) process.exitCode = START_AGAIN
      // Its own arguments: those that Electron has added for itself are not passed on.
      else app.relaunch({ args: process.argv.slice(1) })
      exit.allowQuit(true)
      app.quit()
    },
  })
  reportEvents(window, supervisor)
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type === 'GPU' && reason !== 'clean-exit') watchdog.gpuFailed()
  })
  powerMonitor.on('resume', () => {
    watchdog.awake()
  })
  supervisor.open()
}

function reportEvents(window: BrowserWindow, supervisor: PageEvents): void {
  const { webContents } = window
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') supervisor.gone(reason)
  })
  webContents.on('did-navigate', (_event, url) => {
    if (url === HOME) supervisor.retried()
  })
  window.once('closed', () => {
    supervisor.close()
  })
}

async function load(window: BrowserWindow, address: string): Promise<void> {
  if (!window.isDestroyed()) await window.loadURL(address)
}

/** A page of which a part is missing would never be ready: that is said at once. */
async function loadWhole(window: BrowserWindow, wasMissing: () => boolean): Promise<void> {
  if (window.isDestroyed()) return
  let missing: string | undefined
  const preload = (_event: unknown, _path: string, error: Error): void => {
    missing = `its preload: ${error.message}`
  }
  window.webContents.on('preload-error', preload)
  wasMissing()
  try {
    await load(window, HOME)
    if (wasMissing()) missing ??= 'a file of the page'
    if (missing !== undefined) throw new Error(`the app is not whole: ${missing}`)
  } finally {
    if (!window.isDestroyed()) window.webContents.off('preload-error', preload)
  }
}

/** Not over Chromium, which would ask a page that hangs. */
function endProcess(pid: number, log: Log): void {
  if (pid <= 0) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    log.warn('the page process could not be killed', { error })
  }
}
