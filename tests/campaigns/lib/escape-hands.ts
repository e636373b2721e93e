import type { CDPSession, Page } from '@playwright/test'
import type { XDisplay } from '../../kit/machine/x-display.ts'
import { ifInTime } from '../../kit/waits.ts'

/** Everything that somebody at a kiosk, in its page or at the agent's desk can do. */
export interface Hands {
  readonly page: Page
  readonly session: CDPSession
  readonly x: XDisplay
  /** `http://127.0.0.1:PORT`: a server that must never be asked for anything. */
  readonly elsewhere: string
  /** A file that must never be read, shown or taken. */
  readonly file: string
  /** Runs a script in the page as if a finger had just touched it; answers what it gained, if anything. */
  script(code: string): Promise<string | undefined>
}

/** A script may wait for an answer that never comes, in milliseconds. */
const PATIENCE_MS = 1200

/**
 * A script is the body of an async function; what it returns is what it gained. Helpers in reach:
 * `add(name, attributes)` puts an element over the screen, `soon()` waits two frames.
 */
export function scriptRunner(session: CDPSession): Hands['script'] {
  return async (code) => {
    const expression = `(async () => {
      const add = (name, attributes = {}, parent = document.body) => {
        const element = document.createElement(name)
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
        element.dataset.escape = ''
        parent.append(element)
        return element
      }
      const soon = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      const work = (async () => { ${code} })()
      const late = new Promise((done) => setTimeout(done, ${PATIENCE_MS}))
      try { return await Promise.race([work, late]) } catch { return undefined }
    })()`
    const answer = session.send('Runtime.evaluate', {
      expression,
      userGesture: true,
      awaitPromise: true,
      returnByValue: true,
    })
    const result = await ifInTime(answer, PATIENCE_MS * 2)
    const value: unknown = result?.result.value
    return value === undefined || value === null ? undefined : String(value)
  }
}

/** Takes away what scripts have put into the page. */
export async function tidy(hands: Hands): Promise<void> {
  await hands.script(`for (const each of document.querySelectorAll('[data-escape]')) each.remove()
    getSelection()?.removeAllRanges()`)
}
