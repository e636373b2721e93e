import { app, Menu, powerSaveBlocker, screen, type BrowserWindow, type Rectangle } from 'electron'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { holdAwake } from './awake.ts'
import { chosenArea, type KioskDisplay } from './display-choice.ts'
import type { Exit } from './lockdown.electron.ts'

export interface KioskOptions {
  readonly display: KioskDisplay
  readonly clock: Clock
  /** Whether the business is open now, and until when (epoch milliseconds). */
  readonly openState: () => { readonly open: boolean; readonly until?: number }
}

/** Before `ready`: what Chromium takes on its command line only, and whether it draws in software. */
export function prepareRendering(mode: 'hardware' | 'software', kiosk: boolean): void {
  if (mode === 'software') app.disableHardwareAcceleration()
  if (!kiosk) return
  app.commandLine.appendSwitch('overscroll-history-navigation', '0')
  app.commandLine.appendSwitch('disable-pinch')
}

/** The area of the screen that the policy chose; the primary one where there is no such screen. */
export function kioskArea(display: KioskDisplay, log: Log): Rectangle {
  return chosenArea(display, screen, log)
}

/** No menu, and a screen that is kept awake during opening hours. */
export function keepKiosk(
  window: BrowserWindow,
  { clock, openState }: Omit<KioskOptions, 'display'>,
): void {
  Menu.setApplicationMenu(null)
  const letSleep = holdAwake({ blocker: powerSaveBlocker, clock, openState })
  window.once('closed', letSleep)
}

/**
 * Who may end a kiosk: staff (`allowQuit`), a service manager by a signal, and the system when its
 * session ends. On macOS a quit also comes from the Dock and from Cmd+Q: those are refused.
 */
export function guardQuit(window: BrowserWindow, exit: Exit, log: Log): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      exit.allowQuit()
      app.quit()
    })
  }
  window.on('session-end', () => {
    exit.allowQuit()
  })
  // Closed although nobody allowed it: the app restarts.
  window.once('closed', () => {
    if (exit.isAllowed) return
    log.error('the window was closed: starting again')
    app.relaunch()
    exit.allowQuit(true)
    app.quit()
  })
  app.on('before-quit', (event) => {
    if (exit.isAllowed) return
    // Elsewhere no user can do this: only our own code and the end of the session call it.
    if (process.platform === 'darwin') event.preventDefault()
    else exit.allowQuit()
  })
}
