import type { CallbackDay, CallbackTopic, RequestCallback } from '../../contract/callback.ts'
import { fail, ok, type Outcome } from '../../contract/outcome.ts'
import { numberProblem, type NumberProblem } from '../../phone/judge.ts'
import type { Allow } from '../../phone/kinds.ts'
import { readNumber, type PhoneNumber } from '../../phone/reader.ts'
import { isOffered } from './days.ts'

/** What passed every check, ready for the wire. */
export interface CheckedRequest {
  readonly topic: CallbackTopic
  readonly first: RequestCallback['first']
  readonly second: RequestCallback['second']
  readonly name: string
  readonly comment: string
  readonly number: PhoneNumber
}

interface Limits {
  readonly topics: readonly CallbackTopic[]
  readonly days: readonly CallbackDay[]
  readonly askConsent: boolean
  readonly allow: Allow
  /** Hears why a number was not taken. */
  readonly onrefusal: (why: NumberProblem) => void
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
  const reading = readNumber(input.number, input.country)
  const { number } = reading
  const problem = numberProblem(reading, {
    allow: limits.allow,
    isConfirmed: input.isNumberConfirmed === true,
    takesExtension: true,
  })
  if (number === undefined || problem !== undefined) {
    limits.onrefusal(problem ?? 'invalid')
    return fail('invalid-input', 'number')
  }
  if (limits.askConsent && !input.consent) return fail('invalid-input', 'consent')
  return ok({
    topic,
    first: input.first,
    second,
    name,
    comment,
    number,
  })
}

/** What a customer wrote, to be told from what they write next. */
export function textsOf({ name, comment }: RequestCallback): string {
  return JSON.stringify([name, comment])
}

/** What the agent reads: an extension first, since the number leaves without it. In English, as the contact data are. */
export function commentOf({ number: { extension }, comment }: CheckedRequest): string {
  if (extension === '') return comment
  return comment === '' ? `Extension ${extension}` : `Extension ${extension}. ${comment}`
}

function clean(text: string): string {
  return text.replace(CONTROLS, ' ').replace(/\s+/gu, ' ').trim()
}

function characters(text: string): number {
  return Array.from(text).length
}
