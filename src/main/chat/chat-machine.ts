import type { ChatPhase } from '../../contract/chat.ts'

/**
 * ```
 *                 start              started             agent
 *        idle ------------> starting --------> waiting <--------> talking
 *         ^  ^               |  |  |             |  |    requeued    |
 *         |  +---cancelled---+  |  |           end  |               end
 *         |                     |  |             v  |                v
 *         |  start/leave  refused  |           ending <--------------+
 *         +<---------- failed <-+  |             |  |                |
 *         |                        |           closed (by agent, server, customer)
 *         |                        |             v  |                |
 *         +<-------- leave ------- | --------- ended <---------------+
 *         |                        |                |                |
 *         +<-------- leave ------ redirected <------+----------------+   (redirect)
 * ```
 * `wipe` leads from everywhere to idle: the visit is over. `resumed` leads from idle to waiting.
 */
export type ChatEvent =
  | 'start'
  | 'started'
  | 'refused'
  | 'cancelled'
  | 'agent'
  | 'requeued'
  | 'end'
  | 'closed'
  | 'redirect'
  | 'leave'
  | 'wipe'
  | 'resumed'

const EDGES: Readonly<Record<ChatPhase, Partial<Readonly<Record<ChatEvent, ChatPhase>>>>> = {
  idle: { start: 'starting', resumed: 'waiting', wipe: 'idle' },
  starting: { started: 'waiting', refused: 'failed', cancelled: 'idle', wipe: 'idle' },
  waiting: {
    agent: 'talking',
    end: 'ending',
    closed: 'ended',
    redirect: 'redirected',
    wipe: 'idle',
  },
  talking: {
    requeued: 'waiting',
    end: 'ending',
    closed: 'ended',
    redirect: 'redirected',
    wipe: 'idle',
  },
  ending: { closed: 'ended', redirect: 'redirected', wipe: 'idle' },
  ended: { leave: 'idle', wipe: 'idle' },
  failed: { start: 'starting', leave: 'idle', wipe: 'idle' },
  redirected: { leave: 'idle', wipe: 'idle' },
}

/** The phase that follows, or undefined where the event does not fit (a bug, or a late answer). */
export function nextPhase(phase: ChatPhase, event: ChatEvent): ChatPhase | undefined {
  return EDGES[phase][event]
}

/** A session is open on the server as far as we know. */
export function isLive(phase: ChatPhase): phase is 'waiting' | 'talking' {
  return phase === 'waiting' || phase === 'talking'
}
