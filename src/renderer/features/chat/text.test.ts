import { expect, test } from 'vitest'
import type { Block } from '../../../contract/rich.ts'
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

const code = (text: string): Block => ({ kind: 'code', children: [{ kind: 'text', text }] })

test('counts code points', () => {
  expect(characters('a😀ä')).toBe(3)
})

test('joins drafts and leaves out empty ones', () => {
  expect(joinDrafts('a', ' ')).toBe('a')
  expect(joinDrafts('', 'b')).toBe('b')
  expect(joinDrafts('a', 'b')).toBe('a\nb')
})

test('reads a message on one line, without its marks', () => {
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
          { marker: '1.', value: 1, body: [code('one')] },
          { marker: '2.', value: 2, body: [{ kind: 'quote', children: [code('two')] }] },
        ],
      },
    ]),
  ).toBe('See this guide one two')
})
