import { render, screen, waitFor, within } from '@testing-library/svelte'
import { flushSync, tick } from 'svelte'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import App from './App.svelte'
import { connect } from './lib/bridge.ts'
import { fakeBridge, type FakeBridge } from './lib/fake-bridge.ts'
import { closedChannels, FAKE_NOW, fakeVisit } from './lib/fake-views.ts'
import { fakeZone } from './lib/fake-zones.ts'
import { formatTime, i18n } from './lib/i18n.svelte.ts'
import { startViews } from './lib/views.svelte.ts'
import { centreZoneNote, ownZoneNote } from './lib/zone-notes.ts'
import { modalDialogs } from './ui/test-dialogs.ts'

/** The feeds of the app are one set for the page: one bridge serves all tests of this file. */
let fake: FakeBridge

beforeAll(async () => {
  modalDialogs()
  window.scrollTo = () => undefined
  fake = fakeBridge({ visit: { ...fakeVisit, stage: 'absent' } })
  connect(fake.bridge)
  await startViews()
})

beforeEach(async () => {
  fake.visit.publish({ stage: 'absent', language: 'en', comfort: fakeVisit.comfort })
  i18n.configure(fake.settings.view)
  await i18n.use('en')
  fake.calls.length = 0
  render(App)
})

const press = async (name: string): Promise<void> => {
  screen.getByRole('button', { name }).click()
  await tick()
  flushSync()
}

test('kiosk customer touches the invitation and sees Home', async () => {
  await press('Touch to talk to us')
  expect(fake.calls.map(({ name }) => name)).toContain('visit.touch')
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
    'How would you like to talk to us?',
  )
})

test('times follow the zone of the machine, which may be set while the app runs', async () => {
  fake.settings.publish({ ownZone: fakeZone('Asia/Tokyo') })
  await tick()
  expect(formatTime(FAKE_NOW)).toBe('22:30')
  fake.settings.publish({ ownZone: fakeZone('Europe/Berlin') })
  await tick()
  expect(formatTime(FAKE_NOW)).toBe('14:30')
})

test('times name their zone where that of the machine is not known', async () => {
  await press('Touch to talk to us')
  expect(ownZoneNote(FAKE_NOW)).toBeUndefined()
  expect(centreZoneNote([FAKE_NOW])).toBeUndefined()
  fake.settings.publish({ unknownZone: 'device' })
  await tick()
  expect(ownZoneNote(FAKE_NOW)).toBe('Times: Central European Time')
  expect(await screen.findByText('Times: Central European Time')).toBeTruthy()
  fake.settings.publish({ unknownZone: 'centre' })
  await tick()
  expect(ownZoneNote(FAKE_NOW)).toBeUndefined()
  expect(centreZoneNote([FAKE_NOW])).toBe('Times: Central European Time')
  fake.settings.publish({ unknownZone: undefined, ownZone: fakeZone('Asia/Tokyo') })
  await tick()
  expect(centreZoneNote([FAKE_NOW])).toBe('Times: Central European Time')
  fake.settings.publish({ ownZone: fakeZone('Europe/Berlin') })
  await tick()
  expect(screen.queryByText('Times: Central European Time')).toBeNull()
})

test('a language that is touched is spoken at once, and turns the page round', async () => {
  await press('العربية')
  await waitFor(() => {
    expect(document.documentElement.dir).toBe('rtl')
  })
  expect(document.documentElement.lang).toBe('ar')
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('كيف تودّ التحدّث إلينا؟')
})

test('customer finds further languages in a dialog if space is short', async () => {
  const few = fake.settings.view
  const many = ['en', 'en-GB', 'en-US', 'de', 'de-AT', 'de-CH', 'ar', 'fi']
  fake.settings.publish({ ...few, languages: many })
  await press('Touch to talk to us')
  await press('More')
  const dialog = await screen.findByRole('dialog', { name: 'Choose your language' })
  const offered = within(dialog).getAllByRole('button')
  expect(offered.map(({ lang }) => lang).filter((lang) => lang !== '')).toEqual(many)
  offered.find(({ lang }) => lang === 'fi')?.click()
  await waitFor(() => {
    expect(document.documentElement.lang).toBe('fi')
  })
  expect(fake.calls.map(({ name }) => name)).toContain('visit.language')
  expect(screen.queryByRole('dialog')).toBeNull()
  fake.settings.publish(few)
})

test('the cards are named by their channel and described by their state', async () => {
  await press('Touch to talk to us')
  const chat = screen.getByRole('button', { name: 'Chat' })
  const described = (chat.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent.trim())
  expect(described).toEqual(['We suggest', 'Open until 20:00'])
})

test('closed card does not open, and shows why and what to do instead', async () => {
  fake.channels.publish(closedChannels)
  await press('Touch to talk to us')
  const chat = screen.getByRole('button', { name: 'Chat' })
  expect(chat.getAttribute('aria-disabled')).toBe('true')
  await press('Chat')
  const live = document.querySelector('[aria-live="polite"]')
  expect(live?.textContent).toContain('Chat: Closed until Monday 9:00.')
})

test('comfort setting is sent to main and takes effect', async () => {
  await press('Touch to talk to us')
  await press('Contrast')
  expect(fake.visit.view.comfort.theme).toBe('contrast')
  expect(document.documentElement.dataset['theme']).toBe('contrast')
  const sizes: string[] = []
  for (let at = 0; at < 3; at += 1) {
    await press('Text size')
    sizes.push(document.documentElement.style.getPropertyValue('--text-zoom'))
  }
  expect(sizes).toEqual(['1.2', '1.4', '1'])
})

test('the warning counts down over the screen, and a press keeps the visit', async () => {
  await press('Touch to talk to us')
  fake.visit.publish({ stage: 'warning', endsAt: Date.now() + 20_000, warningMs: 30_000 })
  flushSync()
  const warning = await screen.findByRole('alertdialog', { name: 'Are you still there?' })
  expect(within(warning).getByRole('timer').textContent.trim()).toMatch(/^(19|20)\s*seconds$/u)
  await press('I’m still here')
  expect(fake.calls.map(({ name }) => name)).toContain('visit.stay')
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('invitation returns when the visit ends', async () => {
  await press('Touch to talk to us')
  await press('Finish')
  expect(fake.visit.view.stage).toBe('absent')
  expect(screen.getByRole('button', { name: 'Touch to talk to us' })).toBeTruthy()
})
