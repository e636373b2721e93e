import { beforeAll, expect, test } from 'vitest'
import { closedChannels, FAKE_NOW, fakeChannels } from './fake-views.ts'
import { hoursOf, momentOf } from './hours.ts'
import { I18n } from './i18n.svelte.ts'
import { fakeZone } from './fake-zones.ts'

const i18n = new I18n()
const words = {
  t: i18n.t,
  style: { language: 'en', zone: fakeZone('Europe/Berlin') },
  now: FAKE_NOW,
}
const hour = 3_600_000

beforeAll(async () => {
  await i18n.use('en')
})

test('a moment is named with as little as it takes', () => {
  const at = (hours: number): string => momentOf(FAKE_NOW + hours * hour, words)
  expect(at(3)).toBe('17:30 today')
  expect(at(24)).toBe('14:30 tomorrow')
  expect(at(6 * 24)).toBe('Monday 14:30')
  expect(at(7 * 24)).toBe('1 December, 14:30')
})

test('the hours of the house', () => {
  expect(hoursOf(fakeChannels, words)).toBe('Open today until 20:00')
  expect(hoursOf(closedChannels, words)).toBe('Closed until Monday 9:00')
  expect(hoursOf({ ...fakeChannels, openUntil: FAKE_NOW + 9.5 * hour }, words)).toBeUndefined()
  expect(hoursOf({ revision: 1, now: FAKE_NOW, channels: [] }, words)).toBeUndefined()
})
