import { describe, expect, it } from 'vitest'
import { mayLoadInViewer, mayReachFromViewer } from './viewer-rules.ts'

const policy = {
  linkHosts: ['*'],
  viewHosts: ['shop.example', '*.help.example', '127.0.0.1'],
  privateHosts: ['127.0.0.1'],
  maxLength: 2048,
}

describe('what the safe viewer loads', () => {
  it.each([
    ['https://shop.example/guide', true],
    ['https://de.help.example/', true],
    ['http://127.0.0.1:8080/', true],
    ['https://other.example/', false],
    ['https://shop.example.evil.example/', false],
    ['https://user@shop.example/', false],
    ['http://192.168.0.1/', false],
    ['file:///etc/passwd', false],
    ['data:text/html,hello', false],
    ['blob:https://shop.example/1', false],
    ['javascript:alert(1)', false],
    ['about:blank', false],
    ['chrome://gpu', false],
    ['mailto:a@shop.example', false],
  ])('a document: %s is %s', (url, may) => {
    expect(mayLoadInViewer(url, 'document', policy)).toBe(may)
  })

  it.each([
    ['https://cdn.example/a.js', true],
    [`https://cdn.example/?${'q'.repeat(5000)}`, true],
    ['data:image/png;base64,AAAA', true],
    ['blob:https://shop.example/1', true],
    ['http://router.local/', false],
    ['http://10.0.0.1/admin', false],
    ['http://[::1]/', false],
    ['file:///etc/passwd', false],
    ['ftp://cdn.example/', false],
  ])('a subresource: %s is %s', (url, may) => {
    expect(mayLoadInViewer(url, 'part', policy)).toBe(may)
  })
})

describe('IP addresses that a page may use', () => {
  const from = 'https://shop.example/guide'

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.254',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:192.168.0.1',
    'fc00::1',
    'fd12:3456:789a::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
    '64:ff9b::10.0.0.1',
    'no address',
    '',
  ])('not at %s, not even beside a public one', (address) => {
    expect(mayReachFromViewer(from, [address], policy)).toBe(false)
    expect(mayReachFromViewer(from, ['93.184.215.14', address], policy)).toBe(false)
    expect(mayReachFromViewer('http://127.0.0.1/', [address], policy)).toBe(true)
  })

  it.each([
    '93.184.215.14',
    '100.128.0.1',
    '172.32.0.1',
    '2606:2800:21f:cb07:6820:80da:af6b:8b2c',
    '64:ff9b::93.184.215.14',
    '64:ff9b::5db8:d70e',
  ])('at %s', (address) => {
    expect(mayReachFromViewer(from, [address], policy)).toBe(true)
  })

  it('an empty list of addresses is refused', () => {
    expect(mayReachFromViewer(from, [], policy)).toBe(false)
  })
})
