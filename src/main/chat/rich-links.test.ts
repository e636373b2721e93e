import { describe, expect, it } from 'vitest'
import { judgeLink } from './rich-links.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

const policy: UrlPolicy = { linkHosts: ['*'], viewHosts: [], privateHosts: [], maxLength: 2048 }
const page = (href: string, words: string): string => {
  const verdict = judgeLink(href, words, policy)
  return verdict.kind === 'page' ? `${verdict.page.url} ${verdict.page.host}` : verdict.kind
}

describe('a link of a message', () => {
  it.each([
    ['https://shop.example/a', 'here', 'https://shop.example/a shop.example'],
    ['https://shop.example/a', 'Booking.com', 'https://shop.example/a shop.example'],
    [' https://shop.example/a\n', 'here', 'https://shop.example/a shop.example'],
    ['https://shop.example/a\r\n b.pdf', 'here', 'https://shop.example/a%20b.pdf shop.example'],
    ['https://www.\n shop.example/a', 'here', 'https://www.shop.example/a www.shop.example'],
    ['https://shop.example/my file.pdf', 'here', 'https://shop.example/my%20file.pdf shop.example'],
    ['https:\\\\shop.example\\a', 'here', 'https://shop.example/a shop.example'],
    ['https:shop.example', 'here', 'https://shop.example/ shop.example'],
    ['//shop.example/a', 'here', 'https://shop.example/a shop.example'],
    ['www.shop.example', 'here', 'https://www.shop.example/ www.shop.example'],
    ['shop.example/a', 'here', 'https://shop.example/a shop.example'],
    ['shop.example:8443/a', 'here', 'https://shop.example:8443/a shop.example:8443'],
    ['https://b\u00fccher.example', 'here', 'https://xn--bcher-kva.example/ b\u00fccher.example'],
    ['https://shop.example/%D8%B5?q=%20', 'x', 'https://shop.example/%D8%B5?q=%20 shop.example'],
    ['https://sh%6fp.example/', 'here', 'https://shop.example/ shop.example'],
    [
      'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fshop.example%2Fa&data=x',
      'https://shop.example/a',
      'https://shop.example/a shop.example',
    ],
    [
      'https://protect-eu.mimecast.com/s/rADECvZvDhygB3ktQtrXG?domain=shop.example',
      'https://www.shop.example/a',
      'https://www.shop.example/a www.shop.example',
    ],
    [
      'https://protect-eu.mimecast.com/s/rADECvZvDhygB3ktQtrXG?domain=shop.example',
      'here',
      'https://protect-eu.mimecast.com/s/rADECvZvDhygB3ktQtrXG?domain=shop.example protect-eu.mimecast.com',
    ],
  ])('%j with the text %j leads to %s', (href, words, shown) => {
    expect(page(href, words)).toBe(shown)
  })

  it.each([
    ['https://evil.example/', 'https://bank.example/', 'evil.example'],
    ['https://bank.example.evil.example/', 'bank.example', 'bank.example.evil.example'],
    [
      'https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2Fa',
      'https://shop.example/a',
      'evil.example',
    ],
    [
      'https://protect-eu.mimecast.com/s/rADECvZvDhygB3ktQtrXG?domain=evil.example',
      'https://www.shop.example/a',
      'protect-eu.mimecast.com',
    ],
  ])('%s with the text %s is removed, and its target is shown', (href, words, host) => {
    expect(judgeLink(href, words, policy)).toEqual({ kind: 'refused', host })
  })

  it.each(
    [
      'http://127.0.0.1/',
      'http://intranet/',
      'https://user:pw@shop.example',
      'https://www.bank.example@evil.example/',
      'https://shop .example/',
      `https://shop.example/${'a'.repeat(3000)}`,
      'https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2F10.0.0.1%2F',
    ].map((href) => [href]),
  )('%s is removed', (href) => {
    const isRead = href === 'https://shop .example/'
    expect(judgeLink(href, 'here', policy)).toMatchObject(
      isRead ? { kind: 'page' } : { kind: 'refused' },
    )
  })

  it.each([
    ['tel:+49301234567', 'Call us', '+49301234567'],
    ['tel:+49301234567', '040 555', '+49301234567'],
    ['tel:112', 'In danger', '112'],
    ['sms:22000', '', '22000'],
    ['mailto:help@shop.example', 'Write to us', 'help@shop.example'],
    ['geo:52.5163,13.3777', 'Our shop', '52.5163, 13.3777'],
  ])('%s with the text %s shows its target', (href, words, target) => {
    expect(judgeLink(href, words, policy)).toEqual({ kind: 'contact', target })
  })

  it.each([
    ['tel:+49301234567', '+49 30 1234567'],
    ['tel:+49-30-123-4567', '(030) 123 45 67'],
    ['mailto:help@shop.example', 'Help@Shop.example'],
    ['javascript:alert(1)', 'x'],
    ['data:text/html,x', 'x'],
    ['#top', 'x'],
    ['http://', 'x'],
    ['page.html', 'x'],
    ['/a/b', 'x'],
    ['', 'x'],
  ])('%s with the text %s shows only this text', (href, words) => {
    expect(judgeLink(href, words, policy)).toEqual({ kind: 'words' })
  })
})
