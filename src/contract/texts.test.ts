import { expect, test } from 'vitest'
import { filled, textFinder } from './texts.ts'

const file = {
  home: { question: 'How?', left_one: '{{count}} second', left_other: '{{count}} seconds' },
  name: 'Chat',
}
const plainly = textFinder('en', [file], {})

test('a text is found by its path, and nothing but texts', () => {
  expect(plainly('home.question')).toBe('How?')
  expect(plainly('name')).toBe('Chat')
  const none = ['home', 'home.question.deeper', 'home.unknown', 'constructor', '__proto__.x', '']
  expect(none.map((key) => plainly(key))).toEqual(none.map(() => undefined))
})

test('a count selects the plural form of the language', () => {
  expect([1, 2].map((count) => plainly('home.left', count))).toEqual([
    '{{count}} second',
    '{{count}} seconds',
  ])
  expect(plainly('home.question', 3)).toBe('How?')
  expect(plainly('home.left')).toBeUndefined()
})

test('a text in a second file is found too', () => {
  const both = textFinder('en', [file, { home: { more: 'Later' } }], {})
  expect([both('home.more'), both('home.question')]).toEqual(['Later', 'How?'])
})

test('policy overrides a text: for this language, for its base, for any', () => {
  const find = textFinder('de-AT', [file], {
    '*': { 'home.question': 'any', name: 'any' },
    de: { name: 'base', 'home.left_other': 'base' },
    'de-AT': { 'home.left_other': 'exact' },
    fr: { name: 'other' },
  })
  expect([find('home.question'), find('name'), find('home.left', 5), find('home.left', 1)]).toEqual(
    ['any', 'base', 'exact', '{{count}} second'],
  )
})

test('policy overrides one plural form, or all of them', () => {
  const one = textFinder('en', [file], { en: { 'home.left_one': 'last' } })
  expect([1, 2].map((count) => one('home.left', count))).toEqual(['last', '{{count}} seconds'])
  const all = textFinder('en', [file], { '*': { 'home.left': '{{count}} s' } })
  expect([1, 2].map((count) => all('home.left', count))).toEqual(['{{count}} s', '{{count}} s'])
})

test('values are inserted once, unescaped', () => {
  const values: Readonly<Record<string, string>> = { who: '{{what}} <b>', what: 'no' }
  expect(filled('{{who}}, {{ what }}{{other}}!', (name) => values[name] ?? '')).toBe(
    '{{what}} <b>, no!',
  )
})
