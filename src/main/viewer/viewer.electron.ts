import type { BrowserWindow, Session } from 'electron'
import type { Rect } from '../../contract/chat.ts'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { isKioskKey } from '../kiosk/shortcuts.ts'
import type { ProxySignIn } from '../platform/proxy-sign-in.ts'
import type { ViewerRules } from './viewer-gate.ts'
import { clearViewerSession, openPane, type Pane } from './viewer-pane.electron.ts'
import { ours } from '../platform/said.ts'

export type ViewerState = 'loading' | 'shown' | 'failed'

export interface ViewedPage {
  readonly entryId: string
  readonly url: string
  /** As the chat knows it: none where the customer asks for the page (again). */
  readonly state?: ViewerState
}

interface Options {
  readonly rules: ViewerRules
  /** Makes certificates follow the policy. */
  readonly certificates: (used: Session) => void
  readonly signIn: ProxySignIn
  readonly onState: (entryId: string, state: ViewerState) => void
  readonly clock: Clock
  readonly log: Log
}

export interface Viewer {
  /** The window it lies in. */
  attach(window: BrowserWindow): void
  /** The page to be shown, or none: then everything it has left is forgotten. */
  show(page: ViewedPage | undefined): void
  /** Where our page has left room; null while there is none (it is covered, or not drawn). */
  place(rect: Rect | null): void
  /** Covered whatever our page says: the idle warning has the screen. */
  cover(covered: boolean): void
}

const LOAD_MS = 20_000

/**
 * The safe viewer: a foreign page in a locked view of its own, laid by main over the rectangle that
 * our page keeps free.
 * ```
 *            show, place             loaded
 *   empty ---------------> loading ----------> shown
 *     ^                     |    | failed,       | crashed,
 *     |                     |    v late          v failed
 *     +------ show(none) ---+-- failed <---------+
 *     +------ show(none) --- shown
 * ```
 * A page is loaded once there is room for it; without room it is only kept in mind.
 */
export function createViewer({
  rules,
  certificates,
  signIn,
  onState,
  clock,
  log,
}: Options): Viewer {
  let window: BrowserWindow | undefined
  let wanted: ViewedPage | undefined
  let rect: Rect | null = null
  let covered = false
  let state: ViewerState | 'empty' = 'empty'
  let pane: Pane | undefined
  let isLaid = false
  let cleared: Promise<void> = Promise.resolve()
  let cancelLate: CancelTimer = () => undefined
  /** Grows with each page: what an older one still tells is dropped. */
  let generation = 0

  function become(next: ViewerState): void {
    if (!wanted || state === next) return
    state = next
    onState(wanted.entryId, next)
  }

  function focusOurs(): void {
    if (window && !window.isDestroyed()) window.webContents.focus()
  }

  /** Off the window and gone, with all it kept. */
  function drop(): void {
    generation += 1
    cancelLate()
    const old = pane
    pane = undefined
    if (!old) return
    const hadFocus = !old.contents.isDestroyed() && old.contents.isFocused()
    if (window && !window.isDestroyed() && isLaid) window.contentView.removeChildView(old.view)
    isLaid = false
    if (!old.contents.isDestroyed()) old.contents.close()
    if (hadFocus) focusOurs()
    cleared = clearViewerSession().catch((error: unknown) => {
      log.error('the viewer could not be cleared', { error })
    })
  }

  function fail(reason: string): void {
    log.warn('a page could not be shown', { reason: ours(/ERR_\w+/u.exec(reason)?.[0] ?? 'other') })
    drop()
    become('failed')
  }

  async function load(page: ViewedPage): Promise<void> {
    drop()
    become('loading')
    const mine = generation
    await cleared
    const isMine = (): boolean => mine === generation && window?.isDestroyed() === false
    if (!isMine()) return
    const opened = await openPane(rules, certificates, signIn, log)
    if (!isMine()) {
      opened.contents.close()
      return
    }
    pane = opened
    watch(opened, isMine)
    cancelLate = clock.after(LOAD_MS, () => {
      if (state === 'loading') fail('late')
    })
    const hadFocus = window?.webContents.isFocused() === true
    opened.contents.once('dom-ready', () => {
      if (!isMine()) return
      cancelLate()
      become('shown')
      lay()
      if (hadFocus) focusOurs()
    })
    await opened.contents.loadURL(page.url)
  }

  function watch({ contents }: Pane, isMine: () => boolean): void {
    contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
      // -3: given up for another page, or refused; a first load that is refused rejects by itself.
      if (isMine() && isMainFrame && code !== -3) fail(description)
    })
    contents.on('render-process-gone', (_event, { reason }) => {
      if (isMine()) fail(reason)
    })
    contents.on('before-input-event', (event, input) => {
      const leaves = input.key === 'Escape' || input.key === 'F6'
      if (!leaves && isKioskKey(input)) return
      event.preventDefault()
      if (leaves && input.type === 'keyDown') focusOurs()
    })
  }

  /** Puts the view where there is room, or takes it away. */
  function lay(): void {
    if (!window || window.isDestroyed() || !pane) return
    if (rect === null || covered || state !== 'shown') {
      if (!isLaid) return
      const hadFocus = pane.contents.isFocused()
      window.contentView.removeChildView(pane.view)
      isLaid = false
      if (hadFocus) focusOurs()
      return
    }
    if (!isLaid) window.contentView.addChildView(pane.view)
    isLaid = true
    pane.view.setBounds(scaled(rect, window.webContents.getZoomFactor()))
  }

  function follow(): void {
    if (wanted && rect && state === 'empty') {
      load(wanted).catch((error: unknown) => {
        if (state === 'loading') fail(error instanceof Error ? error.message : String(error))
      })
    }
    lay()
  }

  return {
    attach(next) {
      window = next
      const { webContents } = next
      // F6 leads from pane to pane, as on every desktop.
      webContents.on('before-input-event', (event, { type, key }) => {
        if (type !== 'keyDown' || key !== 'F6' || !isLaid || !pane) return
        event.preventDefault()
        pane.contents.focus()
      })
      webContents.on('render-process-gone', () => {
        rect = null
        lay()
      })
      next.on('closed', () => {
        window = undefined
        drop()
      })
    },
    show(page) {
      const isSame = page?.entryId === wanted?.entryId && page?.url === wanted?.url
      const isRetry = state === 'failed' && page !== undefined && page.state === undefined
      if (isSame && !isRetry) return
      drop()
      wanted = page
      state = 'empty'
      follow()
    },
    place(next) {
      rect = next !== null && next.width >= 1 && next.height >= 1 ? next : null
      follow()
    },
    cover(next) {
      covered = next
      follow()
    },
  }
}

/** CSS pixels to the window's own, rounded inwards so that the frame stays in sight. */
function scaled({ x, y, width, height }: Rect, zoom: number): Rect {
  const left = Math.ceil(x * zoom)
  const top = Math.ceil(y * zoom)
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.floor((x + width) * zoom) - left),
    height: Math.max(1, Math.floor((y + height) * zoom) - top),
  }
}
