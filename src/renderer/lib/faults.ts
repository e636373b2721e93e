import { bridge } from './bridge.ts'

/** No more than so many faults are sent up in one life of the page: the log must not drown. */
const MOST = 20
/** What main takes of a message and of a stack, in characters. */
const MESSAGE = 500
const STACK = 4000

let sent = 0

/** Tells main of a fault, for the log. Never throws. */
export function reportScriptError(error: unknown): void {
  if (sent >= MOST) return
  sent += 1
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const stack = error instanceof Error ? error.stack : undefined
  try {
    void bridge().app.fault({
      message: message.slice(0, MESSAGE),
      ...(stack === undefined ? {} : { stack: stack.slice(0, STACK) }),
    })
  } catch {
    // Without a bridge there is no receiver.
  }
}

/** Logs uncaught errors from now on. */
export function watchScriptErrors(target: Window): void {
  target.addEventListener('error', (event) => {
    reportScriptError(event.error ?? event.message)
  })
  target.addEventListener('unhandledrejection', (event) => {
    reportScriptError(event.reason)
  })
}
