import { join } from 'node:path'
import { app, session, type WebContents } from 'electron'
import type { Desk } from '../support/desk.ts'
import type { Log } from '../support/log.ts'
import { bindIpc } from './ipc.ts'
import { guardPermissions } from './permissions.ts'
import { registerAppScheme, serveApp } from './protocol.ts'
import { openWindow, preloadPath } from './window.ts'

/** What the composition root needs to know of the machine before anything else. */
export interface Shell {
  readonly version: string
  /** Folder of everything the app keeps. */
  readonly userData: string
  /** Folder of the built main process. */
  readonly folder: string
  readonly args: readonly string[]
}

declare global {
  /** Set once the first screen can be used: what end-to-end tests wait for. */
  var callpointReady: boolean | undefined
}

/** Before `ready`: sandbox, scheme, one instance. Undefined when another instance is at work. */
export function prepareShell(folder: string): Shell | undefined {
  app.enableSandbox()
  registerAppScheme()
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return undefined
  }
  return {
    version: app.getVersion(),
    userData: app.getPath('userData'),
    folder,
    args: process.argv.slice(1),
  }
}

export async function whenReady(): Promise<void> {
  await app.whenReady()
}

interface OpenOptions {
  readonly shell: Shell
  readonly kiosk: boolean
  readonly title: string
  readonly desk: Desk
  /** Origins the page may connect to besides its own. */
  readonly connect: readonly string[]
  readonly log: Log
  /** Runs once, before the process ends; what it returns is waited for. */
  readonly onQuit: () => Promise<void>
}

/** Opens the window over the desk and keeps house until the app quits. */
export function openApp({ shell, kiosk, title, desk, connect, log, onQuit }: OpenOptions): void {
  const renderer = join(shell.folder, '../renderer')
  serveApp(session.defaultSession, renderer, connect)
  guardPermissions(session.defaultSession, log)

  let ours: WebContents | undefined
  const unbind = bindIpc(desk, (contents) => contents === ours)
  const window = openWindow({ kiosk, preload: preloadPath(shell.folder), title, log })
  ours = window.webContents

  app.on('second-instance', () => {
    if (window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('web-contents-created', (_event, contents) => {
    if (contents !== ours) contents.setWindowOpenHandler(() => ({ action: 'deny' }))
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
    void onQuit()
      .catch((error: unknown) => {
        log.error('the house could not be left in order', { error })
      })
      .finally(() => {
        app.exit(0)
      })
  })
}

/** The first screen is drawn and can be used. */
export function announceReady(): void {
  globalThis.callpointReady = true
  app.emit('callpoint-ready')
}

/** A fault nobody caught: written down; the app goes on where Node lets it. */
export function catchFaults(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('uncaught exception', { error })
  })
  process.on('unhandledRejection', (error) => {
    log.error('unhandled rejection', { error })
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.warn('child process gone', { type, reason, exitCode })
  })
}
