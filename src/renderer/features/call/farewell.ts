import { within, type CancelTimer, type Clock } from './clock.ts'
import type { Dialog, Line } from './line.ts'
import { FAREWELL_MS } from './live-call-times.ts'

/** Tells the other side that a call is over, as soon as it can be reached. Never rejects. */
export async function takeLeave(
  dialog: Dialog | undefined,
  line: Line,
  clock: Clock,
): Promise<void> {
  if (dialog === undefined || dialog.state === 'over') return
  if (!line.isUp) {
    let unwatch: CancelTimer = () => undefined
    const linked = new Promise<void>((resolve) => {
      unwatch = line.watch((isUp) => {
        if (isUp) resolve()
      })
    })
    await within(clock, FAREWELL_MS, linked, undefined)
    unwatch()
  }
  const { note, state } = dialog
  const wasRinging = state === 'beginning'
  if (await dialog.leave()) return
  // It was not received: the connection was half-open.
  line.renew()
  if (wasRinging) await dialog.cancelAgain()
  else if (note !== undefined) await line.sayGoodbye(note)
}
