import type { CallPhase } from '../../../contract/call.ts'
import type { CallState } from './call-machine.ts'

/** Where the call stands, for main: nobody is thrown out of a call. */
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
