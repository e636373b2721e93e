import { describe, expect, test } from 'vitest'
import { slipDocument } from '../../src/main/paper/slip-document.ts'
import { calendarCodes, calendarFile } from '../../src/main/callback/calendar.ts'
import { qrCode } from '../../src/qr/qr-code.ts'
import { calendarReaders } from '../kit/machine/calendar-readers.ts'
import { drawn, qrReaders } from '../kit/page/qr-readers.ts'

const at = (text: string): number => Date.parse(text)

const first = { start: at('2026-12-01T09:00Z'), end: at('2026-12-01T11:00Z') }
const second = { start: at('2026-12-02T23:30Z'), end: at('2026-12-03T00:30Z') }

const slip = {
  business: 'Nordlicht',
  topic: 'My order or delivery',
  number: '+49 170 5550142',
  windows: [first, second],
  id: '6f2c2e0c-4a52-4a7e-9a35-0f2d1c5b7a1e',
  now: at('2026-11-24T13:30Z'),
}

/** What shops and their centres call themselves. */
const titles: readonly (readonly [string, string])[] = [
  ['Nordlicht', 'My order or delivery'],
  ['Möbelhaus Müller & Söhne', 'Küche, Bad; "Flur" \\ Keller'],
  ['متجر الشمال', 'طلبي أو التوصيل'],
  ['北光', '订单与送货,售后服务'],
  ['Łódź', 'Größe: 1,5 m; ½ Rabatt'],
  ['A', `Straße ${'ü'.repeat(120)} mit vielen Umlauten`],
]

describe.each(Object.entries(calendarReaders))('a calendar file is read by %s', (_, read) => {
  test.each(titles)('%s: %s', (business, topic) => {
    const entries = read(calendarFile({ ...slip, business, topic }))
    expect(entries).toEqual(
      [first, second].map((window, place) => ({
        id: `${slip.id}-${String(place + 1)}`,
        title: `${business}: ${topic}`,
        description: slip.number,
        ...window,
        hasReminder: true,
      })),
    )
  })

  test('a control character of a topic does not break the entry', () => {
    const [entry] = read(calendarFile({ ...slip, topic: 'Chairs\r\nEND:VEVENT\u0007 and tables' }))
    expect(entry?.title).toBe('Nordlicht: Chairs END:VEVENT  and tables')
  })

  test('each QR code has one of the times, with the same id as in the file', () => {
    const codes = calendarCodes(slip)
    const inFile = read(calendarFile(slip))
    expect(codes.map((code) => read(code))).toEqual(
      inFile.map((entry) => [{ ...entry, hasReminder: false }]),
    )
  })
})

test('a calendar file is folded at 75 bytes, in whole characters, and in UTC', () => {
  const file = calendarFile({ ...slip, topic: `${'ü'.repeat(100)}${'预约'.repeat(50)}` })
  const lines = file.split('\r\n')
  for (const line of lines) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(line).not.toContain('\ufffd')
    expect(line).not.toMatch(/[\r\n]/u)
  }
  expect(lines.filter((line) => /^DT(?:START|END|STAMP)/u.test(line))).toEqual([
    'DTSTAMP:20261124T133000Z',
    'DTSTART:20261201T090000Z',
    'DTEND:20261201T110000Z',
    'DTSTAMP:20261124T133000Z',
    'DTSTART:20261202T233000Z',
    'DTEND:20261203T003000Z',
  ])
})

test.each(titles)('phone reads a QR code of %s: %s', async (business, topic) => {
  for (const calendar of calendarCodes({ ...slip, business, topic })) {
    const code = qrCode(calendar, 'L')
    // At four pixels a module it fits into a small window.
    expect(code.size).toBeLessThanOrEqual(85)
    for (const read of Object.values(qrReaders)) expect(await read(drawn(code, 4))).toBe(calendar)
  }
})

test('phone reads each QR code of a printed slip', async () => {
  const codes = calendarCodes({ ...slip, topic: 'Küche & Bad' })
  const words = { language: 'de', title: 'Ihr Rückruf', rows: [], code: '', captions: ['1', '2'] }
  const html = slipDocument(words, codes)
  const printed = [...html.matchAll(/<svg viewBox="0 0 (\d+) \d+"><path d="([^"]+)"/gu)].map(
    ([, size, path = '']) => drawn({ size: Number(size), path }, 7),
  )
  for (const [reader, read] of Object.entries(qrReaders)) {
    expect(await Promise.all(printed.map(async (code) => await read(code))), reader).toEqual(codes)
  }
})
