import type { CallPhase } from '../../../contract/call.ts'
import type { CallState } from './call-machine.ts'

/** The state of the call, for main: the idle timer must not end a call. */
export function phaseOf({ step }: CallState): CallPhase {
  switch (step) {
    case 'dialling':
    case 'ringing':
    case 'joining':
      return 'ringing'
    case 'talking':
      return 'talking'
    case 'ended':
      return 'ended'
    case 'instructions':
    case 'input':
    case 'devices':
      return 'preparing'
    case 'closed':
    case 'unsupported':
      return 'idle'
  }
}
