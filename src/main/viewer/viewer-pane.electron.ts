import {
  session,
  WebContentsView,
  type Session,
  type WebContents,
  type WebPreferences,
} from 'electron'
import type { Log } from '../platform/log.ts'
import { passesProxy } from '../platform/proxy.electron.ts'
import type { ProxySignIn } from '../platform/proxy-sign-in.ts'
import { createViewerGate, isDocument, type ViewerRules } from './viewer-gate.ts'
import { KIOSK_WITHOUT } from '../kiosk/lockdown.electron.ts'
import { SAFE_PREFERENCES } from '../window/window.electron.ts'

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

/** The native view of one page. */
export interface Pane {
  readonly view: WebContentsView
  /** Kept beside the view, which no longer names them once they are destroyed. */
  readonly contents: WebContents
}

/** Opens a view in the viewer's own session, locked up before anything is loaded. */
export async function openPane(
  rules: ViewerRules,
  certificates: (used: Session) => void,
  signIn: ProxySignIn,
  log: Log,
): Promise<Pane> {
  guardSession(session.fromPartition(PARTITION), rules, certificates, signIn, log)
  const view = new WebContentsView({ webPreferences: PREFERENCES })
  view.setBackgroundColor('#ffffff')
  const contents = view.webContents
  guardContents(contents, rules, log)
  await contents.loadURL('about:blank')
  await refuseFileChoosers(contents)
  return { view, contents }
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

const guarded = new WeakSet<Session>()

/** The one gate that redirects, frames, workers and sockets pass as well. */
function guardSession(
  used: Session,
  rules: ViewerRules,
  certificates: (used: Session) => void,
  signIn: ProxySignIn,
  log: Log,
): void {
  if (guarded.has(used)) return
  guarded.add(used)
  // Authorities and pins of the policy count here as they do everywhere.
  certificates(used)
  const gate = createViewerGate(rules, {
    async resolve(host) {
      const { endpoints } = await used.resolveHost(host)
      return endpoints.map(({ address }) => address)
    },
    proxyFor: async (url) => await used.resolveProxy(url),
    passes: async (url) => await passesProxy(used, url, signIn),
  })
  used.setPermissionRequestHandler((_contents, permission, callback) => {
    log.info('a page asked for a permission', { permission })
    callback(false)
  })
  used.setPermissionCheckHandler(() => false)
  used.setDevicePermissionHandler(() => false)
  used.on('will-download', (event) => {
    event.preventDefault()
  })
  used.webRequest.onBeforeRequest((details, answer) => {
    gate.before(details).then(
      (refusal) => {
        if (refusal !== undefined) log.info('a request of a page was refused', { why: refusal })
        answer({ cancel: refusal !== undefined })
      },
      () => {
        answer({ cancel: true })
      },
    )
  })
  used.webRequest.onCompleted(({ id }) => {
    gate.ended(id)
  })
  used.webRequest.onErrorOccurred(({ id }) => {
    gate.ended(id)
  })
  used.webRequest.onHeadersReceived((details, answer) => {
    const { responseHeaders, resourceType } = details
    const refusal = gate.answered({ ...details, ip: ipOf(details) })
    if (refusal !== undefined) {
      log.warn('an answer to a page was refused: its name has changed its address')
      answer({ cancel: true })
      return
    }
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

/** The address that has answered: Chromium's event has it, and Electron's types do not know. */
function ipOf(details: object): string | undefined {
  const ip: unknown = Reflect.get(details, 'ip')
  return typeof ip === 'string' ? ip : undefined
}

function guardContents(contents: WebContents, { mayLoad }: ViewerRules, log: Log): void {
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
  // Certificates and sign-ins are answered for every page at once: contents-guard.electron.ts, proxy.electron.ts.
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
