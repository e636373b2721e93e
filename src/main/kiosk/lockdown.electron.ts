import {
  screen,
  type BrowserWindow,
  type Rectangle,
  type Session,
  type WebContents,
} from 'electron'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { HOME, SAFE } from '../platform/app-files.ts'
import { isKioskKey } from './shortcuts.ts'
import { ours } from '../platform/said.ts'

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
    log.warn('refused', { what: ours(what) })
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
    if (isHome(url) || url === SAFE) return
    log.error('the page navigated away: loading it again')
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
}

/**
 * Whatever an address in a page sets off, it reaches nobody but the app's own files and `connect`; a
 * WebSocket only where `passes` its proxy (`passesProxy`).
 */
export function lockRequests(
  session: Session,
  connect: readonly string[],
  log: Log,
  passes: (url: string) => Promise<boolean>,
): void {
  // Main itself sends http requests to the same servers, to sign in at a proxy and to find causes.
  const hosts = connect.map((origin) => new URL(origin).host)
  session.webRequest.onBeforeRequest(({ url, webContentsId }, answer) => {
    const isOwn = /^(app|data|blob|devtools):/u.test(url)
    const isMains = webContentsId === undefined && /^https?:/u.test(url)
    const cancel = isMains
      ? !hosts.includes(new URL(url).host)
      : !isOwn && !connect.some((origin) => url === origin || url.startsWith(`${origin}/`))
    if (cancel) log.warn('refused', { what: 'request' })
    if (cancel || !/^wss?:/u.test(url)) {
      answer({ cancel })
      return
    }
    void passes(url).then((isPassed) => {
      answer({ cancel: !isPassed })
    })
  })
}

/** In kiosk mode: nothing is saved to this machine. */
export function refuseDownloads(session: Session, log: Log): void {
  session.on('will-download', (event) => {
    event.preventDefault()
    log.warn('refused', { what: 'download' })
  })
}

/** Whether the app may end: not before staff, the system or a signal allows it. */
export interface Exit {
  /** From now on the window may close and the app quit. */
  allowQuit(startsAgain?: boolean): void
  readonly isAllowed: boolean
  /** The app ends only to start again; a chat under way is resumed then. */
  readonly startsAgain: boolean
}

export function createExit(isAllowed: boolean): Exit {
  let allowed = isAllowed
  let comesBack = false
  return {
    allowQuit(startsAgain = false) {
      allowed = true
      comesBack ||= startsAgain
    },
    get startsAgain() {
      return comesBack
    },
    get isAllowed() {
      return allowed
    },
  }
}

interface Lock {
  readonly window: BrowserWindow
  readonly exit: Exit
  /** What the window must cover. */
  readonly area: () => Rectangle
  readonly clock: Clock
}

const SETTLED_MS = 100

/** In kiosk mode: the window stays, in front and over the whole screen. */
export function lockWindow({ window, exit, area, clock }: Lock): void {
  let cancel: CancelTimer = () => undefined
  let isHolding = false
  const hold = (): void => {
    // What is done here tells of itself at once, by events that lead here again.
    if (isHolding || window.isDestroyed() || exit.isAllowed) return
    isHolding = true
    try {
      restore()
    } finally {
      isHolding = false
    }
  }
  const restore = (): void => {
    if (window.isMinimized()) window.restore()
    if (!window.isVisible()) window.show()
    if (!window.isKiosk()) window.setKiosk(true)
    const [wanted, actual] = [area(), window.getBounds()]
    const isFull = (['x', 'y', 'width', 'height'] as const).every(
      (side) => wanted[side] === actual[side],
    )
    if (isFull) return
    // Set anew: a window that is merely as large as the screen is made a pixel smaller under X11.
    window.setKiosk(false)
    window.setBounds(wanted)
    window.setKiosk(true)
  }
  // Once the window has come to rest: it may still be on its way to a size of its own.
  const holdSoon = (): void => {
    cancel()
    cancel = clock.after(SETTLED_MS, hold)
  }
  window.on('close', (event) => {
    if (!exit.isAllowed) event.preventDefault()
  })
  window.on('closed', () => {
    cancel()
  })
  window.on('leave-full-screen', hold)
  window.on('leave-html-full-screen', holdSoon)
  window.on('minimize', hold)
  window.on('hide', hold)
  window.on('resize', holdSoon)
  window.on('move', holdSoon)
  onDisplays(window, holdSoon)
}

function onDisplays(window: BrowserWindow, changed: () => void): void {
  screen.on('display-added', changed)
  screen.on('display-removed', changed)
  screen.on('display-metrics-changed', changed)
  window.once('closed', () => {
    screen.off('display-added', changed)
    screen.off('display-removed', changed)
    screen.off('display-metrics-changed', changed)
  })
}

function isHome(address: string): boolean {
  return address.split('#', 1)[0] === HOME
}
