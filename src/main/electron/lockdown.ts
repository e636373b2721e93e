import type { BrowserWindow, Session, WebContents } from 'electron'
import type { Log } from '../support/log.ts'
import { HOME } from './app-files.ts'
import { isKioskKey } from './shortcuts.ts'

/** What the page of a kiosk is built without: each of these opens something outside of our window. */
export const KIOSK_WITHOUT = [
  'FileSystemAccessLocal',
  'PictureInPictureAPI',
  'DocumentPictureInPictureAPI',
  'EyeDropperAPI',
  'WebShare',
  'Notifications',
  'PaymentRequest',
  'WebBluetooth',
  'WebUSB',
  'WebHID',
  'Serial',
  'PresentationAPI',
].join(',')

/**
 * In every mode: the page is ours and stays ours. No other address, no other window, no frame, no
 * webview, no device chosen by default.
 */
export function lockPage(contents: WebContents, log: Log): void {
  const refuse = (what: string, event: { preventDefault(): void }): void => {
    event.preventDefault()
    log.warn('refused', { what })
  }
  contents.setWindowOpenHandler(() => {
    log.warn('refused', { what: 'window' })
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event) => {
    if (!isHome(event.url)) refuse('navigation', event)
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) refuse('frame', event)
  })
  contents.on('will-redirect', (event) => {
    refuse('redirect', event)
  })
  contents.on('will-attach-webview', (event) => {
    refuse('webview', event)
  })
  // Without this the first device in reach would be taken.
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    refuse('bluetooth', event)
    choose('')
  })
  // A page that would ask "leave this site?" is not asked.
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault()
  })
  contents.on('did-navigate', (_event, url) => {
    if (isHome(url)) return
    log.error('the page had left')
    void contents.loadURL(HOME).catch(() => undefined)
  })
}

/** In kiosk mode: nothing but writing comes from the keyboard, nothing grows, no menu, no file. */
export function lockInput(contents: WebContents, log: Log): void {
  contents.on('before-input-event', (event, input) => {
    if (!isKioskKey(input)) event.preventDefault()
  })
  contents.on('context-menu', (event) => {
    event.preventDefault()
  })
  const steady = (): void => {
    contents.setZoomFactor(1)
    contents.setVisualZoomLevelLimits(1, 1).catch((error: unknown) => {
      log.warn('the zoom could not be held', { error })
    })
  }
  contents.on('zoom-changed', steady)
  contents.on('did-finish-load', steady)
  refuseFileChooser(contents, log)
}

/**
 * Electron asks nobody before it opens the system's file chooser; the debugging protocol can take
 * the request away from it. Our pages have no file field: this is for one that should not be there.
 */
function refuseFileChooser(contents: WebContents, log: Log): void {
  const protocol = contents.debugger
  const hold = (): void => {
    try {
      if (!protocol.isAttached()) protocol.attach('1.3')
    } catch (error) {
      log.warn('the file chooser could not be held', { error })
      return
    }
    void (async () => {
      await protocol.sendCommand('Page.enable')
      await protocol.sendCommand('Page.setInterceptFileChooserDialog', { enabled: true })
    })().catch((error: unknown) => {
      log.warn('the file chooser could not be held', { error })
    })
  }
  contents.on('did-finish-load', hold)
}

/** In kiosk mode: nothing is saved to this machine. */
export function refuseDownloads(session: Session, log: Log): void {
  session.on('will-download', (event) => {
    event.preventDefault()
    log.warn('refused', { what: 'download' })
  })
}

/** Whether the app may end: closed until staff, the system or a signal opens it. */
export interface Exit {
  /** The staff's way out: from now on the window closes and the app quits. */
  allowQuit(): void
  readonly isAllowed: boolean
}

export function createExit(isAllowed: boolean): Exit {
  let allowed = isAllowed
  return {
    allowQuit() {
      allowed = true
    },
    get isAllowed() {
      return allowed
    },
  }
}

/** In kiosk mode: the window stays, in front and over the whole screen. */
export function lockWindow(window: BrowserWindow, exit: Exit, fill: () => void): void {
  window.on('close', (event) => {
    if (!exit.isAllowed) event.preventDefault()
  })
  const hold = (): void => {
    if (window.isDestroyed() || exit.isAllowed) return
    if (window.isMinimized()) window.restore()
    if (!window.isVisible()) window.show()
    if (!window.isKiosk()) window.setKiosk(true)
    fill()
  }
  window.on('leave-full-screen', hold)
  window.on('leave-html-full-screen', hold)
  window.on('minimize', hold)
  window.on('hide', hold)
}

function isHome(address: string): boolean {
  return address.split('#', 1)[0] === HOME
}
