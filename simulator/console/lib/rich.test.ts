import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHtml, fromMarks, isRich, plain, toHtml, webAddress } from './rich.ts'

describe('what an agent types', () => {
  it.each([
    ['Hello', 'Hello'],
    ['a\nb', 'a<br>b'],
    ['**bold** and *italic*', '<b>bold</b> and <i>italic</i>'],
    ['**bold *and italic***', '<b>bold <i>and italic</i></b>'],
    ['***both***', '<b><i>both</i></b>'],
    ['**a** *b* **c**', '<b>a</b> <i>b</i> <b>c</b>'],
    ['- one\n- *two*', '<ul><li>one</li><li><i>two</i></li></ul>'],
    ['First:\n- one\nthen', 'First:<ul><li>one</li></ul>then'],
    ['[here](https://a.example/x)', '<a href="https://a.example/x">here</a>'],
    [
      'see https://a.example/?a=1&b',
      'see <a href="https://a.example/?a=1&amp;b">https://a.example/?a=1&amp;b</a>',
    ],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['<script>alert("1")</script>', '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;'],
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['**', '**'],
  ])('%j becomes %j', (text, html) => {
    expect(toHtml(fromMarks(text))).toBe(html)
  })

  it('is formatted only if it is more than text', () => {
    expect(isRich(fromMarks('plain\ntext'))).toBe(false)
    expect(isRich(fromMarks('**bold**'))).toBe(true)
    expect(isRich(fromMarks('- item'))).toBe(true)
  })

  it('survives a round trip through HTML', () => {
    const text = 'Hello **you**, *please*:\n- one\n- [two](https://a.example/)'
    expect(fromHtml(toHtml(fromMarks(text)))).toEqual(fromMarks(text))
  })
})

describe("others' HTML", () => {
  it('is read as the few things that are shown', () => {
    const html =
      '<FONT size=2 face=Tahoma>Agent&nbsp;pushed <B>a</B> <a href="javascript:x">b</a>' +
      '<script>alert(1)</script><img src=x onerror=alert(1)></FONT>'
    expect(plain(fromHtml(html))).toBe('Agent pushed a b')
    expect(JSON.stringify(fromHtml(html))).not.toContain('script')
  })

  it('keeps lines and lists apart', () => {
    const blocks = fromHtml('<p>one</p><p>two<br>three</p><ul><li>a</li><li>b</li></ul>')
    expect(blocks.map(({ kind }) => kind)).toEqual(['text', 'text', 'list'])
    expect(plain(blocks)).toBe('one two three a, b')
  })

  it('never throws, and links lead only to the web', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => {
        const json = JSON.stringify([
          fromHtml(text),
          fromMarks(text),
          fromHtml(`<a href="${text}">x</a>`),
        ])
        const links: readonly unknown[] = [...json.matchAll(/"href":("[^"]*")/g)].map(([, href]) =>
          JSON.parse(href ?? '""'),
        )
        return links.every((href) => /^https?:/.test(String(href)))
      }),
    )
  })

  it('web addresses are http and https only', () => {
    expect(webAddress('https://a.example')).toBe('https://a.example/')
    for (const wrong of ['', 'a.example', 'javascript:alert(1)', 'data:text/html,x', 'file:///x']) {
      expect(webAddress(wrong)).toBeUndefined()
    }
  })
})
