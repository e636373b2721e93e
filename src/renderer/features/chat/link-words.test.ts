import { expect, test } from 'vitest'
import { namesHost } from './link-words.ts'

test.each([
  ['https://shop.example/a', 'shop.example'],
  ['www.shop.example', 'shop.example'],
  ['Shop.example', 'www.shop.example'],
  ['see shop.example.', 'shop.example'],
  ['(shop.example:8443)', 'shop.example:8443'],
  ['b\u00fccher.example', 'b\u00fccher.example'],
])('the words %j say that they lead to %s', (words, host) => {
  expect(namesHost(words, { host })).toBe(true)
})

test.each([
  ['our shop', 'shop.example'],
  ['myshop.example', 'shop.example'],
  ['shop.example.evil.test', 'shop.example'],
  ['shop.example-login', 'shop.example'],
  ['shop.example', 'shop.example:8443'],
  ['b\u00fccher.example', 'xn--bcher-kva.example'],
])('the words %j do not say that they lead to %s', (words, host) => {
  expect(namesHost(words, { host })).toBe(false)
})
