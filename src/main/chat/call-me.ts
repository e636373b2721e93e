import type { CallMe, GiveNumber } from '../../contract/chat.ts'
import { done, fail, type Outcome } from '../../contract/outcome.ts'
import { numberProblem } from '../../phone/judge.ts'
import type { Allow } from '../../phone/kinds.ts'
import { readNumber } from '../../phone/reader.ts'
import type { Result } from '../centre/api.ts'
import { failureOf } from './failure.ts'
import type { CallMeRecord, Journal } from './journal.ts'
import type { Names } from './names.ts'
import type { Log } from '../platform/log.ts'

/**
 * An agent's wish to call (R45 to R50, R151 to R160). The key comes once only (R152), so it is
 * written down before anything else happens (C28).
 * ```
 *   none ---> asked ----> sending ----> sent
 *              |   \         |
 *              |    \        v
 *              |     \---- failed (it did not arrive), unknown (it may have) ---> sending (again)
 *              v      \      |
 *         declined     +---> stale   (the agent has left, or the chat is over)
 * ```
 * A new key begins anew from wherever it stands.
 */
export interface CallMeService {
  readonly view: CallMe | undefined
  asked(agentKey: number): void
  /** Sends the number; `unknown-outcome` where it may have arrived all the same. */
  answer(given: GiveNumber): Promise<Outcome<void>>
  decline(): Outcome<void>
  /** Agents have gone: `left` by key, while `present` stay (none once the chat is over). */
  left(left: readonly string[], present: readonly string[]): void
}

export function createCallMe(deps: {
  readonly journal: Journal
  readonly names: Names
  readonly stripPlus: boolean
  /** ISO 3166 code of the place. */
  readonly country: () => string
  /** Which numbers may be called. */
  readonly allow: Allow
  readonly log: Log
  post(agentKey: number, phoneNumber: string): Promise<Result<void>>
  changed(): void
}): CallMeService {
  const { journal, names } = deps
  let state = restored(journal.get('chat.callMe'))
  let turn = 0

  function set(next: CallMeRecord): void {
    state = next
    journal.set('chat.callMe', next)
    deps.changed()
  }

  return {
    get view() {
      if (!state) return undefined
      const person = names.of(String(state.agentKey))
      return {
        state: state.state,
        country: deps.country(),
        ...(person.name !== '' && { person }),
        ...(state.number !== undefined && { number: state.number }),
      }
    },
    asked(agentKey) {
      const pending = state?.state === 'asked' || state?.state === 'sending'
      if (pending && state?.agentKey === agentKey) return
      turn += 1
      set({ agentKey, state: 'asked' })
    },
    async answer({ number: text, country, isNumberConfirmed }) {
      if (!state || !isOpen(state)) return fail('wrong-state')
      const reading = readNumber(text, country)
      const { number } = reading
      // The request to the centre has no place for an extension (R153).
      const problem = numberProblem(reading, {
        allow: deps.allow,
        isConfirmed: isNumberConfirmed === true,
        takesExtension: false,
      })
      if (number === undefined || problem !== undefined) {
        deps.log.info('a number was not taken', { why: problem ?? 'invalid' })
        return fail('invalid-input', 'number')
      }
      turn += 1
      const mine = turn
      const agentKey = state.agentKey
      set({ agentKey, state: 'sending', number: number.written })
      const wire = deps.stripPlus ? number.e164.replace(/^\+/u, '') : number.e164
      const result = await deps.post(agentKey, wire)
      // Another request, or the agent's leaving, has taken its place.
      const current = turn === mine && isSending()
      if (result.ok) {
        if (current) set({ agentKey, state: 'sent', number: number.written })
        return done
      }
      const fate = result.error.effect === 'none' ? 'failed' : 'unknown'
      if (current) set({ agentKey, state: fate, number: number.written })
      return { ok: false, error: failureOf(result.error) }
    },
    decline() {
      if (!state || !isOpen(state)) return fail('wrong-state')
      set({ agentKey: state.agentKey, state: 'declined' })
      return done
    },
    left(left, present) {
      if (!state) return
      const key = String(state.agentKey)
      // An agent who has not written yet is not among those present: gone when nobody is left.
      if (present.includes(key) || (present.length > 0 && !left.includes(key))) return
      if (isOpen(state) || state.state === 'sending') {
        set({ agentKey: state.agentKey, state: 'stale' })
      }
    },
  }

  function isSending(): boolean {
    return state?.state === 'sending'
  }
}

/** After a crash nobody knows whether the number has arrived: the customer may send it again. */
function restored(record: CallMeRecord | undefined): CallMeRecord | undefined {
  return record?.state === 'sending' ? { ...record, state: 'unknown' } : record
}

/** The customer may give a number, or say no. */
function isOpen({ state }: CallMeRecord): boolean {
  return state === 'asked' || state === 'failed' || state === 'unknown'
}
