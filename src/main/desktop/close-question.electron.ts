import { app, dialog, type BrowserWindow } from 'electron'
import type { Words } from '../platform/words.ts'

interface Options {
  readonly window: BrowserWindow
  readonly words: () => Words
  /** A chat or a call is under way. */
  readonly isEngaged: () => boolean
}

/**
 * Closing the window in the middle of a chat or a call asks first, since somebody at the other end would go on
 * waiting. Quitting by menu, tray or the system is deliberate and asks nothing.
 */
export function askBeforeClosing({ window, words, isEngaged }: Options): void {
  let isSure = false
  let isAsking = false
  app.once('before-quit', () => {
    isSure = true
  })
  window.on('close', (event) => {
    if (isSure || !isEngaged()) return
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    void ask().finally(() => {
      isAsking = false
    })
  })

  async function ask(): Promise<void> {
    const w = words()
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: w('desktop.closeTitle'),
      detail: w('desktop.closeText'),
      buttons: [w('desktop.closeStay'), w('desktop.closeHide'), w('desktop.closeEnd')],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    if (window.isDestroyed()) return
    if (response === 1) window.minimize()
    if (response === 2) app.quit()
  }
}
