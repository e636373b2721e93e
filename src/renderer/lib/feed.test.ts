import { expect, test } from 'vitest'
import type { View } from '../../contract/define.ts'
import { FakeFeed } from './fake-bridge.ts'
import { Feed } from './feed.svelte.ts'

interface Word extends View {
  readonly word: string
}

test('before the first view there is none, and asking for it is a fault', () => {
  const feed = new Feed('word', () => new FakeFeed<Word>({ revision: 1, word: 'a' }))
  expect(feed.newest).toBeUndefined()
  expect(() => feed.view).toThrow('word')
})

test('follows what is published until it is ended', async () => {
  const source = new FakeFeed<Word>({ revision: 1, word: 'a' })
  const feed = new Feed('word', () => source)
  const off = await feed.start()
  expect(feed.view.word).toBe('a')
  source.publish({ word: 'b' })
  expect(feed.view.word).toBe('b')
  off()
  source.publish({ word: 'c' })
  expect(feed.view.word).toBe('b')
})

test('a push that overtakes the first read is kept: the higher revision wins', async () => {
  let answer: (view: Word) => void = () => undefined
  let push: (view: Word) => void = () => undefined
  const feed = new Feed<Word>('word', () => ({
    read: () => new Promise((resolve) => (answer = resolve)),
    on: (listener) => {
      push = listener
      return () => undefined
    },
  }))
  const started = feed.start()
  push({ revision: 7, word: 'pushed' })
  answer({ revision: 6, word: 'read' })
  await started
  expect(feed.view).toEqual({ revision: 7, word: 'pushed' })
  push({ revision: 5, word: 'stale' })
  expect(feed.view.word).toBe('pushed')
})
