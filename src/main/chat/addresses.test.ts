import { describe, expect, it } from 'vitest'
import { addressesIn } from './addresses.ts'

const found = (text: string): string[] =>
  addressesIn(text).map(({ start, end }) => text.slice(start, end))
const url = 'https://shop.example/a'

describe('an address in running text ends', () => {
  it.each([
    ['a sentence', '.', ',', ';', ':', '!', '?', '...', '?!', '\u2026', '.)', '*', '**', '|'],
    [
      'a quotation',
      '"',
      '`',
      '\u201c',
      '\u201d',
      '\u2018',
      '\u2019',
      '\u00bb',
      '\u00ab',
      '\u203a',
      '\u2039',
      '\u300d',
      '\u300f',
      '\uff02',
      '\u301f',
    ],
    [
      'brackets',
      ')',
      ']',
      '}',
      '>',
      '\uff09',
      '\u3011',
      '\u300b',
      '\u3009',
      '\uff3d',
      '\u2769',
      '\u2046',
      '\u27e9',
    ],
    [
      'dashes',
      '\u2014',
      '\u2013',
      '\u2012',
      '\u2010',
      '\u2015',
      '\u2e3a',
      '\u301c',
      '\uff0d',
      '\ufe58',
      '\u05be',
      '\u1806',
    ],
    ['Arabic', '\u061f', '\u060c', '\u061b', '\u06d4'],
    [
      'Chinese and Japanese',
      '\u3002',
      '\u3001',
      '\uff0c',
      '\uff0e',
      '\uff01',
      '\uff1f',
      '\uff1a',
      '\uff1b',
      '\uff61',
      '\uff5e',
    ],
    ['Indic scripts', '\u0964', '\u0965'],
    [
      'Armenian, Greek, Ethiopic, Khmer, Myanmar, Tibetan',
      '\u0589',
      '\u037e',
      '\u1362',
      '\u17d4',
      '\u104b',
      '\u0f0d',
    ],
    [
      'signs',
      '\u2192',
      '\u2713',
      '\u00a9',
      '\u{1f44d}',
      '\u2022',
      '\u200f',
      '\u200b',
      '\u2069',
      '\u00a0',
      '\u3000',
      '\ue000',
    ],
  ])('before %s', (_, ...marks) => {
    for (const mark of marks) {
      expect(found(`${url}${mark}`), mark).toEqual([url])
      expect(found(`${url}${mark} b`), mark).toEqual([url])
      expect(found(`www.shop.example${mark}`), mark).toEqual(['www.shop.example'])
    }
  })

  it.each([
    ['\u201ewww.example.com\u201c', 'www.example.com'],
    ['\u00abhttps://example.com/a\u00bb', 'https://example.com/a'],
    ['(see www.example.com).', 'www.example.com'],
    ['https://example.com/a\u2014b', 'https://example.com/a'],
    ['<https://example.com/a>', 'https://example.com/a'],
    ["'https://example.com/a'", 'https://example.com/a'],
    ['\u201ahttps://example.com/a\u2018', 'https://example.com/a'],
    ['[here](https://example.com/a)', 'https://example.com/a'],
    ['**https://example.com/a**', 'https://example.com/a'],
    ['_https://example.com/a_', 'https://example.com/a'],
    ['https://example.com/a_', 'https://example.com/a_'],
    ['https://example.com/a)b', 'https://example.com/a'],
    ['https://example.com/a(see there', 'https://example.com/a'],
    ['https://example.com?', 'https://example.com'],
    ['https://example.com/?', 'https://example.com/'],
    ['https://example.com:8080/a:', 'https://example.com:8080/a'],
    ['https://example.com: see there', 'https://example.com'],
    ['https://example.com(our shop)', 'https://example.com'],
    ['https://example.com\uff08\u5b98\u7f51\uff09', 'https://example.com'],
  ])('in %s', (text, address) => {
    expect(found(text)).toEqual([address])
  })

  it.each([
    'https://en.wikipedia.org/wiki/Fjord_(disambiguation)',
    'https://example.com/a(b(c))?d[0]=1&e={f}#(g)',
    "https://example.com/it's",
    'https://example.com/a,b;c:d!e*f@g~h$i+j=k%20l',
    'https://example.com/?q=a.b.c',
    'https://example.com/#/a/b',
    'https://example.com/a/',
    'https://[2001:db8::1]:8080/a',
    'https://b\u00fccher.example/stra\u00dfe?gr\u00f6\u00dfe=\u00fc',
    'https://ru.wikipedia.org/wiki/\u041c\u043e\u0441\u043a\u0432\u0430',
    'https://ar.wikipedia.org/wiki/\u0645\u0635\u0631',
    'https://ja.wikipedia.org/wiki/\u65e5\u672c\u8a9e',
    'https://ja.wikipedia.org/wiki/\u30ec\u30aa\u30ca\u30eb\u30c9\u30fb\u30c0\u30fb\u30f4\u30a3\u30f3\u30c1',
    'https://ca.wikipedia.org/wiki/Paral\u00b7lel',
    'https://hi.wikipedia.org/wiki/\u092d\u093e\u0930\u0924',
    'https://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/\u0430',
    'https://\u0645\u062b\u0627\u0644.\u0625\u062e\u062a\u0628\u0627\u0631/\u0635\u0641\u062d\u0629',
    'https://\u4f8b\u5b50.\u4e2d\u56fd/\u9875',
    'https://\u{1f4a9}.la/a',
  ])('not within %s', (text) => {
    expect(found(text)).toEqual([text])
    expect(found(`(${text}).`)).toEqual([text])
  })

  it.each([
    ['\u8bf7\u8bbf\u95eehttps://example.com/a\u3002\u8c22\u8c22', 'https://example.com/a'],
    ['\u898b\u3066www.example.com\u3092', 'www.example.com'],
    ['https://example.com\u3078\u3069\u3046\u305e', 'https://example.com'],
    ['https://example.com/a\u3092\u898b\u3066', 'https://example.com/a'],
    ['https://example.com/\u3092\u3054\u89a7\u304f\u3060\u3055\u3044', 'https://example.com/'],
    ['https://example.com/news/\u3092\u3054\u89a7', 'https://example.com/news/'],
    ['https://example.com/a\uc5d0\uc11c', 'https://example.com/a'],
    ['https://example.com/a\u0e04\u0e23\u0e31\u0e1a', 'https://example.com/a'],
    ['https://example.com/a\u0627\u0636\u063a\u0637', 'https://example.com/a'],
    ['https://example.com\u0627\u0636\u063a\u0637', 'https://example.com'],
    ['\u05d1www.example.com.', 'www.example.com'],
    ['https://example.com/a\u041f\u0440\u0438\u0432\u0435\u0442', 'https://example.com/a'],
    ['http://\u4f8b\u5b50.\u4e2d\u56fd\u7684\u7f51\u7ad9', 'http://\u4f8b\u5b50.\u4e2d\u56fd'],
    ['https://example.com.Danach weiter', 'https://example.com'],
    ['https://example.com.\u7136\u540e', 'https://example.com'],
  ])('before words directly after it: %s', (text, address) => {
    expect(found(text)).toEqual([address])
  })

  it('where the next one begins', () => {
    expect(found('https://a.example/x,https://b.example/y;www.c.example/z')).toEqual([
      'https://a.example/x',
      'https://b.example/y',
      'www.c.example/z',
    ])
  })
})

describe('an address without https:// is', () => {
  it.each([
    ['WWW.Example.COM', 'WWW.Example.COM'],
    ['www.de', 'www.de'],
    ['take nordlicht.com!', 'nordlicht.com'],
    ['help.nordlicht.de', 'help.nordlicht.de'],
    ['shop.co.uk/a.', 'shop.co.uk/a'],
    ['fjord.shop/help', 'fjord.shop/help'],
    ['fjord.shop?id=4', 'fjord.shop?id=4'],
    ['is it nordlicht.com?', 'nordlicht.com'],
    ['b\u00fccher.de', 'b\u00fccher.de'],
    ['\u8bf7\u770bexample.com/a', 'example.com/a'],
  ])('%s', (text, address) => {
    expect(found(text)).toEqual([address])
    expect(addressesIn(text)[0]?.url).toBe(`https://${address}`)
  })

  it.each([
    'Node.js, Vue.js, ASP.NET',
    'Dr.No 3.5 1.2.3.4 v2.0.1',
    'Booking.com',
    'fertig.in Ende.So das.ist',
    'this.name?.trim() log.info(x) node.name#get x.info?.y',
    'e.g. i.e. z.B. d.h. U.S.',
    'read readme.md and setup.py',
    'max@example.com',
    'max.muster@shop.example.com',
    'max@www.example.com',
    'www.example.com@evil.example',
    'mailto:max@nordlicht.com',
    'ftp://ftp.example.com/a',
    'ftp://www.example.com/a',
    '/usr/share/example.com/a',
    'C:\\example.com',
    'www.',
    'www.hello',
    'http://',
    'xhttp://example.com',
    '...',
  ])('not in %s', (text) => {
    expect(found(text)).toEqual([])
  })

  it('keeps a user name and password, so that the policy can refuse it', () => {
    expect(found('https://www.bank.example@evil.example/x')).toEqual([
      'https://www.bank.example@evil.example/x',
    ])
  })
})
