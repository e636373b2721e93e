import { describe, expect, it } from 'vitest'
import { markupForBrowser } from './paste-markup.ts'

const ELEMENTS = new Set(['p', 'b', 'title', 'meta'])
const prepared = (html: string): string => markupForBrowser(html, (name) => ELEMENTS.has(name))

describe('the browser gets', () => {
  it.each([
    ['<p>Max <max@example.com>', '<p>Max &lt;max@example.com>'],
    ['<p>open <Filename> now', '<p>open &lt;Filename> now'],
    ['<p>a</h tml>', '<p>a&lt;/h tml>'],
    ['<p>a<title>b', '<p>a&lt;title>b'],
    ['<p>a<!-- b', '<p>a&lt;!-- b'],
  ])('what only looks like a tag as text: %s', (html, text) => {
    expect(prepared(html)).toBe(text)
  })

  it.each([
    '<p>a<b>b</b>',
    '<title>a</title><p>b',
    '<p>a<!-- b -->',
    '<p><o:p>a</o:p>',
    '<p><thing>a</thing>',
    '<p><xmeta content="a">b',
  ])('markup as it is: %s', (html) => {
    expect(prepared(html)).toBe(html)
  })

  it('plain text with its line ends', () => {
    expect(prepared('a\n<b@example.com>')).toBe(
      '<body style="white-space: pre-wrap">a\n&lt;b@example.com>',
    )
  })
})
