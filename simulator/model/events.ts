import type { Callback } from './callbacks.ts'
import type { CallView } from '../sip/call.ts'
import type { Content, ReceivedNumber, Session } from './session.ts'

/**
 * What happens in the centre, told to the automatic agent, the control API and tests, in the order in which it
 * happens: a session is announced before its contents, and its removal after the last of them.
 */
export type CentreEvent =
  | {
      readonly type: 'session'
      readonly change:
        'created' | 'accepted' | 'requeued' | 'joined' | 'left' | 'redirected' | 'ended' | 'removed'
      readonly session: Session
    }
  | {
      readonly type: 'content'
      readonly session: Session
      readonly content: Content
      readonly index: number
    }
  | { readonly type: 'typing'; readonly session: Session; readonly by: 'customer' | 'agent' }
  | {
      readonly type: 'phone-number'
      readonly session: Session
      readonly received: ReceivedNumber
    }
  | { readonly type: 'callback'; readonly callback: Callback }
  | { readonly type: 'call'; readonly call: CallView }
  /** Registrations, faults or settings of the SIP service. */
  | { readonly type: 'sip' }
  | { readonly type: 'settings' }
  | { readonly type: 'faults' }
  | { readonly type: 'restart'; readonly sessionsKept: boolean }
