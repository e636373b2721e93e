import { z } from 'zod'
import type { CentreData, Unit } from '../config/data.ts'
import type { Switches } from '../config/switches.ts'
import type { Window } from '../model/callbacks.ts'
import type { ContactDatum, SessionRequest } from '../model/session.ts'

/** A request that the text answers with 400: a required field is invalid or empty. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest'
}

const required = z.string().min(1)
/** Optional fields may be left out; a null says the same. */
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? '')
const contactData = z
  .array(z.object({ key: z.string().min(1), value: z.string() }))
  .nullish()
  .transform((list): ContactDatum[] => list ?? [])
/** R78, R171. */
const priority = z.int().min(1).max(100)

const parse = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> => {
  const result = schema.safeParse(body)
  if (!result.success) throw new BadRequest(z.prettifyError(result.error))
  return result.data
}

/** R76, R80: printable ASCII without ! " % * , _ ` | (C30). */
const isPlain = (text: string, switches: Switches): boolean =>
  /^[\x20-\x7e]*$/.test(text) &&
  !/[!"%*,_`|]/.test(text) &&
  (switches.apostrophe === 'accept' || !text.includes("'"))

/** Applies what question 8 leaves open: length and characters. Throws BadRequest. */
const acceptText = (text: string, switches: Switches): string => {
  let kept = text
  if (switches.maxTextLength > 0 && kept.length > switches.maxTextLength) {
    if (switches.overlongText === 'refuse') throw new BadRequest('too long')
    kept = kept.slice(0, switches.maxTextLength)
  }
  if (switches.emoji !== 'keep' && /[\u{10000}-\u{10ffff}]/u.test(kept)) {
    if (switches.emoji === 'refuse') throw new BadRequest('character not supported')
    kept = kept.replace(/[\u{10000}-\u{10ffff}]/gu, '?')
  }
  return kept
}

const acceptData = (data: readonly ContactDatum[], switches: Switches): ContactDatum[] =>
  data.map((datum) => ({ key: datum.key, value: acceptText(datum.value, switches) }))

/** A business unit by its name (R8), or undefined. */
export const findUnit = (name: string, data: CentreData, switches: Switches): Unit | undefined =>
  data.units.find((unit) =>
    switches.unitMatch === 'exact'
      ? unit.name === name
      : unit.name.toLowerCase() === name.toLowerCase(),
  )

const sessionSchema = z.object({
  businessUnitName: required,
  caption: required,
  contactData,
  customerName: required,
  destination: optionalText,
  language: required,
  priority,
  source: required,
})

/** The body of POST /v1/sessions (R70 to R80). Throws BadRequest. */
export const readSession = (
  body: unknown,
  data: CentreData,
  switches: Switches,
): SessionRequest => {
  const request = parse(sessionSchema, body)
  const unit = findUnit(request.businessUnitName, data, switches)
  if (unit === undefined) throw new BadRequest('unknown business unit')
  if (switches.unknownLanguage === 'refuse' && !data.languages.includes(request.language)) {
    throw new BadRequest('unknown language')
  }
  if (!isPlain(request.destination, switches)) throw new BadRequest('forbidden in destination')
  if (!isPlain(request.source, switches)) throw new BadRequest('forbidden in source')
  return {
    ...request,
    businessUnitName: unit.name,
    caption: acceptText(request.caption, switches),
    contactData: acceptData(request.contactData, switches),
  }
}

/** The session id in the body of DELETE /v1/sessions (R88). Throws BadRequest. */
export const readSessionId = (body: unknown): string =>
  parse(z.object({ sessionId: required }), body).sessionId

/** The body of POST contents (R136). Throws BadRequest. */
export const readContent = (body: unknown, switches: Switches): string =>
  acceptText(parse(z.object({ content: required }), body).content, switches)

const typingSchemas = {
  boolean: z.object({ isTyping: z.boolean() }),
  string: z.object({ isTyping: z.enum(['true', 'false']) }),
  either: z.object({ isTyping: z.union([z.boolean(), z.enum(['true', 'false'])]) }),
}

/** The body of POST typing (R144). Throws BadRequest. */
export const readTyping = (body: unknown, switches: Switches): boolean => {
  const { isTyping } = parse(typingSchemas[switches.isTypingType], body)
  return isTyping === true || isTyping === 'true'
}

const acceptNumber = (text: string, switches: Switches): string => {
  const fits = { any: /\d/, digits: /^\d+$/, e164: /^\+\d+$/ }[switches.phoneNumberFormat]
  if (!fits.test(text)) throw new BadRequest('not a phone number')
  return text
}

const keyAsText = z
  .string()
  .regex(/^\d+$/)
  .transform((text) => Number(text))

/** The body of POST call-me (R153, R154). Throws BadRequest. */
export const readCallMe = (
  body: unknown,
  switches: Switches,
): { agentKey: number; phoneNumber: string } => {
  const agentKey = switches.agentKeyType === 'string' ? z.union([z.int(), keyAsText]) : z.int()
  const request = parse(z.object({ agentKey, phoneNumber: required }), body)
  return {
    agentKey: request.agentKey,
    phoneNumber: acceptNumber(request.phoneNumber, switches),
  }
}

const callbackSchema = z.object({
  callbackQueueKey: z.int(),
  comment: optionalText,
  contactData,
  contactName: required,
  firstAttemptStartTime: required,
  firstAttemptEndTime: required,
  secondAttemptStartTime: optionalText,
  secondAttemptEndTime: optionalText,
  phoneNumber: required,
  priority,
})

export interface ReadCallback {
  readonly callbackQueueKey: number
  readonly comment: string
  readonly contactData: readonly ContactDatum[]
  readonly contactName: string
  readonly phoneNumber: string
  readonly priority: number
  readonly first: Window
  readonly second: Window | undefined
}

/** UTC without offset, to the minute (R169, C10); in milliseconds. Throws BadRequest. */
const readTime = (text: string, switches: Switches): number => {
  const found = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?$/.exec(text)
  if (found === null) throw new BadRequest('not a time')
  const seconds = found[2]
  if (seconds !== undefined && switches.callbackSeconds === 'refuse') {
    throw new BadRequest('seconds in a time')
  }
  if (seconds === undefined && switches.callbackSeconds === 'require') {
    throw new BadRequest('no seconds in a time')
  }
  const full = `${found[1] ?? ''}${seconds ?? ':00'}`
  const ms = Date.parse(`${full}Z`)
  // Date.parse rolls 30 February over into March; such a day is no day.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== full) {
    throw new BadRequest('no such time')
  }
  return ms
}

const readWindow = (start: string, end: string, switches: Switches): Window => {
  const window = { start: readTime(start, switches), end: readTime(end, switches) }
  if (switches.callbackWindows === 'check' && window.end <= window.start) {
    throw new BadRequest('window ends before it starts')
  }
  return window
}

const trimKeys = (body: unknown, switches: Switches): unknown => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const entries = Object.entries(body)
  if (!entries.some(([key]) => key !== key.trim())) return body
  if (switches.callbackBlankKeys === 'refuse') throw new BadRequest('blank in an attribute name')
  return Object.fromEntries(entries.map(([key, value]) => [key.trim(), value]))
}

/** The body of POST /v1/callbacks (R161 to R172); `now` in milliseconds. Throws BadRequest. */
export const readCallback = (body: unknown, switches: Switches, now: number): ReadCallback => {
  const request = parse(callbackSchema, trimKeys(body, switches))
  const first = readWindow(request.firstAttemptStartTime, request.firstAttemptEndTime, switches)
  const start = request.secondAttemptStartTime
  const end = request.secondAttemptEndTime
  let second: Window | undefined
  if (start !== '' && end !== '') {
    second = readWindow(start, end, switches)
  } else if (start !== '' || end !== '') {
    const single = readTime(start + end, switches)
    if (switches.callbackWindows === 'check') throw new BadRequest('half a second window')
    second = { start: single, end: single }
  }
  if (second !== undefined && switches.callbackWindows === 'check' && second.start < first.end) {
    throw new BadRequest('second window before the first')
  }
  if (switches.callbackPast === 'refuse' && first.end <= now) throw new BadRequest('in the past')
  return {
    callbackQueueKey: request.callbackQueueKey,
    comment: acceptText(request.comment, switches),
    contactData: acceptData(request.contactData, switches),
    contactName: request.contactName,
    phoneNumber: acceptNumber(request.phoneNumber, switches),
    priority: request.priority,
    first,
    second,
  }
}
