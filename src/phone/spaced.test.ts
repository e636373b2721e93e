import { describe, expect, test } from 'vitest'
import { lineOf } from './line.ts'
import { readNumber } from './reader.ts'
import { spaced } from './spaced.ts'

/** What stands in the field after each key has been pressed in turn. */
function keyed(text: string, country: string): string {
  return Array.from(text).reduce((field, key) => spaced(field + key, country), '')
}

function read(text: string, country: string): string {
  const { number, problem } = readNumber(text, country)
  return number === undefined ? problem : lineOf(number)
}

describe('number typed key by key is formatted like the same number pasted', () => {
  test.each([
    ['DE', '040 5550142'],
    ['DE', '040/5550142'],
    ['DE', '040 5550142-0'],
    ['DE', '040 5550142/43'],
    ['DE', '040 5550142 (12)'],
    ['DE', '040 5550142 (0170 5550143)'],
    ['DE', '040 5550142 / 0170 5550143'],
    ['DE', '040 5550142 Durchwahl 12'],
    ['DE', '040 5550142 #12'],
    ['DE', '0405550142p12'],
    ['DE', '+49 (0)40 5550142'],
    ['US', '(212) 555-0142 x12'],
    ['RU', '8 (495) 123-45-67 \u0434\u043e\u0431. 12'],
    ['SA', '\u0660\u0665\u0660 \u0661\u0662\u0663 \u0664\u0665\u0666\u0667'],
  ])('in %s: %j', (country, text) => {
    expect(read(keyed(text, country), country)).toBe(read(text, country))
  })

  test('customer sees one number with the spacing of its country', () => {
    expect(keyed('0405550142', 'DE')).toBe('040 5550142')
    expect(keyed('040/5550142', 'DE')).toBe('040 5550142')
  })
})
