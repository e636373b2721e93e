import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSensitive, inspect } from './guard.ts'

describe('card numbers', () => {
  it.each([
    '4111111111111111',
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111.1111.1111.1111',
    '5555 5555 5555 4444',
    '2223 0031 2200 3222',
    '3782 822463 10005',
    '378282246310005',
    '3056 930902 5904',
    '6011 1111 1111 1117',
    '3530 1113 3330 0000',
    '6200 0000 0000 0005',
    '\u0664\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661 \u0661\u0661\u0661\u0661',
    '\uff14111 1111 1111 1111',
  ])('%s is one', (number) => {
    for (const text of [
      number,
      `my card is ${number}.`,
      `12 ${number}, 03/27 123`,
      `(${number})`,
    ]) {
      expect(inspect(text)?.found).toEqual(['card'])
    }
  })

  it('a masked one shows only its last four digits', () => {
    expect(inspect('card 4111 1111 1111 1111, thanks')?.masked).toBe(
      'card \u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022 1111, thanks',
    )
  })
})

describe('IBANs', () => {
  it.each([
    'DE89 3704 0044 0532 0130 00',
    'DE89370400440532013000',
    'de89 3704 0044 0532 0130 00',
    'GB82 WEST 1234 5698 7654 32',
    'NO93 8601 1117 947',
    'FR14 2004 1010 0505 0001 3M02 606',
    'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
    'DE89-3704-0044-0532-0130-00',
  ])('%s is one', (iban) => {
    for (const text of [iban, `IBAN: ${iban}`, `to ${iban} please`, `${iban}.`]) {
      expect(inspect(text)?.found).toEqual(['iban'])
    }
  })

  it('a masked one shows only its country and last four characters', () => {
    expect(inspect('DE89 3704 0044 0532 0130 00 please')?.masked).toBe(
      'DE\u2022\u2022 \u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022 \u2022\u2022\u2022\u2022 \u2022\u202230 00 please',
    )
  })
})

describe('no false positive', () => {
  it.each([
    '+49 30 1234 5678 9012',
    '+4111111111111111',
    '0049 30 901820',
    '(555) 010-9999',
    '+55 (41) 80911597',
    '030 4111 1111',
    'order 4711-0815-2024-0001',
    'RE-4111111111111111',
    'A4111111111111111',
    '#4111111111111111',
    'SN4111111111111111X',
    '4006381333931',
    '978-3-16-148410-0',
    '2024-01-15 09:30:00 2024-01-16 10:30:00',
    '1Z 999 AA1 01 2345 6784',
    '00340434161094042557',
    '0000 0000 0000 0000',
    '4111 1111 1111 1112',
    '353918051234567',
    'DE89 3704 0044 0532 0130 01',
    'DE12 is my seat',
    'XX89 3704 0044 0532 0130 00',
    'IMEI 490154203237518',
    '192.168.100.200 10.0.0.1',
    '',
  ])('%s', (text) => {
    expect(inspect(text)).toBeUndefined()
  })

  it('phone numbers in any notation (property)', () => {
    const group = fc.stringMatching(/^\d{2,5}$/u)
    const phone = fc
      .tuple(
        fc.constantFrom('+', '00', '0', '+('),
        group,
        fc.array(group, { minLength: 1, maxLength: 2 }),
        fc.constantFrom(' ', '-', '/', '.'),
      )
      .map(([prefix, first, rest, separator]) => prefix + [first, ...rest].join(separator))
      .filter((text) => text.replace(/\D/gu, '').length <= 13)
    fc.assert(
      fc.property(phone, (text) => {
        expect(inspect(`call me on ${text} please`)).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })
})

describe('any text (property)', () => {
  it('keeps its length when masked, and contains nothing more to find', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '4111 1111 1111 1111',
        'DE89370400440532013000',
        ' ',
        '-',
        'x',
        '\u{1f600}',
        '\n',
      ),
      fc.string({ maxLength: 12 }),
      fc.stringMatching(/^[\d -]{0,24}$/u),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const verdict = inspect(text)
        if (!verdict) return
        expect(verdict.masked).toHaveLength(text.length)
        expect(findSensitive(verdict.masked)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('a card number in a sentence is always found (property)', () => {
    const luhn = (body: string): string => {
      for (let last = 0; last < 10; last += 1) {
        const digits = `${body}${String(last)}`.split('').reverse().map(Number)
        const sum = digits.reduce((total, digit, at) => {
          const value = at % 2 === 1 ? digit * 2 : digit
          return total + (value > 9 ? value - 9 : value)
        }, 0)
        if (sum % 10 === 0) return body + String(last)
      }
      return body
    }
    fc.assert(
      fc.property(
        fc.stringMatching(/^(?:4\d|5[1-5])\d{13}$/u),
        fc.constantFrom('', ' ', '-'),
        (body, by) => {
          const number = luhn(body)
          if (/^(\d)\1+$/u.test(number)) return
          expect(inspect(`pay with ${number.match(/.{4}/gu)?.join(by) ?? ''} now`)?.found).toEqual([
            'card',
          ])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is scanned in about linear time', () => {
    for (const piece of ['4', '4111 ', 'DE89 ', '1-', 'DE89']) {
      const started = performance.now()
      inspect(piece.repeat(20_000))
      expect(performance.now() - started).toBeLessThan(3000)
    }
  })
})
