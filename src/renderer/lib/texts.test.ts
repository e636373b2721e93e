import { expect, test } from 'vitest'
import { mergeTexts, withOverrides } from './texts.ts'

const texts = { home: { question: 'How?', left_one: 'one', left_other: 'many' }, name: 'Chat' }

test('an override replaces exactly its text, and the original stays as it was', () => {
  const changed = withOverrides(texts, { 'home.question': 'What?', 'home.left_one': '1' })
  expect(changed).toEqual({
    home: { question: 'What?', left_one: '1', left_other: 'many' },
    name: 'Chat',
  })
  expect(texts.home.question).toBe('How?')
})

test('unknown text keys have no effect', () => {
  const odd = {
    home: 'a branch',
    'home.question.deeper': 'beyond a leaf',
    'home.unknown': 'new',
    '__proto__.x': 'no',
    constructor: 'no',
    '': 'empty',
  }
  expect(withOverrides(texts, odd)).toEqual(texts)
})

test('two parts of a language become one', () => {
  expect(mergeTexts(texts, { chat: { send: 'Send' }, home: { question: 'Who?' } })).toEqual({
    home: { question: 'Who?', left_one: 'one', left_other: 'many' },
    name: 'Chat',
    chat: { send: 'Send' },
  })
})
