import { app, clipboard, session, type Session, type WebContents } from 'electron'
import type { WipedStore } from '../../contract/staff.ts'
import { clearViewerSession } from './viewer-pane.ts'

/** Every session of this app there has been, ours and those of pages that were shown. */
const sessions = new Set<Session>()

/** From now on every new session is known, so that none is forgotten when a visit ends. */
export function knowSessions(): void {
  app.on('session-created', (made) => {
    sessions.add(made)
  })
}

/** For staff: a report on the clipboard. */
export function copyText(text: string): void {
  void clipboard.writeText(text)
}

/** Forgets it and looks whether it is gone; rejects where it is not. */
type Wipe = () => Promise<void>

/**
 * What a visit may have left in Chromium, in every session there is, and how each is forgotten. On a
 * desk the clipboard is its owner's and stays.
 */
export function chromiumParts(
  kiosk: boolean,
  contents: () => WebContents | undefined,
): readonly { readonly store: WipedStore; readonly run: Wipe }[] {
  const inAll = (task: (each: Session) => Promise<unknown>): Wipe => {
    return async () => {
      await Promise.all([...new Set([session.defaultSession, ...sessions])].map(task))
    }
  }
  const clearCaches = inAll((each) =>
    Promise.all([each.clearCache(), each.clearHostResolverCache()]),
  )
  const resetZoom = (): Promise<void> => {
    const page = contents()
    if (page?.isDestroyed() === false) page.setZoomFactor(1)
    return Promise.resolve()
  }
  return [
    ...(kiosk ? [{ store: 'clipboard', run: clearClipboard } as const] : []),
    { store: 'cookies', run: inAll(clearCookies) },
    { store: 'storage', run: inAll((each) => each.clearStorageData()) },
    { store: 'caches', run: clearCaches },
    { store: 'passwords', run: inAll((each) => each.clearAuthCache()) },
    { store: 'viewer', run: clearViewerSession },
    { store: 'zoom', run: resetZoom },
  ]
}

async function clearClipboard(): Promise<void> {
  clipboard.clear()
  // What was merely marked is pasted by the middle button on Linux.
  // Electron 45's types no longer know the second word; where it is unknown it does no harm.
  if (process.platform === 'linux') {
    Reflect.apply(clipboard.writeText.bind(clipboard), undefined, ['', 'selection'])
  }
  if ((await clipboard.readText()) !== '') throw new Error('the clipboard is not empty')
}

async function clearCookies(each: Session): Promise<void> {
  await each.clearStorageData({ storages: ['cookies'] })
  await each.cookies.flushStore()
  const left = await each.cookies.get({})
  if (left.length > 0) throw new Error(`${String(left.length)} cookies are left`)
}
