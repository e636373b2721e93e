import { describe, expect, it } from 'vitest'
import { compareReadings } from './paste-compare.ts'
import { MARKER, type Reading } from './paste-reading.ts'

const reading = (text: string, more: Partial<Reading> = {}): Reading => ({
  text,
  links: [],
  strong: '',
  emphasis: '',
  ...more,
})

describe('two readings of a paste', () => {
  it.each([
    ['blanks and empty lines', ' a  b\n\n\nc', 'a b\nc\n'],
    ['a border of cells drawn as a blank', 'a\tb', 'a b'],
    ['a border of cells drawn as a line end', 'a\n\t\nb', 'a\nb'],
    ['a bullet of another form', `${MARKER}\u25aa${MARKER}a`, `${MARKER}\u2022${MARKER}a`],
    ['what Windows-1252 has for a control', 'a\u0096\u0080', 'a\u2013\u20ac'],
    ['what nobody sees', 'a\u00adb\u200bc', 'abc'],
  ])('agree despite %s', (_, browser, product) => {
    expect(compareReadings(reading(browser), reading(product))).toEqual({})
  })

  it.each([
    ['text', 'Your code is 4711', ''],
    ['text', 'a', 'a and more'],
    ['lines', 'Main Street 1\n10115 Berlin', 'Main Street 110115 Berlin'],
    ['lines', 'one two', 'one\ntwo'],
    ['lines', 'a\tb', 'ab'],
    ['lines', `${MARKER}4.${MARKER}four`, `${MARKER}1.${MARKER}four`],
    ['lines', `${MARKER}a.${MARKER}x`, 'x'],
  ])('differ in %s: %j and %j', (kind, browser, product) => {
    expect(Object.keys(compareReadings(reading(browser), reading(product)))).toEqual([kind])
  })

  it('differ in what is bold or slanted', () => {
    const plain = reading('a b')
    expect(compareReadings(reading('a b', { strong: 'a' }), plain)).toEqual({
      emphasis: 'bold: "a" is read as ""',
    })
    expect(compareReadings(plain, reading('a b', { emphasis: 'b' }))).toEqual({
      emphasis: 'italic: "" is read as "b"',
    })
  })

  it('agree on a heading that only the app draws bold, wherever its text is', () => {
    const text = 'a b a'
    const product = reading(text, { strong: `${MARKER}a${MARKER}ba` })
    expect(compareReadings(reading(text, { strong: 'ba' }), product)).toEqual({})
    expect(compareReadings(reading(text, { strong: 'aba' }), product)).toEqual({})
    expect(compareReadings(reading(text, { strong: 'b' }), product)).toHaveProperty('emphasis')
  })

  it('differ in the target of a link, and in its text', () => {
    const link = (url: string, words: string): Reading =>
      reading('here', { links: [{ url, words }] })
    const browser = link('https://www.example.com/', 'here')
    expect(compareReadings(browser, browser)).toEqual({})
    for (const other of [
      reading('here'),
      link('https://www.example.org/', 'here'),
      link('https://www.example.com/', 'he'),
    ]) {
      expect(compareReadings(browser, other)).toHaveProperty('links')
      expect(compareReadings(other, browser)).toHaveProperty('links')
    }
  })

  it('agree on a host without a scheme, and on text beside a link', () => {
    const link = (url: string, words: string) => ({ url, words })
    const page = 'https://www.example.com/'
    expect(
      compareReadings(
        reading('x', { links: [link('http://paste.invalid/www.example.com', 'here')] }),
        reading('x', { links: [link(page, 'here'), link(page, 'www.example.com')] }),
      ),
    ).toEqual({})
    expect(
      compareReadings(
        reading('x', { links: [link('http://paste.invalid/index.html', 'here')] }),
        reading('x', { links: [link('https://index.html/', 'here')] }),
      ),
    ).toHaveProperty('links')
  })

  it('agree on links that the policy refuses, and on an address that only the app links', () => {
    const browser = reading('x', { links: [{ url: 'javascript:alert(1)', words: 'x' }] })
    expect(compareReadings(browser, reading('x'))).toEqual({})
    const written = [{ url: 'https://www.example.com/', words: 'www.example.com' }]
    expect(compareReadings(reading('x'), reading('x', { links: written }))).toEqual({})
  })
})
