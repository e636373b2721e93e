import type { Clock } from '../support/clock.ts'
import type { Call, Calls } from './calls.ts'
import { composeRequest, digestOf } from './message.ts'
import type { SipRequest } from './message.ts'
import type { Connection } from './reach.ts'

interface Deps {
  readonly clock: Clock
  readonly host: string
  readonly calls: Calls
  readonly reply: (
    connection: Connection,
    request: SipRequest,
    status: number,
    headers?: readonly string[],
  ) => void
  /** False when nobody is connected under that Via host. */
  readonly deliver: (sentBy: string, text: string) => boolean
  readonly at: (sentBy: string) => Connection | undefined
}

/** What the centre itself does to a call: answers, a CANCEL, a BYE. */
export interface CallControl {
  /** Answers a call itself; what it answered becomes the call's status. */
  answer(connection: Connection, call: Call, status: number, headers?: readonly string[]): void
  /** Ends a call that nobody has answered in time. */
  giveUp(connection: Connection, call: Call): void
  /** Ends an established call with a BYE of the centre's own. False when it is not established. */
  bye(call: Call, to: 'caller' | 'callee' | 'both'): boolean
  /** As a session timer that runs out (RFC 4028): the side that is left hears of the end. */
  lose(connection: Connection, sentBy: string): void
}

export const createCallControl = ({ clock, host, calls, ...deps }: Deps): CallControl => {
  const control: CallControl = {
    answer: (connection, call, status, headers = []) => {
      // An answer that rings begins a dialog, and a dialog needs a contact.
      const contact = `Contact: <sip:${call.invite.target.user}@${host};transport=ws>`
      const begins = status > 100 && status < 200 && call.ringingContact
      deps.reply(connection, call.invite, status, begins ? [contact, ...headers] : headers)
      call.status = status
      call.messages.push({ at: clock.now(), by: 'centre', what: `${status} INVITE` })
      if (status >= 300) calls.step(call, 'end', 'centre')
      else if (status > 100) calls.step(call, 'ring')
    },
    giveUp: (connection, call) => {
      if (call.state !== 'calling' && call.state !== 'ringing') return
      if (call.target === undefined) {
        control.answer(connection, call, 408)
        return
      }
      call.timedOut = true
      const { invite, target } = call
      const branch = digestOf(invite.branch, invite.sentBy, invite.callId)
      const { from, to, callId, cseq } = invite
      const parts = { method: 'CANCEL', target, proxyHost: host, branch, callId, cseq }
      const text = composeRequest({ ...parts, from, to: { ...to, tag: '' } })
      deps.deliver(call.callee.sentBy ?? '', text)
    },
    bye: (call, to) => {
      if (call.state !== 'established') return false
      const legs = [
        ['caller', call.caller, call.callee],
        ['callee', call.callee, call.caller],
      ] as const
      for (const [side, leg, other] of legs) {
        if ((to !== 'both' && to !== side) || leg.contact === undefined) continue
        other.cseq += 1
        const text = composeRequest({
          method: 'BYE',
          target: leg.contact,
          proxyHost: host,
          branch: digestOf('bye', call.id, side, String(other.cseq)),
          from: other.party,
          to: leg.party,
          callId: call.id,
          cseq: other.cseq,
        })
        call.messages.push({ at: clock.now(), by: 'centre', what: `BYE to the ${side}` })
        deps.deliver(leg.sentBy ?? '', text)
      }
      calls.step(call, 'end', 'centre')
      return true
    },
    lose: (connection, sentBy) => {
      for (const call of calls.list()) {
        const isCaller = call.caller.sentBy === sentBy
        if (call.state === 'ended' || (!isCaller && call.callee.sentBy !== sentBy)) continue
        if (call.state === 'established') control.bye(call, isCaller ? 'callee' : 'caller')
        else if (isCaller) control.giveUp(connection, call)
        else control.answer(deps.at(call.invite.sentBy) ?? connection, call, 480)
      }
    },
  }
  return control
}
