import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Announcer } from './announcer.svelte.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('repeating the same words counts as a change', () => {
  const announcer = new Announcer()
  announcer.say('Sent')
  const first = announcer.polite
  announcer.say('Sent')
  expect(announcer.polite).not.toBe(first)
  expect([first.trim(), announcer.polite.trim()]).toEqual(['Sent', 'Sent'])
})

test('urgent words go to the other region, and all are forgotten after a while', () => {
  const announcer = new Announcer()
  announcer.say('Ten seconds left', 'assertive')
  expect(announcer.assertive.trim()).toBe('Ten seconds left')
  expect(announcer.polite).toBe('')
  vi.advanceTimersByTime(8000)
  expect(announcer.assertive).toBe('')
})
