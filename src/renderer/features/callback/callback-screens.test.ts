import { render, screen, waitFor, within } from '@testing-library/svelte'
import { flushSync, tick } from 'svelte'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallbackView, RequestCallback } from '../../../contract/callback.ts'
import { done, fail, type Outcome } from '../../../contract/outcome.ts'
import type { Channel, SettingsView } from '../../../contract/settings.ts'
import { connect } from '../../lib/bridge.ts'
import { fakeBridge } from '../../lib/fake-bridge.ts'
import { FAKE_NOW, fakeSettings } from '../../lib/fake-views.ts'
import { i18n } from '../../lib/i18n.svelte.ts'
import { leaveForCallback } from '../../lib/handover.ts'
import { startViews } from '../../lib/views.svelte.ts'
import Callback from './Callback.svelte'
import { openCallback, windowOf } from './fake-scenarios.ts'
import { fakeZone } from '../../lib/fake-zones.ts'

// jsdom has no modal dialogs: what the component relies on of them.
beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.open = false
    this.dispatchEvent(new Event('close'))
  }
  window.scrollTo = () => undefined
  vi.useFakeTimers({ now: FAKE_NOW, toFake: ['Date'] })
  return () => vi.useRealTimers()
})

let revision = 1000

async function open(
  changes: Partial<CallbackView> = {},
  {
    mode = 'desktop',
    answers = [],
  }: { mode?: SettingsView['mode']; answers?: Outcome<void>[] } = {},
) {
  revision += 100
  const fake = fakeBridge({
    callback: { ...openCallback, ...changes, revision },
    settings: { ...fakeSettings, mode, revision },
  })
  const asked: RequestCallback[] = []
  connect({
    ...fake.bridge,
    callback: {
      ...fake.bridge.callback,
      request: (input) => {
        asked.push(input)
        return Promise.resolve(answers.shift() ?? done)
      },
    },
  })
  await startViews()
  await i18n.use('en')
  const home = vi.fn<() => void>()
  const end = vi.fn<() => void>()
  const go = vi.fn<(channel: Channel) => void>()
  render(Callback, { home, done: end, go })
  await screen.findByRole('heading', { level: 1 })
  await tick()
  return { ...fake, asked, home, end, go }
}

function press(name: string | RegExp): void {
  screen.getByRole('button', { name }).click()
  flushSync()
}

function fill(name: string | RegExp, text: string): void {
  const field = screen.getByLabelText(name)
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) {
    throw new Error(`${String(name)} is no text field`)
  }
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  flushSync()
}

function choose(name: string | RegExp): void {
  screen.getByRole('radio', { name }).click()
  flushSync()
}

function fillAll(): void {
  choose(/Help with a device/u)
  choose('15:00–16:00')
  fill('Phone number', '0170 5550142')
  fill('Your name', 'Jonas Weber')
  screen.getByRole('checkbox').click()
  flushSync()
}

describe('on a desktop', () => {
  test('one form, a slip that fills beside it, one request', async () => {
    const { asked } = await open()
    fillAll()
    const slip = screen.getByRole('region', { name: 'Your callback' })
    expect(slip.textContent).toContain('Today, 15:00–16:00')
    await waitFor(() => expect(slip.textContent).toMatch(/Germany\s*\+49 170 5550142/u))
    press(/Add a second time/u)
    choose('18:00–19:00')
    press('Request callback')
    await waitFor(() => expect(asked).toHaveLength(1))
    expect(asked[0]).toMatchObject({
      topic: 10,
      first: windowOf(0, 15),
      second: windowOf(0, 18),
      number: '+491705550142',
    })
  })

  test('customer sees missing fields marked, with the focus on the first', async () => {
    const { asked } = await open()
    press('Request callback')
    await waitFor(() => expect(screen.getByText('Please tell us your name.')).toBeTruthy())
    expect(screen.getByLabelText('Phone number').getAttribute('aria-invalid')).toBe('true')
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('radio', { name: /My order/u })),
    )
    expect(asked).toEqual([])
  })

  test('the same again is asked about, and sent when it is meant', async () => {
    const { asked } = await open({}, { answers: [fail('repeated'), done] })
    fillAll()
    press('Request callback')
    const dialog = await screen.findByRole('alertdialog')
    within(dialog).getByRole('button', { name: 'Send it again' }).click()
    await waitFor(() => expect(asked).toHaveLength(2))
    expect(asked.map(({ knowingly }) => knowingly)).toEqual([false, true])
  })

  test('customer finds data from another screen filled in', async () => {
    leaveForCallback({ name: 'Ada', comment: 'It blinks' })
    const { calls } = await open()
    await waitFor(() => expect(screen.getByLabelText('Your name')).toHaveProperty('value', 'Ada'))
    expect(calls).toContainEqual({
      name: 'callback.open',
      input: { name: 'Ada', comment: 'It blinks' },
    })
  })

  test('customer sees past times, closed days and time zones marked', async () => {
    await open({ zone: fakeZone('Europe/London') })
    expect(screen.getByText('No more times before 14:00')).toBeTruthy()
    expect(screen.getByRole('radio', { name: /Sunday 29 Closed/u })).toHaveProperty(
      'disabled',
      true,
    )
    expect(
      screen.getByText(/United Kingdom Time. Our team is on Central European Time; it is 14:30/u),
    ).toBeTruthy()
  })
})

describe('on a kiosk', () => {
  test('customer answers one question per page, and can go back', async () => {
    const { asked, home } = await open({}, { mode: 'kiosk' })
    press('Continue')
    expect(await screen.findByText('Please choose what it is about.')).toBeTruthy()
    choose(/My order/u)
    press('Continue')
    expect(await screen.findByRole('heading', { name: 'When shall we call you?' })).toBeTruthy()
    choose('15:00–16:00')
    press('Continue')
    await screen.findByRole('heading', { name: 'Which number may we call?' })
    fill('Phone number', '0170 5550142')
    press('Continue')
    await screen.findByRole('heading', { name: 'Who may we ask for?' })
    fill('Your name', 'Jonas')
    press('Continue')
    await screen.findByRole('heading', { name: 'Is everything right?' })
    screen.getByRole('checkbox').click()
    flushSync()
    press('Request callback')
    await waitFor(() => expect(asked).toHaveLength(1))
    // Nobody leaves while it is on its way.
    const back = screen.getByRole('button', { name: 'Back' })
    await waitFor(() => expect(back).toHaveProperty('disabled', false))
    for (let step = 0; step < 5; step += 1) press('Back')
    expect(home).toHaveBeenCalledOnce()
  })

  test('customer returns to a refused answer, and the rest is kept', async () => {
    await open({}, { mode: 'kiosk', answers: [fail('not-found', 'topic')] })
    choose(/My order/u)
    press('Continue')
    choose('15:00–16:00')
    press('Continue')
    fill('Phone number', '0170 5550142')
    press('Continue')
    fill('Your name', 'Jonas')
    press('Continue')
    screen.getByRole('checkbox').click()
    flushSync()
    press('Request callback')
    expect(await screen.findByText(/takes no callbacks any more/u)).toBeTruthy()
    choose(/Advice/u)
    press('Continue')
    expect(screen.getByRole('radio', { name: /15:00–16:00/u })).toHaveProperty('checked', true)
  })
})

describe('other outcomes', () => {
  test.each([
    ['disabled', 'Callbacks are switched off at the moment.', false],
    ['empty', 'Nobody can take callbacks at the moment.', false],
    ['not-licensed', 'Callbacks are not offered here.', false],
    ['unreachable', 'We cannot reach our team at the moment.', true],
    ['trouble', 'Something went wrong on our side.', true],
  ] as const)('%s: its own sentence and the next way', async (availability, words, repeats) => {
    const { go } = await open({ availability, topics: [] })
    expect(screen.getByRole('heading', { name: words })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Try again' }) !== null).toBe(repeats)
    expect(screen.getByText('040 5550 0142')).toBeTruthy()
    press(/^Chat/u)
    expect(go).toHaveBeenCalledWith('chat')
  })

  test('customer is told of an unclear outcome and decides about resending', async () => {
    const { callback, asked } = await open({}, { answers: [fail('unknown-outcome'), done] })
    fillAll()
    press('Request callback')
    await screen.findByRole('heading', { name: /do not know whether your request arrived/u })
    callback.publish({ phase: 'unclear' })
    expect(screen.getByText('040 5550 0142')).toBeTruthy()
    press('Send it again anyway')
    await waitFor(() => expect(asked).toHaveLength(2))
    expect(asked[1]).toMatchObject({ knowingly: true })
  })

  test('slip has everything as text, with the calendar entry as a QR code', async () => {
    await open({
      phase: 'done',
      slip: {
        topic: 'Help with a device',
        first: windowOf(0, 15),
        name: 'Jonas Weber',
        number: '+49 170 5550142',
        international: '+491705550142',
        comment: '',
        codes: ['BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'],
      },
    })
    expect(await screen.findByText(/Thank you, Jonas Weber/u)).toBeTruthy()
    expect(screen.getByText(/Tuesday 24 November, 15:00–16:00/u)).toBeTruthy()
    expect(
      screen.getByText(/We will call .* on Tuesday 24 November, between 15:00 and 16:00\./u),
    ).toBeTruthy()
    expect(screen.getByRole('img', { name: /calendar entry of your callback/u })).toBeTruthy()
  })

  test('slip with two times has a code for each, named by its time', async () => {
    await open({
      phase: 'done',
      slip: {
        topic: 'Help with a device',
        first: windowOf(0, 15),
        second: windowOf(1, 18),
        name: 'Jonas Weber',
        number: '+49 170 5550142',
        international: '+491705550142',
        comment: '',
        codes: ['BEGIN:VCALENDAR\r\n', 'BEGIN:VCALENDAR\r\n\r\n'],
      },
    })
    await screen.findByText(/Thank you, Jonas Weber/u)
    const names = screen
      .getAllByRole('img', { name: /calendar entry/u })
      .map((code) => code.getAttribute('aria-label')?.replaceAll(/\s/gu, ' '))
    expect(names).toEqual([
      expect.stringContaining('Tuesday 24 November, 15:00–16:00'),
      expect.stringContaining('Wednesday 25 November, 18:00–19:00'),
    ])
    expect(screen.getByText(/each code/u)).toBeTruthy()
  })
})
