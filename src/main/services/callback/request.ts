import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CallbackDay, CallbackTopic, RequestCallback } from '../../../contract/callback.ts'
import { fail, ok, type Outcome } from '../../../contract/outcome.ts'
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
  readonly national: string
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
  const number = parsePhoneNumberFromString(input.number.slice(0, 60), {
    ...(isSupportedCountry(input.country) ? { defaultCountry: input.country } : {}),
    extract: false,
  })
  // An extension would not survive E.164, and a number that is only possible is not good enough.
  if (!number?.isValid() || number.ext !== undefined) return fail('invalid-input', 'number')
  if (limits.askConsent && !input.consent) return fail('invalid-input', 'consent')
  return ok({
    topic,
    first: input.first,
    second,
    name,
    comment,
    e164: number.number,
    national: number.formatNational(),
  })
}

function clean(text: string): string {
  return text.replace(CONTROLS, ' ').replace(/\s+/gu, ' ').trim()
}

function characters(text: string): number {
  return Array.from(text).length
}
