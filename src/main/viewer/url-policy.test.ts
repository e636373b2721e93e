import { describe, expect, it } from 'vitest'
import { judgeUrl, type UrlPolicy } from './url-policy.ts'

const open: UrlPolicy = {
  linkHosts: ['*'],
  viewHosts: ['*.atos.net', 'shop.example:8443'],
  privateHosts: [],
  maxLength: 200,
}

describe('addresses', () => {
  it.each([
    ['http://www.atos.net', 'http://www.atos.net/', 'www.atos.net', true],
    ['https://ATOS.net/', 'https://atos.net/', 'atos.net', false],
    ['www.example.com/a', 'https://www.example.com/a', 'www.example.com', false],
    [
      'https://b\u00fccher.example/',
      'https://xn--bcher-kva.example/',
      'b\u00fccher.example',
      false,
    ],
    ['https://\u0430tos.net/', 'https://xn--tos-5cd.net/', 'xn--tos-5cd.net', false],
    ['https://shop.example:8443/x', 'https://shop.example:8443/x', 'shop.example:8443', true],
    ['https://shop.example/x', 'https://shop.example/x', 'shop.example', false],
    ['https://8.8.8.8/', 'https://8.8.8.8/', '8.8.8.8', false],
  ])('%s is allowed', (raw, url, host, viewable) => {
    expect(judgeUrl(raw, open)).toEqual({ ok: true, page: { url, host, viewable } })
  })

  it.each([
    ['', 'empty'],
    ['javascript:alert(1)', 'scheme'],
    ['JAVASCRIPT:alert(1)', 'scheme'],
    ['data:text/html,x', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['ftp://example.com', 'scheme'],
    ['/relative', 'malformed'],
    ['//example.com', 'malformed'],
    ['https://user@example.com', 'credentials'],
    ['https://user:pw@example.com', 'credentials'],
    ['https://exa\nmple.com', 'control-characters'],
    ['https://example.com/\u202egpj.exe', 'control-characters'],
    ['https:\\\\example.com', 'control-characters'],
    [`https://example.com/${'a'.repeat(200)}`, 'too-long'],
    [`https://example.com/${'\u00e9'.repeat(100)}`, 'too-long'],
    ['http://localhost/', 'private'],
    ['http://LOCALHOST./', 'private'],
    ['http://a.localhost/', 'private'],
    ['http://intranet/', 'private'],
    ['http://printer.local/', 'private'],
    ['http://127.0.0.1/', 'private'],
    ['http://2130706433/', 'private'],
    ['http://0x7f.1/', 'private'],
    ['http://127.1/', 'private'],
    ['http://0/', 'private'],
    ['http://10.1.2.3/', 'private'],
    ['http://172.31.0.1/', 'private'],
    ['http://192.168.0.1/', 'private'],
    ['http://169.254.169.254/', 'private'],
    ['http://100.64.0.1/', 'private'],
    ['http://[::1]/', 'private'],
    ['http://[::]/', 'private'],
    ['http://[::ffff:127.0.0.1]/', 'private'],
    ['http://[fe80::1]/', 'private'],
    ['http://[fd00::1]/', 'private'],
    ['http://[64:ff9b::7f00:1]/', 'private'],
    ['http://[2002:7f00:1::]/', 'private'],
  ])('%s is refused: %s', (raw, reason) => {
    expect(judgeUrl(raw, open)).toEqual({ ok: false, reason })
  })

  it('only listed hosts are allowed if there is a list', () => {
    const strict = { ...open, linkHosts: ['example.com', '*.example.org'] }
    const verdict = (raw: string): boolean => judgeUrl(raw, strict).ok
    expect(verdict('https://example.com/')).toBe(true)
    expect(verdict('https://a.example.org/')).toBe(true)
    expect(verdict('https://example.org/')).toBe(false)
    expect(verdict('https://notexample.com/')).toBe(false)
    expect(verdict('https://example.com.evil.test/')).toBe(false)
    expect(verdict('https://a.example.org.evil.test/')).toBe(false)
  })

  it('a host of the business is allowed when it is named', () => {
    const own = { ...open, privateHosts: ['127.0.0.1:8080'], viewHosts: ['127.0.0.1:8080'] }
    expect(judgeUrl('http://127.0.0.1:8080/', own)).toMatchObject({ page: { viewable: true } })
    expect(judgeUrl('http://127.0.0.1:8081/', own)).toMatchObject({ reason: 'private' })
  })
})
