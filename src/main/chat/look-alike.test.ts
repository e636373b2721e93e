import { describe, expect, it } from 'vitest'
import { namedHost } from './look-alike.ts'

describe('link text', () => {
  it.each([
    ['Booking.com', 'shop.example'],
    ['booking.com', 'shop.example'],
    ['Node.js', 'nodejs.org'],
    ['Dr.No', 'film.example'],
    ['3.5', 'shop.example'],
    ['1.2.3.4', 'shop.example'],
    ['ASP.NET', 'shop.example'],
    ['install.sh', 'shop.example'],
    ['max@bank.example', 'shop.example'],
    ['Click here', 'shop.example'],
    ['', 'shop.example'],
    ['https://www.shop.example/a', 'shop.example'],
    ['www.shop.example', 'help.shop.example'],
    ['shop.co.uk', 'www.shop.co.uk'],
    ['help.shop.example/a?b', 'shop.example'],
    ['Read https://shop.example/a and more', 'www.shop.example'],
    ['https://b\u00fccher.example', 'xn--bcher-kva.example'],
    ['https://shop.example:8443/', 'shop.example'],
    ['https://www.shop.exam\nple/a', 'www.shop.example'],
    ['https://www.shop.example/very/long/\naddress', 'www.shop.example'],
  ])('%s may lead to %s', (words, host) => {
    expect(namedHost(words, host)).toBeUndefined()
  })

  it.each([
    ['https://bank.example/', 'evil.example', 'bank.example'],
    ['HTTPS://BANK.EXAMPLE', 'evil.example', 'bank.example'],
    ['www.bank.example', 'evil.example', 'www.bank.example'],
    ['Go to https://bank.example/login now', 'evil.example', 'bank.example'],
    ['https://bank\n.example/', 'evil.example', 'bank.example'],
    ['login.bank.example', 'evil.example', 'login.bank.example'],
    ['\u201ebank.example/login\u201c', 'evil.example', 'bank.example'],
    ['bank.example:443', 'evil.example', 'bank.example'],
    ['bank.example', 'bank.example.evil.example', 'bank.example'],
    ['bank.example', 'bank.example-login.test', 'bank.example'],
    ['paypal.com', 'www.paypa1.com', 'paypal.com'],
    ['microsoft.com', 'rnicrosoft.com', 'microsoft.com'],
    ['https://alice.github.io', 'mallory.github.io', 'alice.github.io'],
    ['https://shop.co.uk', 'evil.co.uk', 'shop.co.uk'],
    ['https://b\u0430nk.example', 'bank.example', 'xn--bnk-6cd.example'],
    ['https://8.8.8.8/', '9.9.9.9', '8.8.8.8'],
  ])('%s may not lead to %s', (words, host, named) => {
    expect(namedHost(words, host)).toBe(named)
  })
})
