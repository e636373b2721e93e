import { beforeAll, describe, expect, test } from 'vitest'
import type { ChannelsView } from '../../../contract/settings.ts'
import { closedChannels, FAKE_NOW, fakeChannels, troubledChannels } from '../../lib/fake-views.ts'
import { I18n } from '../../lib/i18n.svelte.ts'
import { cardsOf, greetingOf, helpOf, shownLanguages } from './home.ts'
import { fakeZone } from '../../lib/fake-zones.ts'

const i18n = new I18n()
const style = { language: 'en', zone: fakeZone('Europe/Berlin') }
const words = { t: i18n.t, style, now: FAKE_NOW }
const all = (): boolean => true
const hour = 3_600_000

beforeAll(async () => {
  await i18n.use('en')
})

describe('the cards', () => {
  test('say their state in words, and never a waiting time', () => {
    const said = cardsOf(fakeChannels, all, words).map(({ name, state }) => [name, state])
    expect(said).toContainEqual(['Chat', 'Open until 20:00'])
    expect(said).toContainEqual(['Call me back', 'Choose your own time'])
    expect(said).toContainEqual(['Video call', 'Open until 18:00'])
  })

  test('a closed one stays in its place and names the next best way', () => {
    const [chat, callback, call] = cardsOf(closedChannels, all, words)
    expect(chat).toMatchObject({
      state: 'Closed until Monday 9:00',
      instead: 'We can call you back',
      isOpen: false,
    })
    expect(callback).toMatchObject({ isOpen: true, isSuggested: true, instead: undefined })
    expect(call).toMatchObject({ state: 'Not available here', instead: undefined })
  })

  test('a channel without a screen is off, and is not named as a way on', () => {
    const [chat, callback] = cardsOf(closedChannels, (channel) => channel === 'chat', words)
    expect(callback).toMatchObject({ isOpen: false, state: 'Not available here' })
    expect(chat?.instead).toBeUndefined()
  })

  test.each([
    ['full', 'Everyone on our team is busy just now'],
    ['unreachable', 'We cannot reach our team just now. We keep trying'],
    ['not-licensed', 'Not available at the moment'],
    ['disabled', 'Not available at the moment'],
    ['trouble', 'Not available at the moment'],
  ] as const)('an unavailable one says why: %s', (reason, state) => {
    const view: ChannelsView = {
      ...fakeChannels,
      channels: [
        { channel: 'chat', state: 'unavailable', reason },
        { channel: 'callback', state: 'open' },
      ],
    }
    expect(cardsOf(view, all, words)[0]).toMatchObject({ state, instead: 'We can call you back' })
  })

  test('open beyond midnight, or for good, is open now', () => {
    const view: ChannelsView = {
      ...fakeChannels,
      channels: [
        { channel: 'chat', state: 'open', until: FAKE_NOW + 20 * hour },
        { channel: 'call', state: 'open' },
        { channel: 'callback', state: 'closed' },
      ],
    }
    expect(cardsOf(view, all, words).map(({ state }) => state)).toEqual([
      'Open now',
      'Open now',
      'Closed at the moment',
    ])
  })
})

test('the greeting follows the hour in the zone of the centre', () => {
  const at = (time: string): string =>
    greetingOf({ ...words, now: Date.parse(`2026-11-24T${time}:00+01:00`) })
  expect(['04:59', '05:00', '12:00', '18:00', '23:00'].map(at)).toEqual([
    'home.greeting.night',
    'home.greeting.morning',
    'home.greeting.afternoon',
    'home.greeting.evening',
    'home.greeting.night',
  ])
})

describe('the line about the telephone', () => {
  const line = (...given: Parameters<typeof helpOf>): string | undefined => {
    const help = helpOf(...given)
    return help === undefined ? undefined : help.before + help.number + help.after
  }

  test('is for who prefers it, as long as something is open', () => {
    expect(line(fakeChannels, '040 1', true, words)).toBe(
      'Prefer your own phone? 040 1, until 20:00 today',
    )
    expect(line(closedChannels, '040 1', true, words)).toBe('Prefer your own phone? 040 1')
    expect(line(fakeChannels, undefined, true, words)).toBeUndefined()
  })

  test('is the way on when nothing is open', () => {
    expect(line(closedChannels, '040 1', false, words)).toContain('You can phone us: 040 1')
    expect(line(troubledChannels, '040 1', false, words)).toContain('cannot reach our team')
    expect(line(troubledChannels, undefined, false, words)).toContain('We keep trying')
    expect(line(closedChannels, undefined, false, words)).toContain('come back')
  })
})

test('the language in use is always among those that show', () => {
  const eight = ['en', 'de', 'fi', 'ar', 'fr', 'pl', 'he', 'tr']
  expect(shownLanguages(eight, 'de', 8)).toEqual({ shown: eight, isMore: false })
  expect(shownLanguages(eight, 'de', 4)).toEqual({ shown: ['en', 'de', 'fi'], isMore: true })
  expect(shownLanguages(eight, 'tr', 4)).toEqual({ shown: ['en', 'de', 'tr'], isMore: true })
})
