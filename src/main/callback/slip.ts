import type { CallbackSlip } from '../../contract/callback.ts'
import { calendarCodes, calendarFile } from './calendar.ts'
import type { CheckedRequest } from './request.ts'

/**
 * What the customer takes along of a request that was sent, and its calendar file; `id` names the calendar entry, `now`
 * in epoch milliseconds.
 */
export function slipOf(
  request: CheckedRequest,
  { business, id, now }: { business: string; id: string; now: number },
): { readonly slip: CallbackSlip; readonly file: string } {
  const { first, second, topic, name, comment } = request
  const { e164, written, extension } = request.number
  const windows = second ? [first, second] : [first]
  const number = extension === '' ? written : `${written} ext. ${extension}`
  const entry = { business, topic: topic.name, number, windows, id, now }
  const slip = {
    topic: topic.name,
    first,
    ...(second ? { second } : {}),
    name,
    comment,
    number: written,
    ...(extension === '' ? {} : { extension }),
    international: e164,
    codes: calendarCodes(entry),
  }
  return { slip, file: calendarFile(entry) }
}
