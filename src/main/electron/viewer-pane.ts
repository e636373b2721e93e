import {
  BrowserView,
  session,
  WebContentsView,
  type BrowserWindow,
  type Session,
  type WebContents,
  type WebPreferences,
} from 'electron'
import type { Log } from '../support/log.ts'
import { KIOSK_WITHOUT } from './lockdown.ts'
import { SAFE_PREFERENCES } from './window.ts'

/** May this address be loaded: as a page (or a frame in it), or as a part of one? */
export type MayLoad = (url: string, as: 'document' | 'part') => boolean

/** In memory: a name without `persist:` never touches the disk. */
const PARTITION = 'callpoint-viewer'

/**
 * Laid over whatever policy the page brings: no dialogs, no printing, no downloads, no pointer lock.
 * It holds for frames in the page as well.
 */
const SANDBOX = 'sandbox allow-scripts allow-same-origin allow-forms allow-popups'

const PREFERENCES = {
  ...SAFE_PREFERENCES,
  partition: PARTITION,
  plugins: false,
  devTools: false,
  disableDialogs: true,
  autoplayPolicy: 'user-gesture-required',
  focusOnNavigation: false,
  // Ways to files, devices and servers that no request filter sees.
  disableBlinkFeatures: `${KIOSK_WITHOUT},FileSystemAccess,DirectSockets,WebTransport`,
} as const satisfies WebPreferences

/** The native view of one page, of whichever kind this Electron has. */
export interface Pane {
  readonly contents: WebContents
  addTo(window: BrowserWindow): void
  removeFrom(window: BrowserWindow): void
  setBounds(bounds: { x: number; y: number; width: number; height: number }): void
}

/** Opens a view in the viewer's own session, locked up before anything is loaded. */
export async function openPane(mayLoad: MayLoad, log: Log): Promise<Pane> {
  guardSession(session.fromPartition(PARTITION), mayLoad, log)
  const pane = isModern() ? modernPane() : olderPane()
  const { contents } = pane
  guardContents(contents, mayLoad, log)
  await contents.loadURL('about:blank')
  await refuseFileChoosers(contents)
  return pane
}

/** Forgets everything that pages of the viewer have left. */
export async function clearViewerSession(): Promise<void> {
  const used = session.fromPartition(PARTITION)
  await Promise.all([
    used.closeAllConnections(),
    used.clearStorageData(),
    used.clearCache(),
    used.clearAuthCache(),
    used.clearHostResolverCache(),
    used.clearCodeCaches({}),
  ])
}

/** Before Electron 30 the class is there already, but it can do nothing yet. */
function isModern(): boolean {
  return typeof WebContentsView === 'function' && 'setBounds' in WebContentsView.prototype
}

function modernPane(): Pane {
  const view = new WebContentsView({ webPreferences: PREFERENCES })
  view.setBackgroundColor('#ffffff')
  return {
    contents: view.webContents,
    addTo(window) {
      window.contentView.addChildView(view)
    },
    removeFrom(window) {
      window.contentView.removeChildView(view)
    },
    setBounds(bounds) {
      view.setBounds(bounds)
    },
  }
}

/* eslint-disable @typescript-eslint/no-deprecated -- all that Electron before 30 has */
function olderPane(): Pane {
  const view = new BrowserView({ webPreferences: PREFERENCES })
  view.setBackgroundColor('#ffffff')
  return {
    contents: view.webContents,
    addTo(window) {
      window.addBrowserView(view)
    },
    removeFrom(window) {
      window.removeBrowserView(view)
    },
    setBounds(bounds) {
      view.setBounds(bounds)
    },
  }
}
/* eslint-enable @typescript-eslint/no-deprecated */

const guarded = new WeakSet<Session>()

/** The one gate that redirects, frames, workers and sockets pass as well. */
function guardSession(used: Session, mayLoad: MayLoad, log: Log): void {
  if (guarded.has(used)) return
  guarded.add(used)
  used.setPermissionRequestHandler((_contents, permission, callback) => {
    log.info('a page asked for a permission', { permission })
    callback(false)
  })
  used.setPermissionCheckHandler(() => false)
  used.setDevicePermissionHandler(() => false)
  used.on('will-download', (event) => {
    event.preventDefault()
  })
  used.webRequest.onBeforeRequest(({ url, resourceType }, answer) => {
    const as = isDocument(resourceType) ? 'document' : 'part'
    const cancel = !mayLoad(url.replace(/^ws(s?):/u, 'http$1:'), as)
    if (cancel) log.info('a request of a page was refused', { as })
    answer({ cancel })
  })
  used.webRequest.onHeadersReceived(({ responseHeaders, resourceType }, answer) => {
    if (!isDocument(resourceType)) {
      answer({})
      return
    }
    const headers: Record<string, string[]> = { ...responseHeaders }
    const name =
      Object.keys(headers).find((each) => each.toLowerCase() === 'content-security-policy') ??
      'Content-Security-Policy'
    headers[name] = [...(headers[name] ?? []), SANDBOX]
    answer({ responseHeaders: headers })
  })
}

function isDocument(resourceType: string): boolean {
  return resourceType === 'mainFrame' || resourceType === 'subFrame'
}

function guardContents(contents: WebContents, mayLoad: MayLoad, log: Log): void {
  const judge = (event: Electron.Event, url: string): void => {
    if (mayLoad(url, 'document')) return
    event.preventDefault()
    log.info('a page wanted to go where it may not')
  }
  contents.on('will-navigate', (event) => {
    judge(event, event.url)
  })
  contents.on('will-redirect', (event) => {
    judge(event, event.url)
  })
  // There is one view: a page that would open beside it takes its place.
  contents.setWindowOpenHandler(({ url }) => {
    if (mayLoad(url, 'document')) void contents.loadURL(url).catch(() => undefined)
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.on('will-prevent-unload', (event) => {
    event.preventDefault()
  })
  contents.on('certificate-error', (event, _url, error, _certificate, callback) => {
    event.preventDefault()
    log.warn('the certificate of a page was refused', { error })
    callback(false)
  })
  contents.on('select-client-certificate', (event, _url, _certificates, callback) => {
    event.preventDefault()
    // Without a certificate the choice is "none"; Electron's types do not say so.
    Reflect.apply(callback, undefined, [])
  })
  contents.on('login', (event) => {
    event.preventDefault()
  })
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault()
    callback('')
  })
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}

/** Electron has no event for it: a page's file field would open the system's own dialog. */
async function refuseFileChoosers(contents: WebContents): Promise<void> {
  contents.debugger.attach('1.3')
  await contents.debugger.sendCommand('Page.enable')
  await contents.debugger.sendCommand('Page.setInterceptFileChooserDialog', { enabled: true })
}
