import { z } from 'zod'
import type { Inputs } from '../../contract/contract.ts'

/** Longest text a message of the bridge may hold; the policy's own limits are checked by the services. */
const LONGEST = 20_000

const nothing = z
  .undefined()
  .or(z.null())
  .transform(() => undefined)
const line = (most: number) => z.string().max(most)
const text = z.string().max(LONGEST)
const instant = z.int().min(0).max(8.64e15)
const span = z.strictObject({ start: instant, end: instant })
const id = z.string().min(1).max(100)
const guardAnswer = z.strictObject({ id, choice: z.enum(['send', 'mask', 'edit']) })
const count = z.int().min(0).max(100)
const pixels = z.number().min(-100_000).max(100_000)

const words = z.strictObject({
  language: line(35),
  title: line(400),
  you: line(100),
  service: line(200),
  undelivered: line(400),
  page: line(400),
  pageUnnamed: line(400),
  joined: line(400),
  joinedUnnamed: line(400),
  left: line(400),
  leftUnnamed: line(400),
  requeued: line(400),
  customerLeft: line(400),
  redirected: line(400),
})

/** A schema for every call: what it lets through is what the handler's type says. */
export const inputs: Inputs = {
  app: {
    ready: nothing,
    alive: z.strictObject({ beat: z.int().min(1) }),
    fault: z.strictObject({ message: text, stack: text.optional() }).transform(dropUndefined),
  },
  visit: {
    touch: nothing,
    stay: nothing,
    end: nothing,
    language: z.strictObject({ language: line(35) }),
    comfort: z.strictObject({
      theme: z.enum(['default', 'light', 'dark', 'contrast']),
      textZoom: z.number().min(1).max(1.4),
      reach: z.boolean(),
    }),
  },
  chat: {
    start: z
      .strictObject({
        name: line(1000),
        topic: line(200).optional(),
        message: text,
        customer: line(400).optional(),
        consent: z.boolean(),
      })
      .transform(dropUndefined),
    send: z.strictObject({ text }),
    draft: z.strictObject({ text }),
    retry: z.strictObject({ id }),
    discard: z.strictObject({ id }),
    guard: guardAnswer,
    end: nothing,
    leave: nothing,
    history: z.strictObject({ before: id, count: z.int().min(1).max(500) }),
    callMe: z.strictObject({ number: line(100), country: z.string().regex(/^[A-Z]{2}$/) }),
    declineCallMe: nothing,
    showPage: z.strictObject({ entryId: id.nullable() }),
    viewerBounds: z
      .strictObject({ x: pixels, y: pixels, width: pixels, height: pixels })
      .nullable(),
    printTranscript: words,
    saveTranscript: words,
  },
  callback: {
    open: z
      .strictObject({
        name: line(1000).optional(),
        number: line(100).optional(),
        comment: text.optional(),
      })
      .transform(dropUndefined),
    request: z
      .strictObject({
        topic: z.int(),
        first: span,
        second: span.optional(),
        name: line(1000),
        number: line(100),
        country: z.string().regex(/^[A-Z]{2}$/),
        comment: text,
        consent: z.boolean(),
        knowingly: z.boolean(),
      })
      .transform(dropUndefined),
    guard: guardAnswer,
    leave: nothing,
    saveCalendar: nothing,
    printSlip: z.strictObject({
      language: line(35),
      title: line(400),
      rows: z.array(z.strictObject({ label: line(400), value: text })).max(10),
      code: line(400),
    }),
  },
  call: {
    grant: z
      .strictObject({
        destinationKey: line(80),
        customerNumber: line(100),
        customerName: line(200).optional(),
        isGoodbye: z.boolean().optional(),
      })
      .transform(dropUndefined),
    report: z.strictObject({ phase: z.enum(['idle', 'preparing', 'ringing', 'talking', 'ended']) }),
    devices: z
      .strictObject({
        audioInput: line(300).optional(),
        audioOutput: line(300).optional(),
        videoInput: line(300).optional(),
      })
      .transform(dropUndefined),
    screens: nothing,
    pickScreen: z.strictObject({ id: line(200).nullable() }),
  },
  desktop: {
    followed: z.strictObject({ number: z.int().min(0) }),
  },
  staff: {
    ask: nothing,
    open: z.strictObject({ pin: line(20) }),
    close: nothing,
    check: z.strictObject({
      devices: z.strictObject({ cameras: count, microphones: count, speakers: count }).nullable(),
    }),
    act: z.strictObject({ action: z.enum(['print', 'save', 'copy', 'restart', 'leave']) }),
  },
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** With exactOptionalPropertyTypes an optional field is absent, never present as `undefined`. */
function dropUndefined<T extends object>(value: T): Defined<T> {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(entries) as Defined<T>
}
