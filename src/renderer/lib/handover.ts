import type { CallbackHandover } from '../../contract/callback.ts'

let left: CallbackHandover = {}

/** What the customer has typed here already and the callback can take over. The latest word counts. */
export function leaveForCallback(handover: CallbackHandover): void {
  left = handover
}

/** What was left for the callback; it is given once, since it is somebody's name. */
export function takeHandover(): CallbackHandover {
  const taken = left
  left = {}
  return taken
}
