import type { CallbackDay, CallbackTopic, RequestCallback } from '../../contract/callback.ts'
import { fail, ok, type Outcome } from '../../contract/outcome.ts'
import { readPhoneNumber } from '../platform/phone-number.ts'
import { isOffered } from './days.ts'

/** What passed every check, ready for the wire. */
export interface CheckedRequest {
  readonly topic: CallbackTopic
  readonly first: RequestCallback['first']
  readonly second: RequestCallback['second']
  readonly name: string
  readonly comment: string
  /** E.164 with `+`. */
  readonly e164: string
  readonly written: string
}

interface Limits {
  readonly topics: readonly CallbackTopic[]
  readonly days: readonly CallbackDay[]
  readonly askConsent: boolean
}

const NAME_CHARACTERS = 80
const COMMENT_CHARACTERS = 500
/** C0 and C1 controls and the marks that reorder text. */
const CONTROLS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu

/** Holds a request against the policy, the calendar and the numbering plan; names the field at fault. */
export function checkRequest(input: RequestCallback, limits: Limits): Outcome<CheckedRequest> {
  const topic = limits.topics.find(({ key }) => key === input.topic)
  if (!topic) return fail('not-found', 'topic')
  if (!isOffered(limits.days, input.first)) return fail('invalid-input', 'first')
  const { second } = input
  if (second && (!isOffered(limits.days, second) || second.start < input.first.end)) {
    return fail('invalid-input', 'second')
  }
  const name = clean(input.name)
  if (name === '' || characters(name) > NAME_CHARACTERS) return fail('invalid-input', 'name')
  const comment = clean(input.comment)
  if (characters(comment) > COMMENT_CHARACTERS) return fail('invalid-input', 'comment')
  const number = readPhoneNumber(input.number, input.country)
  if (number === undefined) return fail('invalid-input', 'number')
  if (limits.askConsent && !input.consent) return fail('invalid-input', 'consent')
  return ok({
    topic,
    first: input.first,
    second,
    name,
    comment,
    e164: number.e164,
    written: number.written,
  })
}

function clean(text: string): string {
  return text.replace(CONTROLS, ' ').replace(/\s+/gu, ' ').trim()
}

function characters(text: string): number {
  return Array.from(text).length
}
