import { describe, expect, it } from 'vitest'
import { contactOf } from './link-kinds.ts'

describe('a link with another scheme', () => {
  it.each([
    ['tel:+49-30-1234567', '+49-30-1234567'],
    ['TEL:+49%2030%201234567', '+49 30 1234567'],
    ['tel://0301234567', '0301234567'],
    ['tel:+49301234567;ext=12', '+49301234567;ext=12'],
    ['tel:7042;phone-context=example.com', '7042'],
    ['callto:+49301234567', '+49301234567'],
    ['sms:+491701234567?body=Hello', '+491701234567'],
    ['sms:+491701234567,+491707654321', '+491701234567, +491707654321'],
    ['smsto:22000', '22000'],
    ['fax:+49301234568', '+49301234568'],
    ['mailto:help@shop.example', 'help@shop.example'],
    ['mailto:help@shop.example?subject=Fjord%206', 'help@shop.example'],
    ['mailto:a@shop.example,b@shop.example', 'a@shop.example,b@shop.example'],
    ['mailto:?to=help%40shop.example&subject=x', 'help@shop.example'],
    ['mailto:j%C3%B6rg@shop.example', 'j\u00f6rg@shop.example'],
    ['mailto:', ''],
    ['geo:52.5163,13.3777', '52.5163, 13.3777'],
    ['geo:52.5163,13.3777;u=35?z=15', '52.5163, 13.3777'],
    ['geo:0,0?q=Pariser+Platz+1,+Berlin', 'Pariser Platz 1, Berlin'],
    ['geo:0,0?q=52.5163,13.3777(Brandenburg+Gate)', 'Brandenburg Gate, 52.5163,13.3777'],
    ['maps:?q=Pariser+Platz', 'Pariser Platz'],
    ['sip:help@shop.example', 'help@shop.example'],
    ['skype:shop.example?call', 'shop.example'],
    ['xmpp:help@shop.example?message', 'help@shop.example'],
    ['whatsapp://send?phone=491701234567&text=Hi', '491701234567'],
    ['tg://resolve?domain=shop', '@shop'],
    ['webcal://shop.example/open.ics', 'webcal://shop.example/open.ics'],
    ['ftp://ftp.shop.example/a%20b.pdf', 'ftp://ftp.shop.example/a b.pdf'],
    ['te\nl:+4930\n1234567', '+49301234567'],
  ])('%s leads to %s', (href, target) => {
    expect(contactOf(href)).toBe(target)
  })

  it.each([
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    ' JavaScript:alert(1)',
    'vbscript:x',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:https://shop.example/1',
    'about:blank',
    'cid:image001.png@01D0',
    'view-source:https://shop.example',
    'ms-msdt:/id',
    'search-ms:query=x',
    'callpoint:chat',
    '#top',
    'page.html',
    '',
  ])('%j shows only its text', (href) => {
    expect(contactOf(href)).toBe('')
  })

  it('named like a property of JavaScript objects is shown as it is', () => {
    expect(contactOf('constructor:x')).toBe('constructor:x')
  })

  it('shows only its address, and does not change the direction of the text around it', () => {
    expect(contactOf(`mailto:${'a'.repeat(5000)}@shop.example`)).toHaveLength(200)
    expect(contactOf('mailto:a%E2%80%AE%0Ab@shop.example')).toBe('a b@shop.example')
    expect(contactOf('tel:%zz')).toBe('%zz')
  })
})
