import { app, type WebContents } from 'electron'
import type { Log } from '../platform/log.ts'
import { isSafe } from './window.electron.ts'
import { ours } from '../platform/said.ts'

/** What our own code opens; `remote` is Chromium's own developer tools. */
const KNOWN = new Set(['window', 'remote'])

/**
 * Every page that ever comes to be, whoever opened it: without the safe preferences it is closed at
 * once; no webview, no window of its own, no certificate error is ignored, no client
 * certificate is sent. Must run before the first window is made.
 */
export function guardContents(log: Log): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
      log.warn('refused', { what: 'webview' })
    })
    const type = contents.getType()
    if (isAllowed(contents, type)) return
    log.error('a page without the safe preferences was closed', { type })
    contents.close({ waitForBeforeUnload: false })
  })
  app.on('certificate-error', (event, _contents, _url, error, _certificate, callback) => {
    event.preventDefault()
    log.warn('certificate refused', { code: ours(error) })
    callback(false)
  })
  app.on('select-client-certificate', (event, _contents, _url, _list, callback) => {
    // Without a listener the first certificate of the store would be sent.
    event.preventDefault()
    log.warn('refused', { what: 'client certificate' })
    // None: Electron's types do not say that the choice may be left out.
    Reflect.apply(callback, undefined, [])
  })
}

function isAllowed(contents: WebContents, type: string): boolean {
  if (type === 'remote') return !app.isPackaged
  return KNOWN.has(type) && isSafe(contents)
}
