import { describe, expect, it } from 'vitest'
import { mayLoadInViewer } from './viewer-rules.ts'

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
  ])('a part of one: %s is %s', (url, may) => {
    expect(mayLoadInViewer(url, 'part', policy)).toBe(may)
  })
})
