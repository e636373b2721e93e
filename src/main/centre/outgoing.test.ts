import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { callMeBody, callbackBody, contentBody, sessionBody, typingBody } from './outgoing.ts'

const session = {
  caption: 'Hello',
  contactData: [],
  customerName: 'Ann',
  language: 'English',
  priority: 1,
  source: 'ann@example.org',
}
const at = (hour: number, minute = 0): number => Date.UTC(2035, 1, 3, hour, minute)
const callback = {
  queueKey: 9,
  contactName: 'Ann',
  phoneNumber: '+49301234567',
  first: { start: at(8), end: at(9) },
  contactData: [],
  priority: 100,
}

describe('a session (R70 to R80)', () => {
  test('optional fields are left out when empty', () => {
    const sent = sessionBody({ ...session, destination: ' ' }, 'DEFAULT')
    expect(sent).toEqual({
      ok: true,
      body: {
        businessUnitName: 'DEFAULT',
        caption: 'Hello',
        customerName: 'Ann',
        language: 'English',
        priority: 1,
        source: 'ann@example.org',
      },
    })
  })

  test.each(['caption', 'customerName', 'language', 'source'])('without %s', (name) => {
    for (const blank of ['', ' \n']) {
      const sent = sessionBody({ ...session, [name]: blank }, 'DEFAULT')
      expect(sent).toEqual({ ok: false, why: `empty: ${name}` })
    }
  })

  test('several empty fields are reported together, without their values', () => {
    const sent = sessionBody({ ...session, caption: '', language: '' }, '')
    expect(sent).toEqual({ ok: false, why: 'empty: businessUnitName, caption, language' })
  })

  test.each([0, 101, 1.5, -1, Number.NaN, Infinity])('priority %d', (priority) => {
    expect(sessionBody({ ...session, priority }, 'DEFAULT').ok).toBe(false)
    expect(callbackBody({ ...callback, priority }, 'minutes').ok).toBe(false)
  })

  test('contact data without a key', () => {
    const contactData = [{ key: ' ', value: 'x' }]
    expect(sessionBody({ ...session, contactData }, 'DEFAULT').ok).toBe(false)
    expect(callbackBody({ ...callback, contactData }, 'minutes').ok).toBe(false)
  })

  test('an unpaired surrogate is not sent', () => {
    const sent = sessionBody({ ...session, caption: 'a\ud83d b 😀' }, 'DEFAULT')
    expect(sent).toMatchObject({ ok: true, body: { caption: 'a\ufffd b 😀' } })
    expect(contentBody('\udc00')).toEqual({ ok: true, body: { content: '\ufffd' } })
  })
})

describe('a callback (R161 to R172)', () => {
  test('its times are UTC without an offset (C10)', () => {
    const minutes = callbackBody(
      { ...callback, second: { start: at(9), end: at(23, 59) } },
      'minutes',
    )
    expect(minutes).toMatchObject({
      ok: true,
      body: {
        firstAttemptStartTime: '2035-02-03T08:00',
        firstAttemptEndTime: '2035-02-03T09:00',
        secondAttemptStartTime: '2035-02-03T09:00',
        secondAttemptEndTime: '2035-02-03T23:59',
      },
    })
    expect(callbackBody(callback, 'seconds')).toMatchObject({
      body: { firstAttemptStartTime: '2035-02-03T08:00:00' },
    })
  })

  test.each([
    ['ends as it begins', { first: { start: at(8), end: at(8) } }],
    ['ends before it begins', { first: { start: at(9), end: at(8) } }],
    ['seconds', { first: { start: at(8) + 1000, end: at(9) } }],
    ['no time', { first: { start: Number.NaN, end: at(9) } }],
    ['beyond all calendars', { first: { start: at(8), end: 8.64e15 } }],
    ['the second before the first', { second: { start: at(6), end: at(7) } }],
    ['the second within the first', { second: { start: at(8, 30), end: at(10) } }],
    ['no name', { contactName: ' ' }],
    ['no number', { phoneNumber: '' }],
    ['half a queue', { queueKey: 1.5 }],
  ])('%s', (_name, change) => {
    expect(callbackBody({ ...callback, ...change }, 'minutes').ok).toBe(false)
  })

  test('for any minute, the text means the same instant', () => {
    const minute = fc.integer({ min: 1, max: 4_000_000_000 })
    fc.assert(
      fc.property(minute, fc.integer({ min: 1, max: 100_000 }), (start, length) => {
        fc.pre((start + length) * 60_000 < Date.UTC(9999, 0, 1))
        const first = { start: start * 60_000, end: (start + length) * 60_000 }
        const sent = callbackBody({ ...callback, first }, 'minutes')
        if (!sent.ok) throw new Error(sent.why)
        const end: unknown = Reflect.get(sent.body, 'firstAttemptEndTime')
        expect(end).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/u)
        expect(Date.parse(`${String(end)}Z`)).toBe(first.end)
      }),
    )
  })
})

test('typing and call-me', () => {
  expect(typingBody(true, 'boolean')).toEqual({ isTyping: true })
  expect(typingBody(false, 'string')).toEqual({ isTyping: 'false' })
  expect(callMeBody(14, ' +49 30 1 ')).toEqual({
    ok: true,
    body: { agentKey: 14, phoneNumber: '+49 30 1' },
  })
  for (const key of [0, -1, 1.5]) expect(callMeBody(key, '+49').ok).toBe(false)
  expect(contentBody(' \t').ok).toBe(false)
})
