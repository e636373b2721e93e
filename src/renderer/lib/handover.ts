import type { CallbackHandover } from '../../contract/callback.ts'

let left: CallbackHandover = {}

/** What the customer has typed here already and the callback can take over. The latest word counts. */
export function leaveForCallback(handover: CallbackHandover): void {
  left = handover
}

/** Data passed to the callback form; returned once, because it contains a name. */
export function takeHandover(): CallbackHandover {
  const taken = left
  left = {}
  return taken
}
