import { describe, expect, test } from 'vitest'
import { qrCode } from '../../src/qr/qr-code.ts'
import { drawn, qrReaders } from '../kit/page/qr-readers.ts'

/** What a code carries here: addresses, and calendar entries in the words of a shop and its customers. */
const texts: Readonly<Record<string, string>> = {
  'an address': 'https://nordlicht.example/fjord-6?from=kiosk&order=4711',
  'capitals and digits': 'HTTPS://NORDLICHT.EXAMPLE/4711',
  digits: '491705550142',
  German: 'Möbelhaus',
  'German sentence': 'Grüße aus Köln: „Übergrößenträger“',
  'one letter beyond ASCII': 'é',
  ligatures: 'ofﬁce ﬂag, œuvre, Œ, æther',
  Finnish: 'Työpöytä ja äänikirja',
  Polish: 'Łódź, zażółć gęślą jaźń',
  Turkish: 'İstanbul ığüşöç',
  Greek: 'Καλημέρα κόσμε',
  Russian: 'Перезвоните мне в пятницу',
  Arabic: 'مرحبًا بكم، الموعد ١٢:٣٠',
  'direction marks': '\u200fموعد\u200e +49 30 901820',
  Hebrew: 'שלום עולם',
  Chinese: '预约回电:十二月一日上午九点',
  Japanese: 'お電話ください。ﾃﾞﾊﾟｰﾄ',
  Korean: '전화 주세요 12월',
  Hindi: 'नमस्ते दुनिया',
  Thai: 'สวัสดีครับ',
  'several scripts': 'Café 北京 مرحبا Łódź 49 € ½',
  'a price': '49 €',
  'an entry': [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Callpoint//EN',
    'BEGIN:VEVENT',
    'UID:6f2c2e0c-4a52-4a7e-9a35-0f2d1c5b7a1e-1',
    'DTSTAMP:20261201T080000Z',
    'DTSTART:20261201T090000Z',
    'DTEND:20261201T110000Z',
    'SUMMARY:Möbelhaus Schäfer: Küche\\, Bad',
    'DESCRIPTION:+49 30 901820',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n'),
}

describe.each(Object.entries(qrReaders))('a QR code is read by %s', (_, read) => {
  test.each(Object.entries(texts))('%s', async (__, text) => {
    expect(await read(drawn(qrCode(text), 6))).toBe(text)
  })
})

test('a QR code has more error correction if it needs no more modules', () => {
  const text = 'https://nordlicht.example/'
  expect(qrCode(text, 'L').size).toBeLessThanOrEqual(qrCode(text, 'M').size)
})

test('a QR code has a quiet zone of four modules', () => {
  const { size, path } = qrCode('49 €')
  const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/gu)].map(([, ...numbers]) =>
    numbers.map(Number),
  )
  const rows = runs.map(([, y = 0]) => y)
  const starts = runs.map(([x = 0]) => x)
  const ends = runs.map(([x = 0, , width = 0]) => x + width)
  expect([Math.min(...rows), Math.min(...starts)]).toEqual([4, 4])
  expect([Math.max(...rows) + 1, Math.max(...ends)]).toEqual([size - 4, size - 4])
})

test('a text too long for a QR code is refused', () => {
  expect(() => qrCode('ü'.repeat(1600))).toThrow()
})
