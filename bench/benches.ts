import { bundle } from './bundle.ts'
import { callCpu } from './call-cpu.ts'
import { callLeak, callReconnect } from './call-endurance.ts'
import { callEarly, callTransfer } from './call-early.ts'
import { callInvite, callMedia } from './call-invite.ts'
import { chatCost } from './chat-cost.ts'
import { delivery } from './delivery.ts'
import type { Bench } from './lib/figure.ts'
import { messageDrawing } from './message-drawing.ts'
import { rich } from './rich.ts'
import { simulator } from './simulator.ts'
import { startup } from './startup.ts'
import { transcript } from './transcript.ts'

export const benches: readonly Bench[] = [
  bundle,
  startup,
  delivery,
  transcript,
  chatCost,
  messageDrawing,
  rich,
  callInvite,
  callMedia,
  callEarly,
  callTransfer,
  callCpu,
  callReconnect,
  callLeak,
  simulator,
]
