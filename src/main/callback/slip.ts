import type { CallbackSlip } from '../../contract/callback.ts'
import { calendarOf } from './calendar.ts'
import type { CheckedRequest } from './request.ts'

/** What the customer takes along of a request that was sent; `id` names its calendar entry, `now` in epoch milliseconds. */
export function slipOf(
  request: CheckedRequest,
  { business, id, now }: { business: string; id: string; now: number },
): CallbackSlip {
  const { first, second, topic, name, comment, e164, written } = request
  const windows = second ? [first, second] : [first]
  return {
    topic: topic.name,
    first,
    ...(second ? { second } : {}),
    name,
    comment,
    number: written,
    international: e164,
    calendar: calendarOf({ business, topic: topic.name, number: written, windows, id, now }),
  }
}
