import { app, clipboard, session, type Session, type WebContents } from 'electron'
import type { Log } from '../support/log.ts'

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

/**
 * Forgets what a visit may have left in Chromium: clipboard, cookies, storage, caches, passwords and
 * zoom, in every session there is. On a desk the clipboard is its owner's and stays. The log gets kinds and
 * numbers, never a content.
 */
export async function wipe(
  contents: WebContents | undefined,
  { kiosk, log }: { readonly kiosk: boolean; readonly log: Log },
): Promise<void> {
  if (kiosk) {
    clipboard.clear()
    // What was merely marked is pasted by the middle button on Linux.
    // Electron 45's types no longer know the second word; where it is unknown it does no harm.
    if (process.platform === 'linux') {
      Reflect.apply(clipboard.writeText.bind(clipboard), undefined, ['', 'selection'])
    }
  }
  if (contents?.isDestroyed() === false) contents.setZoomFactor(1)
  const all = new Set([session.defaultSession, ...sessions])
  const results = await Promise.allSettled(
    [...all].flatMap((each) => [
      each.clearStorageData(),
      each.clearCache(),
      each.clearAuthCache(),
      each.clearHostResolverCache(),
    ]),
  )
  const failed = results.filter(({ status }) => status === 'rejected').length
  if (failed > 0) log.error('a visit could not be wiped whole', { failed })
  else log.info('wiped', { sessions: all.size, clipboard: kiosk })
}
