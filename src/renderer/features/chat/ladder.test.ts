import { expect, test } from 'vitest'
import type { ChannelState } from '../../../contract/settings.ts'
import { failureWords, mayRepeat, waysOn } from './ladder.ts'

function channels(...states: ChannelState[]) {
  return { revision: 1, now: 0, channels: states }
}

test('offers open channels, callback before call, never chat', () => {
  expect(
    waysOn(
      channels(
        { channel: 'call', state: 'open' },
        { channel: 'chat', state: 'open' },
        { channel: 'callback', state: 'open' },
      ),
    ),
  ).toEqual(['callback', 'call'])
  expect(
    waysOn(
      channels(
        { channel: 'callback', state: 'closed', until: 5 },
        { channel: 'call', state: 'open' },
      ),
    ),
  ).toEqual(['call'])
  expect(waysOn(channels())).toEqual([])
  expect(waysOn(undefined)).toEqual([])
})

test('unlicensed or disabled channels are not retried', () => {
  expect(mayRepeat('not-licensed')).toBe(false)
  expect(mayRepeat('disabled')).toBe(false)
  expect(mayRepeat('full')).toBe(true)
  expect(mayRepeat('unreachable')).toBe(true)
  expect(failureWords('unknown-outcome')).toBe('uncertain')
  expect(failureWords('nonsense')).toBe('trouble')
})
