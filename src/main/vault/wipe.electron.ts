import { app, clipboard, session, type Session, type WebContents } from 'electron'
import type { WipedStore } from '../../contract/staff.ts'

/** Every session of this app there has been, ours and those of pages that were shown. */
const sessions = new Set<Session>()

/** From now on every new session is known, so that none is forgotten when a visit ends. */
export function trackSessions(): void {
  app.on('session-created', (made) => {
    sessions.add(made)
  })
}

/** For staff: a report on the clipboard. */
export function copyText(text: string): void {
  void clipboard.writeText(text)
}

/** Clears one store and checks that it is empty; rejects if it is not. */
type Wipe = () => Promise<void>

/**
 * The stores of Chromium that a visit may have filled, in every session, and how to clear each. On a
 * desktop the clipboard belongs to the user and stays.
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
    { store: 'zoom', run: resetZoom },
  ]
}

async function clearClipboard(): Promise<void> {
  clipboard.clear()
  // On Linux the middle button pastes text that was only selected.
  //
  // Runtimes: the types of Electron 45 have no second argument of `writeText`; it is passed all the same, and does no
  // harm where it is unknown.
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
