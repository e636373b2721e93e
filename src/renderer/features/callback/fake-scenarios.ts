import type { CallbackDay, CallbackView, CallbackWindow } from '../../../contract/callback.ts'
import type { Handlers } from '../../../contract/contract.ts'
import { done } from '../../../contract/outcome.ts'
import { FakeFeed, type Played } from '../../lib/fake-bridge.ts'
import { FAKE_NOW, idleCallback } from '../../lib/fake-views.ts'
import { fakeZone } from '../../lib/fake-zones.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** 24 November 2026, midnight in Berlin. */
const MIDNIGHT = FAKE_NOW - 14.5 * HOUR

export const fakeTopics: CallbackView['topics'] = [
  { key: 9, name: 'My order or delivery', description: 'Where it is, changes, returns' },
  { key: 10, name: 'Help with a device', description: 'Setting up, faults, updates' },
  { key: 11, name: 'Advice before I buy', description: '' },
]

/** A fortnight from 24 November 2026 in Berlin, closed on Sundays. */
export const fakeDays: readonly CallbackDay[] = Array.from({ length: 14 }, (_, offset) => {
  const midnight = MIDNIGHT + offset * DAY
  const date = new Date(midnight + 12 * HOUR)
  const isSunday = date.getUTCDay() === 0
  return {
    date: date.toISOString().slice(0, 10),
    windows: isSunday
      ? []
      : [9, 11, 13, 14, 15, 16, 17, 18, 19].map((hour) => ({
          ...windowOf(offset, hour),
          state: midnight + hour * HOUR < FAKE_NOW + HOUR / 2 ? 'past' : 'open',
        })),
  }
})

/** The window that begins at an hour of the day so many days after 24 November 2026, in Berlin. */
export function windowOf(offset: number, hour: number): CallbackWindow {
  const start = MIDNIGHT + offset * DAY + hour * HOUR
  return { start, end: start + (hour === 9 || hour === 11 ? 2 : 1) * HOUR }
}

export const openCallback: CallbackView = {
  ...idleCallback,
  availability: 'open',
  topics: fakeTopics,
  days: fakeDays,
}

const slip: NonNullable<CallbackView['slip']> = {
  topic: 'My order or delivery',
  first: windowOf(0, 15),
  second: windowOf(0, 18),
  name: 'Jonas Weber',
  number: '0170 5550142',
  international: '+491705550142',
  comment: 'The right light is blinking since last night.',
  codes: [0, 1].map((place) =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Callpoint//EN',
      'BEGIN:VEVENT',
      `UID:6f2c2e0c-4a52-4a7e-9a35-0f2d1c5b7a1e-${place + 1}`,
      'SEQUENCE:0',
      'DTSTAMP:20261124T133000Z',
      `DTSTART:20261124T1${place * 3 + 4}0000Z`,
      `DTEND:20261124T1${place * 3 + 5}0000Z`,
      'SUMMARY:Nordlicht: My order or delivery',
      'DESCRIPTION:0170 5550142',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  ),
}

const scenarios: Readonly<Record<string, Partial<CallbackView>>> = {
  'callback-ask': {},
  'callback-handover': {
    handover: { name: 'Jonas Weber', number: '0170 5550142', comment: 'My light is blinking' },
  },
  'callback-zone': { zone: fakeZone('America/New_York') },
  'callback-zone-unknown': { unknownZone: 'device' },
  'callback-disabled': { availability: 'disabled', topics: [] },
  'callback-empty': { availability: 'empty', topics: [] },
  'callback-unlicensed': { availability: 'not-licensed', topics: [] },
  'callback-unreachable': { availability: 'unreachable', topics: [] },
  'callback-unclear': { phase: 'unclear' },
  'callback-done': { phase: 'done', slip },
}

/** Names of all callback scenarios. */
export const callbackScenarios: readonly string[] = Object.keys(scenarios)

/**
 * The callback for development: begins in a named state (`?fake=NAME`) and takes
 * every request. Answers nothing for a name that is no scenario of the callback.
 */
export function fakeCallback(name: string): Played | undefined {
  const changes = scenarios[name]
  if (changes === undefined) return undefined
  // The windows are those of FAKE_NOW, and so is the clock: as on a device whose clock is off.
  const view = new FakeFeed<CallbackView>({ ...openCallback, ...changes })
  const callback: Partial<Handlers['callback']> = {
    open: (handover) => {
      view.publish({ handover: { ...view.view.handover, ...handover } })
      return done
    },
    request: ({ topic, first, second, name: person, number, comment }) => {
      view.publish({
        phase: 'done',
        slip: {
          ...slip,
          topic: fakeTopics.find(({ key }) => key === topic)?.name ?? '',
          first,
          ...(second === undefined ? {} : { second }),
          name: person,
          number,
          comment,
        },
      })
      return done
    },
    guard: () => done,
    leave: () => {
      view.publish({ phase: 'idle' })
      return done
    },
  }
  return { callback: view, answers: { callback } }
}
