import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitDestination, fitSource, isLegal, wellFormed, withRaw } from './encode.ts'

const forbidden = ['!', '"', '%', '*', ',', '_', '`', '|']
const anyText = fc.string({ unit: 'binary', maxLength: 300 })
const nearText = fc.string({
  unit: fc.constantFrom('a', 'b', 'ä', 'é', '_', '-', '@', '.', '~', '0', ' ', '世', '%'),
  maxLength: 24,
})

describe('source (R80, C30, C31)', () => {
  test('leaves a valid text unchanged', () => {
    for (const text of ['jose.silva@email.com', "o'neill+tag@x-y.org", 'C 4711', '(/;:<=>?)']) {
      expect(fitSource(text)).toEqual({ wire: text, raw: undefined })
    }
  })

  test('encodes an invalid text readably with a marker, and reports the original', () => {
    expect(fitSource('jose_silva@email.com')).toEqual({
      wire: expect.stringMatching(/^jose-silva@email\.com~[0-9a-f]{12}$/u),
      raw: 'jose_silva@email.com',
    })
    expect(fitSource('Jürgen Groß, Łódź').wire).toMatch(/^Juergen Gross- Lodz~[0-9a-f]{12}$/u)
    expect(fitSource('José Ñandú').wire).toMatch(/^Jose Nandu~/u)
    expect(fitSource('山田太郎').wire).toMatch(/^~[0-9a-f]{12}$/u)
    expect(fitSource('x'.repeat(9000)).wire).toHaveLength(255)
  })

  test('encodes the same text to the same fixed value', () => {
    expect(fitSource('jose_silva@email.com').wire).toBe('jose-silva@email.com~37e6e7f74cd8')
  })

  test('ignores differences in spelling that no reader sees', () => {
    expect(fitSource('  ju\u0308rgen@x.org\n')).toEqual(fitSource('jürgen@x.org'))
  })

  test('keeps an empty text empty', () => {
    for (const text of ['', '  ', '\n\t']) expect(fitSource(text).wire).toBe('')
  })

  test('whatever comes, what leaves is legal', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearText), (text) => {
        const { wire, raw } = fitSource(text)
        expect(wire).toMatch(/^[\x20-\x7e]*$/u)
        for (const sign of forbidden) expect(wire).not.toContain(sign)
        expect(wire).toBe(wire.trim())
        expect(wire.length).toBeLessThanOrEqual(255)
        expect(isLegal(wire)).toBe(true)
        expect(raw === undefined).toBe(wire === '' || wire === text.replace(/\s+/gu, ' ').trim())
        expect(fitSource(text)).toEqual({ wire, raw })
      }),
      { numRuns: 500 },
    )
  })

  test('encodes two texts differently, even if one looks encoded', () => {
    const tidy = (text: string): string =>
      wellFormed(text).normalize('NFC').replace(/\s+/gu, ' ').trim()
    fc.assert(
      fc.property(nearText, nearText, (one, other) => {
        fc.pre(tidy(one) !== tidy(other))
        expect(fitSource(one).wire).not.toBe(fitSource(other).wire)
      }),
      { numRuns: 1500 },
    )
    const encoded = fitSource('a_b@x.org').wire
    expect(fitSource(encoded).wire).not.toBe(encoded)
  })
})

describe('destination (R76)', () => {
  test('encodes a destination as the name of its route', () => {
    expect(fitDestination('Sales')).toEqual({ wire: 'Sales', raw: undefined })
    expect(fitDestination('Störungen')).toEqual({ wire: 'Stoerungen', raw: 'Störungen' })
    expect(fitDestination('Sales_EU, UK')).toEqual({ wire: 'Sales-EU- UK', raw: 'Sales_EU, UK' })
    expect(fitDestination('販売').wire).toMatch(/^topic~[0-9a-f]{12}$/u)
    expect(fitDestination(' ')).toEqual({ wire: '', raw: undefined })
  })

  test('whatever comes, what leaves is legal', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearText), (text) => {
        const { wire } = fitDestination(text)
        expect(isLegal(wire)).toBe(true)
        expect(wire).toBe(wire.trim())
        expect(wire === '').toBe(wellFormed(text).trim() === '')
      }),
      { numRuns: 500 },
    )
  })
})

describe('the original text for the agent', () => {
  test('is in the contact data, once', () => {
    const source = fitSource('a_b@x.org')
    const destination = fitDestination('Störungen')
    expect(withRaw([], source, destination)).toEqual([
      { key: 'E-mail', value: 'a_b@x.org' },
      { key: 'Destination', value: 'Störungen' },
    ])
    expect(withRaw([], fitSource('Müller'), undefined)).toEqual([
      { key: 'Source', value: 'Müller' },
    ])
    const data = [{ key: 'Mail', value: 'a_b@x.org' }]
    expect(withRaw(data, source, undefined)).toBe(data)
    expect(withRaw([], fitSource('a@x.org'), fitDestination('Sales'))).toEqual([])
  })
})
