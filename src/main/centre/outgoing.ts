import type { CallbackRequest, CallbackWindow, ContactDatum, SessionRequest } from './api.ts'
import type { Compat } from './config.ts'
import { fitDestination, fitSource, wellFormed, withRaw } from './encode.ts'

/** A body for the wire, or why the request would only be refused (R83, R138, R174). */
export type Outgoing =
  { readonly ok: true; readonly body: object } | { readonly ok: false; readonly why: string }

const MINUTE_MS = 60_000

/** R70 to R80. What `source` or `destination` cannot say goes into the contact data (C31). */
export function sessionBody(request: SessionRequest, businessUnit: string): Outgoing {
  const source = fitSource(request.source)
  const destination = fitDestination(request.destination ?? '')
  const why =
    missing({
      businessUnitName: businessUnit,
      caption: request.caption,
      customerName: request.customerName,
      language: request.language,
      source: source.wire,
    }) ??
    wrongPriority(request.priority) ??
    wrongData(request.contactData)
  if (why !== undefined) return { ok: false, why }
  return {
    ok: true,
    body: {
      businessUnitName: wellFormed(businessUnit.trim()),
      caption: wellFormed(request.caption),
      ...contactData(withRaw(request.contactData, source, destination)),
      customerName: wellFormed(request.customerName.trim()),
      ...(destination.wire === '' ? {} : { destination: destination.wire }),
      language: wellFormed(request.language.trim()),
      priority: request.priority,
      source: source.wire,
    },
  }
}

/** R136. */
export function contentBody(content: string): Outgoing {
  const why = missing({ content })
  return why === undefined
    ? { ok: true, body: { content: wellFormed(content) } }
    : { ok: false, why }
}

/** R144, C5. */
export function typingBody(typing: boolean, as: Compat['typing']): object {
  return { isTyping: as === 'boolean' ? typing : String(typing) }
}

/** R153, R154. */
export function callMeBody(agentKey: number, phoneNumber: string): Outgoing {
  if (!Number.isSafeInteger(agentKey) || agentKey <= 0) {
    return { ok: false, why: 'agentKey is not a positive integer' }
  }
  const why = missing({ phoneNumber })
  return why === undefined
    ? { ok: true, body: { agentKey, phoneNumber: wellFormed(phoneNumber.trim()) } }
    : { ok: false, why }
}

/** R161 to R172. */
export function callbackBody(request: CallbackRequest, times: Compat['callbackTimes']): Outgoing {
  const { first, second } = request
  const why =
    missing({ contactName: request.contactName, phoneNumber: request.phoneNumber }) ??
    (Number.isSafeInteger(request.queueKey) ? undefined : 'callbackQueueKey is not an integer') ??
    wrongPriority(request.priority) ??
    wrongWindow('first', first) ??
    (second === undefined ? undefined : wrongWindow('second', second)) ??
    (second && second.start < first.end
      ? 'second window begins before the first ends'
      : undefined) ??
    wrongData(request.contactData)
  if (why !== undefined) return { ok: false, why }
  const comment = wellFormed(request.comment?.trim() ?? '')
  return {
    ok: true,
    body: {
      callbackQueueKey: request.queueKey,
      ...(comment === '' ? {} : { comment }),
      ...contactData(request.contactData),
      contactName: wellFormed(request.contactName.trim()),
      firstAttemptStartTime: wireTime(first.start, times),
      firstAttemptEndTime: wireTime(first.end, times),
      phoneNumber: wellFormed(request.phoneNumber.trim()),
      priority: request.priority,
      ...(second === undefined
        ? {}
        : {
            secondAttemptStartTime: wireTime(second.start, times),
            secondAttemptEndTime: wireTime(second.end, times),
          }),
    },
  }
}

/** UTC without an offset (R169), to the minute unless the site wants seconds (C10). */
function wireTime(at: number, times: Compat['callbackTimes']): string {
  return new Date(at).toISOString().slice(0, times === 'minutes' ? 16 : 19)
}

function missing(fields: Readonly<Record<string, string>>): string | undefined {
  const empty = Object.entries(fields).filter(([, value]) => value.trim() === '')
  return empty.length === 0 ? undefined : `empty: ${empty.map(([name]) => name).join(', ')}`
}

function wrongPriority(priority: number): string | undefined {
  const isRight = Number.isInteger(priority) && priority >= 1 && priority <= 100
  return isRight ? undefined : 'priority is not an integer from 1 to 100'
}

function wrongData(data: readonly ContactDatum[]): string | undefined {
  return data.some((datum) => datum.key.trim() === '') ? 'contactData with an empty key' : undefined
}

function wrongWindow(name: string, { start, end }: CallbackWindow): string | undefined {
  const ends = [start, end]
  if (!ends.every((at) => at > 0 && at < Date.UTC(9999, 0, 1) && at % MINUTE_MS === 0)) {
    return `${name} window is not in whole minutes`
  }
  return end > start ? undefined : `${name} window ends before it begins`
}

function contactData(data: readonly ContactDatum[]): object {
  if (data.length === 0) return {}
  return {
    contactData: data.map(({ key, value }) => ({
      key: wellFormed(key.trim()),
      value: wellFormed(value),
    })),
  }
}
