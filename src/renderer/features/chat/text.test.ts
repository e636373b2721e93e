import { expect, test } from 'vitest'
import { characters, clockSpan, joinDrafts, plainText } from './text.ts'

test.each([
  [0, '0:00'],
  [-5, '0:00'],
  [7_900, '0:07'],
  [750_000, '12:30'],
  [3_723_000, '1:02:03'],
])('%i ms is shown as %s', (ms, shown) => {
  expect(clockSpan(ms)).toBe(shown)
})

test('counts code points', () => {
  expect(characters('a😀ä')).toBe(3)
})

test('joins drafts and leaves out empty ones', () => {
  expect(joinDrafts('a', ' ')).toBe('a')
  expect(joinDrafts('', 'b')).toBe('b')
  expect(joinDrafts('a', 'b')).toBe('a\nb')
})

test('announces a message without markup', () => {
  const link = { url: 'https://a.example/', host: 'a.example', viewable: true }
  expect(
    plainText([
      {
        kind: 'paragraph',
        children: [
          { kind: 'text', text: 'See  ' },
          { kind: 'strong', children: [{ kind: 'text', text: 'this' }] },
          { kind: 'break' },
          { kind: 'link', page: link, children: [{ kind: 'text', text: 'guide' }] },
        ],
      },
      {
        kind: 'list',
        ordered: true,
        items: [
          [{ kind: 'code', text: 'one' }],
          [{ kind: 'quote', children: [{ kind: 'code', text: 'two' }] }],
        ],
      },
    ]),
  ).toBe('See this guide one. two')
})
