import type { Clock } from '../support/clock.ts'
import type { Calls } from './calls.ts'
import { answerTo } from './message.ts'
import type { SipMessage, SipRequest } from './message.ts'
import type { Connection } from './reach.ts'
import type { SipFault } from './schema.ts'

interface Deps {
  readonly clock: Clock
  readonly calls: Calls
  readonly pilotName: (number: string) => string
  readonly send: (connection: Connection, text: string) => void
  /** Refuses new connections for a while. */
  readonly down: (ms: number) => void
}

/** Lets faults strike a message; true when it has gone its way already, or none at all. */
export type Strike = (
  connection: Connection,
  message: SipMessage,
  struck: readonly SipFault[],
  go: () => void,
) => boolean

export const createStrike = ({ clock, calls, pilotName, send, down }: Deps): Strike => {
  const refuse = (
    connection: Connection,
    request: SipRequest,
    { answer: status, reason }: Extract<SipFault, { kind: 'status' }>,
  ): void => {
    send(connection, answerTo(request, status, reason === '' ? {} : { reason }))
    if (request.method !== 'INVITE' || request.to.tag !== '') return
    const call = calls.open(request, pilotName(request.target.user))
    calls.observe(request, request.sentBy)
    call.status = status
    calls.step(call, 'end', 'centre')
  }

  return (connection, message, struck, go) => {
    let wait = 0
    for (const fault of struck) {
      switch (fault.kind) {
        case 'swallow':
          return true
        case 'cut':
          connection.cut()
          down(fault.downMs)
          return true
        case 'status':
          if (message.kind !== 'request' || message.method === 'ACK') break
          refuse(connection, message, fault)
          return true
        case 'delay':
          wait += fault.ms
          break
        // Strikes a call once it is answered, no message.
        case 'bye':
          break
      }
    }
    if (wait > 0) clock.after(wait, go)
    return wait > 0
  }
}
