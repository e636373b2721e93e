import type { Random } from '../../../simulator/support/random.ts'
import type { Written } from './bridge-values.ts'

/** What an input may be: a second book beside the app's own schemas, which it judges. */
type Kind =
  | { readonly is: 'nothing' }
  | { readonly is: 'text'; readonly most: number; readonly least?: number }
  | { readonly is: 'country' }
  | { readonly is: 'yes-or-no' }
  | {
      readonly is: 'number'
      readonly least: number
      readonly most: number
      readonly whole: boolean
    }
  | { readonly is: 'one of'; readonly words: readonly string[] }
  | { readonly is: 'fields'; readonly fields: Readonly<Record<string, Kind>> }
  | { readonly is: 'list'; readonly of: Kind; readonly most: number }
  | { readonly is: 'maybe'; readonly kind: Kind }
  | { readonly is: 'or null'; readonly kind: Kind }

const nothing: Kind = { is: 'nothing' }
const yes: Kind = { is: 'yes-or-no' }
const country: Kind = { is: 'country' }
const text = (most: number, least = 0): Kind => ({ is: 'text', most, least })
const id = text(100, 1)
const whole = (least: number, most: number): Kind => ({ is: 'number', least, most, whole: true })
const number = (least: number, most: number): Kind => ({ is: 'number', least, most, whole: false })
const oneOf = (...words: string[]): Kind => ({ is: 'one of', words })
const fields = (of: Readonly<Record<string, Kind>>): Kind => ({ is: 'fields', fields: of })
const maybe = (kind: Kind): Kind => ({ is: 'maybe', kind })
const orNull = (kind: Kind): Kind => ({ is: 'or null', kind })
const list = (of: Kind, most: number): Kind => ({ is: 'list', of, most })
const anyInteger = whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
const span = fields({ start: whole(0, 8.64e15), end: whole(0, 8.64e15) })
const pixels = number(-100_000, 100_000)
const words = fields({
  language: text(35),
  title: text(400),
  you: text(100),
  service: text(200),
  ...Object.fromEntries(
    [
      'undelivered page pageUnnamed joined joinedUnnamed left leftUnnamed requeued',
      'customerLeft redirected',
    ]
      .join(' ')
      .split(' ')
      .map((name) => [name, text(400)]),
  ),
})

/** Every call of the bridge and what it takes. */
export const table: Readonly<Record<string, Kind>> = {
  'app.ready': nothing,
  'app.alive': fields({ beat: whole(1, Number.MAX_SAFE_INTEGER) }),
  'app.fault': fields({ message: text(20_000), stack: maybe(text(20_000)) }),
  'visit.touch': nothing,
  'visit.stay': nothing,
  'visit.end': nothing,
  'visit.language': fields({ language: text(35) }),
  'visit.comfort': fields({
    theme: oneOf('default', 'light', 'dark', 'contrast'),
    textZoom: number(1, 1.4),
    reach: yes,
  }),
  'chat.start': fields({
    name: text(1000),
    topic: maybe(text(200)),
    message: text(20_000),
    customer: maybe(text(400)),
    consent: yes,
  }),
  'chat.send': fields({ text: text(20_000) }),
  'chat.draft': fields({ text: text(20_000) }),
  'chat.retry': fields({ id }),
  'chat.discard': fields({ id }),
  'chat.guard': fields({ id, choice: oneOf('send', 'mask', 'edit') }),
  'callback.guard': fields({ id, choice: oneOf('send', 'mask', 'edit') }),
  'chat.end': nothing,
  'chat.leave': nothing,
  'chat.history': fields({ before: id, count: whole(1, 500) }),
  'chat.callMe': fields({ number: text(100), country }),
  'chat.declineCallMe': nothing,
  'chat.showPage': fields({ entryId: orNull(id) }),
  'chat.viewerBounds': orNull(fields({ x: pixels, y: pixels, width: pixels, height: pixels })),
  'chat.printTranscript': words,
  'chat.saveTranscript': words,
  'callback.open': fields({
    name: maybe(text(1000)),
    number: maybe(text(100)),
    comment: maybe(text(20_000)),
  }),
  'callback.request': fields({
    topic: anyInteger,
    first: span,
    second: maybe(span),
    name: text(1000),
    number: text(100),
    country,
    comment: text(20_000),
    consent: yes,
    knowingly: yes,
  }),
  'callback.leave': nothing,
  'callback.saveCalendar': nothing,
  'callback.printSlip': fields({
    language: text(35),
    title: text(400),
    rows: list(fields({ label: text(400), value: text(20_000) }), 10),
    code: text(400),
  }),
  'call.grant': fields({
    destinationKey: text(80),
    customerNumber: text(100),
    customerName: maybe(text(200)),
    isGoodbye: maybe(yes),
  }),
  'call.report': fields({ phase: oneOf('idle', 'preparing', 'ringing', 'talking', 'ended') }),
  'call.devices': fields({
    audioInput: maybe(text(300)),
    audioOutput: maybe(text(300)),
    videoInput: maybe(text(300)),
  }),
  'call.screens': nothing,
  'call.pickScreen': fields({ id: orNull(text(200)) }),
  'desktop.followed': fields({ number: whole(0, Number.MAX_SAFE_INTEGER) }),
  'staff.ask': nothing,
  'staff.open': fields({ pin: text(20) }),
  'staff.close': nothing,
  'staff.check': fields({
    devices: orNull(
      fields({ cameras: whole(0, 100), microphones: whole(0, 100), speakers: whole(0, 100) }),
    ),
  }),
  'staff.act': fields({ action: oneOf('print', 'save', 'copy', 'restart', 'leave') }),
}

/** Whether a call takes this value. */
export function takes(kind: Kind, value: unknown): boolean {
  switch (kind.is) {
    case 'nothing':
      return value === undefined || value === null
    case 'text': {
      const { most, least = 0 } = kind
      return typeof value === 'string' && value.length >= least && value.length <= most
    }
    case 'country':
      return typeof value === 'string' && /^[A-Z]{2}$/u.test(value)
    case 'yes-or-no':
      return typeof value === 'boolean'
    case 'number':
      return (
        typeof value === 'number' &&
        value >= kind.least &&
        value <= kind.most &&
        (!kind.whole || Number.isSafeInteger(value))
      )
    case 'one of':
      return typeof value === 'string' && kind.words.includes(value)
    case 'list':
      // A hole in it is an absent value too.
      return (
        Array.isArray(value) &&
        value.length <= kind.most &&
        Array.from(value).every((each) => takes(kind.of, each))
      )
    case 'maybe':
      return value === undefined || takes(kind.kind, value)
    case 'or null':
      return value === null || takes(kind.kind, value)
    case 'fields': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
      const prototype: unknown = Object.getPrototypeOf(value)
      if (prototype !== Object.prototype && prototype !== null) return false
      const known = new Map(Object.entries(kind.fields))
      if (Reflect.ownKeys(value).some((key) => typeof key !== 'string' || !known.has(key))) {
        return false
      }
      return [...known].every(([key, inner]) => takes(inner, Reflect.get(value, key)))
    }
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzäöüßéλжعשあ漢0123456789 .,-+()<>&\'"%/\\\n\t\u0000\u202e'

/** A text of this length, in letters of many scripts and signs that mean something elsewhere. */
export function drawText(random: Random, length: number): string {
  const unit = Array.from({ length: Math.min(length, 40) }, () =>
    random.pick(Array.from(LETTERS)),
  ).join('')
  return unit === '' ? '' : unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
}

/** An input that the call takes. */
export function draw(kind: Kind, random: Random): Written {
  switch (kind.is) {
    case 'nothing':
      return random.pick<Written>([null, { $: 'undefined' }])
    case 'text': {
      const usual = Math.min(kind.most, 30)
      const length = random.int(0, 9) === 0 ? kind.most : random.int(kind.least ?? 0, usual)
      return drawText(random, length)
    }
    case 'country':
      return random.pick(['DE', 'FI', 'US', 'ZZ'])
    case 'yes-or-no':
      return random.int(0, 1) === 1
    case 'number': {
      const least = Math.max(kind.least, -1e12)
      const most = Math.min(kind.most, 2e12)
      return kind.whole ? random.int(least, most) : least + random.next() * (most - least)
    }
    case 'one of':
      return random.pick(kind.words)
    case 'list':
      return Array.from({ length: random.int(0, kind.most) }, () => draw(kind.of, random))
    case 'maybe':
      return draw(kind.kind, random)
    case 'or null':
      return random.int(0, 3) === 0 ? null : draw(kind.kind, random)
    case 'fields':
      return Object.fromEntries(
        Object.entries(kind.fields)
          .filter(([, inner]) => inner.is !== 'maybe' || random.int(0, 1) === 1)
          .map(([key, inner]) => [key, draw(inner, random)]),
      )
  }
}
