import { describe, expect, it } from 'vitest'
import type { Inline } from '../../contract/rich.ts'
import { parseRich } from './rich.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

const policy: UrlPolicy = { linkHosts: ['*'], viewHosts: [], privateHosts: [], maxLength: 2048 }

/** What a message has of links: `[words](where)`, with `!` in front of one that was left out. */
function read(markup: string): string {
  const text = (inlines: readonly Inline[]): string => inlines.map(one).join('')
  const one = (inline: Inline): string => {
    if (inline.kind === 'text' || inline.kind === 'picture') return inline.text
    if (inline.kind === 'break') return '/'
    const words = text(inline.children)
    if (inline.kind === 'link') return `[${words}](${inline.page.url})`
    if (inline.kind === 'contact') return `[${words}](${inline.target})`
    return inline.kind === 'refused' ? `![${words}](${inline.host ?? ''})` : words
  }
  return parseRich(markup, policy)
    .map((block) =>
      block.kind === 'paragraph' || block.kind === 'code' ? text(block.children) : '',
    )
    .join('|')
}

describe('a link is recognised in any markup', () => {
  it.each([
    [
      '<a href="https://shop.example/">our <b>new</b> shop</a>',
      '[our new shop](https://shop.example/)',
    ],
    [
      '<a href="https://shop.example/">shop.<wbr>example</a>',
      '[shop.example](https://shop.example/)',
    ],
    ['<a href="https://shop.example/">a<br>b</a>', '[a/b](https://shop.example/)'],
    [
      '<a href="https://shop.example/"><span>a</span><span>b</span></a> c',
      '[ab](https://shop.example/) c',
    ],
    [
      '<a href="https://shop.example/">our </a><a href="https://shop.example/"><b>shop</b></a>',
      '[our shop](https://shop.example/)',
    ],
    [
      '<a href="https://shop.example/\r\n  a b.pdf">c</a>',
      '[c](https://shop.example/%20%20a%20b.pdf)',
    ],
    ['<a href="https://shop.example/">Booking.com</a>', '[Booking.com](https://shop.example/)'],
    ['<a href="tel:+49301234567">call <i>us</i></a>', '[call us](+49301234567)'],
    ['<a href="https://shop.example/a"><img src="x"></a>', '[](https://shop.example/a)'],
    ['<a href="https://shop.example/a"><img alt="Logo"> a</a>', '[Logo a](https://shop.example/a)'],
    ['<a href="tel:112"><img src="x"></a>', '[](112)'],
    [
      '<pre>a <a href="https://shop.example/b">b\nc</a>\nhttps://shop.example/d</pre>',
      'a [b/c](https://shop.example/b)/[https://shop.example/d](https://shop.example/d)',
    ],
    ['<a href="javascript:alert(1)">https://bank.example/</a>', 'https://bank.example/'],
    [
      '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2F&amp;data=x">https://shop.example/</a>',
      '[https://shop.example/](https://shop.example/)',
    ],
  ])('%s', (markup, links) => {
    expect(read(markup)).toBe(links)
  })

  it.each([
    '<a href="https://evil.example/">https://<b>bank</b>.example/</a>',
    '<a href="https://evil.example/">https://bank<wbr>.example/</a>',
    '<a href="https://evil.example/">https://bank</a><a href="https://evil.example/">.example/</a>',
    '<a href="https://evil.example/">Go to <u>www.bank.example/</u></a>',
  ])('its text is joined: %s', (markup) => {
    expect(read(markup)).toMatch(/^!\[.*bank.*\.example\/\]\(evil\.example\)$/u)
  })

  it('an address in the text becomes a link too, whatever its markup', () => {
    expect(
      read('\u201ewww.<b>shop</b>.example\u201c \u2013 <i>https://shop.example/a</i>\u3002'),
    ).toBe(
      '\u201e[www.shop.example](https://www.shop.example/)\u201c \u2013 [https://shop.example/a](https://shop.example/a)\u3002',
    )
    expect(read('Max &lt;max@shop.example&gt;, Node.js 3.5')).toBe(
      'Max <max@shop.example>, Node.js 3.5',
    )
  })
})
