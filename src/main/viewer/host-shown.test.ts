import { describe, expect, it } from 'vitest'
import { shownHost } from './host-shown.ts'

const shown = (name: string): string => shownHost(new URL(`https://${name}/`).host)

describe('the host that a customer sees', () => {
  it.each([
    'shop.example',
    'b\u00fccher.example',
    'www.stra\u00dfe.de',
    'm\u00fcller.example:8443',
    'h\u00f8jskole.dk',
    '\u0142\u00f3d\u017a.pl',
    '\u0111i\u1ec7n-m\u00e1y.vn',
    'paral\u00b7lel.cat',
    '\u044f\u043d\u0434\u0435\u043a\u0441.\u0440\u0444',
    '\u043f\u0440\u0438\u043c\u0435\u0440.example',
    '\u0441\u0435\u043a.ru',
    '\u03bb\u03cc\u03b3\u03bf\u03c2.gr',
    '\u4f8b\u5b50.\u4e2d\u56fd',
    '\u4f8b\u3048.\u30c6\u30b9\u30c8',
    '\u30b3\u30fc\u30d2\u30fc.example',
    'tokyo\u30bf\u30ef\u30fc.jp',
    '\ud55c\uad6d.kr',
    '\u0645\u062b\u0627\u0644.\u0625\u062e\u062a\u0628\u0627\u0631',
    '\u05d3\u05d5\u05d2\u05de\u05d4.example',
    '\u0909\u0926\u093e\u0939\u0930\u0923.\u092d\u093e\u0930\u0924',
    '\u0e15\u0e31\u0e27\u0e2d\u0e22\u0e48\u0e32\u0e07.\u0e44\u0e17\u0e22',
  ])('%s is shown in its own script', (name) => {
    expect(shown(name)).toBe(name)
  })

  it.each([
    ['a Cyrillic letter among Latin ones', '\u0430tos.net'],
    ['Cyrillic letters that look Latin', '\u0430\u0440\u0440\u04cf\u0435.com'],
    ['the same with a digit', '\u0441\u0430\u0445\u0430-1.com'],
    ['Greek letters that look Latin', '\u03ba\u03bf\u03c1\u03b1.com'],
    ['Armenian letters that look Latin', '\u0578\u0585\u057d.com'],
    ['Greek beside Latin', 'p\u03b1y.com'],
    ['a dotless i', 'tw\u0131tter.com'],
    ['a letter of phonetics', '\u0261oogle.com'],
    ['an Icelandic letter elsewhere', '\u00fea.com'],
    ['Kana that looks like a slash', 'bank.com\u30cea.example'],
    ['a mark that makes a letter of two', 'apple\u0332.com'],
    ['a script that nobody writes today', '\u13a0\u13a1.com'],
    ['a dot in the middle', 'bank\u00b7com.example'],
    ['Han strokes beside Latin', 'bank\u4e3fx.com'],
  ])('%s is shown as punycode', (_, name) => {
    expect(shown(name)).toMatch(/xn--/u)
  })

  it('is punycode if it resembles a host of the business', () => {
    const own = ['nordlicht.example', '*.shop.example', '*']
    const host = new URL('https://www.nordl\u00edcht.example/').host
    expect(shownHost(host, own)).toBe(host)
    expect(shownHost(new URL('https://b\u00fccher.example/').host, own)).toBe('b\u00fccher.example')
  })
})
