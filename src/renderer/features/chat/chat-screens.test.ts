import { cleanup, render, screen, waitFor, within } from '@testing-library/svelte'
import { flushSync, tick } from 'svelte'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { ChatView, Entry } from '../../../contract/chat.ts'
import { done, fail } from '../../../contract/outcome.ts'
import type { Channel, SettingsView } from '../../../contract/settings.ts'
import { announcer } from '../../lib/announcer.svelte.ts'
import { connect } from '../../lib/bridge.ts'
import { fakeBridge } from '../../lib/fake-bridge.ts'
import { fakeChannels, fakeSettings } from '../../lib/fake-views.ts'
import { i18n } from '../../lib/i18n.svelte.ts'
import { startViews } from '../../lib/views.svelte.ts'
import Chat from './Chat.svelte'
import { agentSaid, mira, scenarioView } from './fake-scenarios.ts'

// jsdom has no modal dialogs: what the component relies on of them.
beforeEach(() => {
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.open = false
    this.dispatchEvent(new Event('close'))
  }
  announcer.clear()
})

let revision = 1000
function scene(name: string, changes: Partial<ChatView> = {}): ChatView {
  const view = scenarioView(name)
  if (view === undefined) throw new Error(`There is no scenario ${name}`)
  revision += 100
  return { ...view, ...changes, revision }
}

async function open(
  chat: ChatView,
  {
    mode = 'desktop',
    channels = fakeChannels,
    transcript = ['print', 'save'],
  }: {
    mode?: SettingsView['mode']
    transcript?: readonly ('print' | 'save')[]
    channels?: typeof fakeChannels
  } = {},
) {
  const fake = fakeBridge({
    chat,
    settings: { ...fakeSettings, mode, revision, chat: { ...fakeSettings.chat, transcript } },
    channels: { ...channels, revision },
  })
  const asked: [name: string, input: unknown][] = []
  const taken = (name: string) => (input: unknown) => {
    asked.push([name, input])
    return Promise.resolve(done)
  }
  const calls = {
    start: vi.fn(taken('start')),
    send: taken('send'),
    draft: taken('draft'),
    retry: taken('retry'),
    discard: taken('discard'),
    guard: taken('guard'),
    end: taken('end'),
    leave: taken('leave'),
    callMe: taken('callMe'),
    declineCallMe: taken('declineCallMe'),
    showPage: taken('showPage'),
    viewerBounds: taken('viewerBounds'),
    printTranscript: vi.fn(taken('printTranscript')),
    saveTranscript: taken('saveTranscript'),
  }
  connect({ ...fake.bridge, chat: { ...fake.bridge.chat, ...calls } })
  await startViews()
  await i18n.use('en')
  const home = vi.fn<() => void>()
  const end = vi.fn<() => void>()
  const go = vi.fn<(channel: Channel) => void>()
  render(Chat, { home, done: end, go })
  await tick()
  return { ...fake, calls, asked, home, end, go }
}

function press(name: string | RegExp): void {
  screen.getByRole('button', { name }).click()
  flushSync()
}

function fill(name: string, text: string): HTMLElement {
  const field = screen.getByLabelText(name)
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) {
    throw new Error(`${name} is no text field`)
  }
  field.value = text
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  flushSync()
  return field
}

function key(field: HTMLElement, init: KeyboardEventInit): boolean {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  return field.dispatchEvent(event)
}

describe('before the chat', () => {
  test('on a desktop all is on one form; what is missing is said at its field', async () => {
    const { asked } = await open(scene('chat-before'))
    expect(document.activeElement).toBe(screen.getByLabelText('Your name'))
    press('Start chat')
    await tick()
    expect(screen.getByLabelText('Your name').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByText('Please choose what it is about.')).toBeTruthy()
    expect(screen.getByText('Please write how we can help you.')).toBeTruthy()
    expect(asked).toEqual([])
    fill('Your name', ' Jonas ')
    screen.getByRole('radio', { name: 'Help with a device' }).click()
    fill('How can we help you?', 'It blinks')
    screen.getByRole('checkbox').click()
    flushSync()
    press('Start chat')
    await waitFor(() => expect(asked).toHaveLength(1))
    expect(asked[0]).toEqual([
      'start',
      { name: 'Jonas', topic: 'devices', message: 'It blinks', consent: true },
    ])
  })

  test('customer at a kiosk is asked on two screens; a touched topic goes on, back leads back', async () => {
    const { home } = await open(scene('chat-before'), { mode: 'kiosk' })
    expect(screen.getByText('Step 1 of 2')).toBeTruthy()
    const topic = (name: string) => screen.getByRole('radio', { name })
    const touch = (name: string) => {
      topic(name).dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
    }
    press('Continue')
    expect(screen.getByText('Please tell us your name.')).toBeTruthy()
    expect(screen.getByText('Please choose what it is about.')).toBeTruthy()
    // Without a name a topic leads to the name, not on.
    touch('Help with a device')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Your name')))
    fill('Your name', 'Jonas')
    flushSync()
    touch('Something else')
    expect(await screen.findByText('Step 2 of 2')).toBeTruthy()
    const message = screen.getByRole('textbox', { name: 'How can we help you?' })
    await waitFor(() => expect(document.activeElement).toBe(message))
    expect(screen.getByRole('checkbox')).toBeTruthy()
    press('Back')
    await waitFor(() => expect(topic('Something else')).toHaveProperty('checked', true))
    press('Back')
    expect(home).toHaveBeenCalledOnce()
  })

  test('customer sees a refusal by main at its field', async () => {
    const { calls } = await open(scene('chat-before'))
    calls.start.mockResolvedValue(fail('invalid-input', 'name'))
    fill('Your name', 'Jonas')
    screen.getByRole('radio', { name: 'Something else' }).click()
    fill('How can we help you?', 'It blinks')
    screen.getByRole('checkbox').click()
    flushSync()
    press('Start chat')
    expect(await screen.findByText(/could not use this name/u)).toBeTruthy()
  })
})

describe('waiting', () => {
  test("shows the waiting time, system messages, and main's callback offer", async () => {
    const { chat, go, asked } = await open(
      scene('chat-waiting', { startedAt: Date.now() - 65_000 }),
    )
    expect(screen.getByRole('timer').textContent).toBe('1:05')
    expect(document.activeElement?.textContent).toContain('We are looking for the right person')
    expect(screen.queryByRole('button', { name: 'Call me back' })).toBeNull()
    chat.publish({ offerCallback: true })
    flushSync()
    press('Call me back')
    expect(go).toHaveBeenCalledWith('callback')
    await waitFor(() => expect(asked.map(([name]) => name)).toEqual(['end', 'leave']))
  })

  test('no callback is offered where none can be had', async () => {
    await open(scene('chat-waiting-offer'), { channels: { ...fakeChannels, channels: [] } })
    expect(screen.queryByRole('button', { name: 'Call me back' })).toBeNull()
  })

  test('stopping asks once', async () => {
    const { asked } = await open(scene('chat-waiting'))
    press('Stop waiting')
    await tick()
    within(screen.getByRole('dialog')).getByRole('button', { name: 'Stop waiting' }).click()
    expect(asked).toEqual([['end', undefined]])
  })
})

describe('the conversation', () => {
  const log = () => screen.getByRole('log', { name: 'Conversation' })

  test('a new message leaves every old bubble as it is and is announced once', async () => {
    const { chat } = await open(scene('chat-talking'))
    const before = [...log().querySelectorAll('.bubble, .card')]
    expect(before.length).toBeGreaterThan(4)
    const entry: Entry = { id: 'new', at: Date.now(), ...agentSaid('Is it green now?', mira) }
    chat.publish({ entries: [...chat.view.entries, entry] })
    flushSync()
    const after = [...log().querySelectorAll('.bubble, .card')]
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after.at(-1)?.textContent.trim()).toBe('Is it green now?')
    expect(announcer.polite.trim()).toBe('Mira Lindqvist: Is it green now?')
    announcer.clear()
    chat.publish({ typing: [mira] })
    flushSync()
    expect(announcer.polite).toBe('')
  })

  test('each group has one avatar and one word on delivery', async () => {
    await open(scene('chat-talking', { typing: [] }))
    expect(log().querySelectorAll('.avatar')).toHaveLength(2)
    expect(within(log()).getAllByText(/^Delivered/u)).toHaveLength(1)
  })

  test('customer can resend or discard an undelivered message', async () => {
    const { asked } = await open(scene('chat-deliveries'))
    expect(within(log()).getByText('This one did not get through.')).toBeTruthy()
    press('Try again')
    screen.getAllByRole('button', { name: 'Discard' })[0]?.click()
    press('Send again')
    expect(asked).toEqual([
      ['retry', { id: 'd1' }],
      ['discard', { id: 'd1' }],
      ['retry', { id: 'd2' }],
    ])
  })

  test('Enter sends, Shift+Enter and Enter within a composition do not', async () => {
    const { asked } = await open(scene('chat-talking'))
    const field = fill('Message', 'Hello')
    expect(document.activeElement).toBe(field)
    expect(key(field, { key: 'Enter', shiftKey: true })).toBe(true)
    expect(key(field, { key: 'Enter', isComposing: true })).toBe(true)
    expect(asked.filter(([name]) => name === 'send')).toEqual([])
    expect(key(field, { key: 'Enter' })).toBe(false)
    flushSync()
    expect(asked).toContainEqual(['send', { text: 'Hello' }])
    expect(field).toHaveProperty('value', '')
  })

  test('a text that is too long is counted and not sent', async () => {
    const { asked } = await open(scene('chat-talking'))
    const field = fill('Message', 'x'.repeat(1003))
    expect(screen.getByText('3 characters too many')).toBeTruthy()
    key(field, { key: 'Enter' })
    expect(asked.filter(([name]) => name === 'send')).toEqual([])
    expect(field).toHaveProperty('value', 'x'.repeat(1003))
  })

  test('messages have no anchors; a link opens a QR code with its host', async () => {
    await open(scene('chat-rich'))
    expect(document.querySelectorAll('a, img, iframe')).toHaveLength(0)
    expect(within(log()).getAllByRole('listitem')).toHaveLength(3)
    press(/our pages/u)
    await tick()
    const dialog = screen.getByRole('dialog', { name: 'A page of nordlicht.example' })
    expect(within(dialog).getByRole('img').getAttribute('aria-label')).toContain(
      'nordlicht.example',
    )
  })

  test('a link says its host once, is opened by keys too, and a number or a refusal is text', async () => {
    await open(scene('chat-links'))
    const [brand] = screen.getAllByRole('button', { name: /Booking/u })
    expect(brand?.textContent).toBe('Booking.com\u00a0(nordlicht.example)')
    const [address] = screen.getAllByRole('button', { name: 'https://nordlicht.example/guides' })
    key(address ?? log(), { key: 'Enter' })
    await tick()
    expect(screen.getByRole('dialog', { name: 'A page of nordlicht.example' })).toBeTruthy()
    expect(log().textContent).toContain('call our workshop\u00a0(+49 40 5550142)')
    expect(log().textContent).toContain('but it leads to\u00a0evil.example')
    expect(within(log()).queryByRole('button', { name: /bank/u })).toBeNull()
  })

  test('a shown page has its place for the safe view, its host, its sender and a way to close', async () => {
    const { asked, chat } = await open(scene('chat-page'))
    const beside = screen.getByRole('region', { name: 'Page from Mira Lindqvist' })
    expect(beside.querySelector('[data-safe-view]')).not.toBeNull()
    expect(beside.textContent).toContain('nordlicht.example, safe view')
    const { page } = chat.view
    if (page === undefined) throw new Error('no page is shown')
    chat.publish({ page: { ...page, state: 'failed' } })
    flushSync()
    expect(beside.querySelector('[data-safe-view]')).toBeNull()
    expect(beside.textContent).toContain('cannot be shown here')
    press('Close the page')
    expect(asked).toContainEqual(['showPage', { entryId: null }])
  })

  test('events and typing agents are described in words', async () => {
    await open(scene('chat-rich'))
    expect(log().textContent).toContain('You are back in the queue')
    expect(log().textContent).toContain('Sam Okafor joined at')
    expect(log().textContent).toContain('Mira Lindqvist left at')
    expect(log().textContent).toContain('Sam Okafor and Mira Lindqvist are typing')
  })

  test('ending asks once', async () => {
    const { asked } = await open(scene('chat-talking'))
    press('End chat')
    await tick()
    within(screen.getByRole('dialog')).getByRole('button', { name: 'Keep chatting' }).click()
    flushSync()
    expect(screen.queryByRole('dialog')).toBeNull()
    press('End chat')
    await tick()
    within(screen.getByRole('dialog')).getByRole('button', { name: 'End chat' }).click()
    expect(asked).toEqual([['end', undefined]])
  })

  test('customer sees a lost connection and keeps the draft', async () => {
    await open(scene('chat-lost'))
    expect(screen.getByText(/could not reach our team/u)).toBeTruthy()
    expect(screen.getByLabelText('Message')).toHaveProperty(
      'value',
      'Will my settings stay as they',
    )
  })

  test('a new wait goes on inside the conversation', async () => {
    await open(scene('chat-requeued'))
    expect(screen.getByRole('heading', { name: /looking for the right person/u })).toBeTruthy()
    expect(log().textContent).toContain('The right one, orange')
  })

  test('the guard asks, and masks', async () => {
    const { asked } = await open(scene('chat-guard'))
    const dialog = screen.getByRole('dialog', { name: 'This looks like a card number' })
    expect(dialog.textContent).toContain('•••• 1111')
    press('Hide and send')
    expect(asked).toEqual([['guard', { id: 'g', choice: 'mask' }]])
  })

  test('a call that is asked for opens the question; the number is read back and sent', async () => {
    const { asked } = await open(scene('chat-callme'))
    const dialog = screen.getByRole('dialog', { name: 'Mira Lindqvist would like to call you' })
    const country = await within(dialog).findByRole('button', { name: 'Country Germany +49' })
    country.click()
    flushSync()
    const list = screen.getByRole('dialog', { name: 'Country' })
    await waitFor(() => {
      expect(within(list).getAllByRole('listitem').length).toBeGreaterThan(200)
    })
    fill('Search by name or code', '358')
    flushSync()
    within(list).getByRole('button', { name: 'Finland +358' }).click()
    flushSync()
    expect(await within(dialog).findByRole('button', { name: 'Country Finland +358' })).toBeTruthy()
    fill('Phone number', '+4930123456')
    expect(dialog.textContent).toContain('+49 30 123456')
    press('Call me on this number')
    await waitFor(() => expect(asked).toHaveLength(1))
    // A leading plus names its own country.
    expect(asked).toEqual([
      ['callMe', { number: '+4930123456', country: 'DE', isNumberConfirmed: false }],
    ])
  })

  test('no call is a choice too', async () => {
    const { asked } = await open(scene('chat-callme'))
    const dialog = screen.getByRole('dialog')
    within(dialog).getByRole('button', { name: 'No, thank you' }).click()
    flushSync()
    expect(asked).toEqual([['declineCallMe', undefined]])
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('the end', () => {
  test('shows agent, who ended it, the last messages and next steps', async () => {
    const { asked, end } = await open(scene('chat-ended'))
    expect(document.activeElement?.textContent).toBe('Thank you, Jonas')
    expect(screen.getByText('Mira Lindqvist ended the chat.')).toBeTruthy()
    expect(screen.getByText('You are welcome. Have a good evening!')).toBeTruthy()
    expect(screen.queryByLabelText('Message')).toBeNull()
    press('Done')
    await waitFor(() => expect(end).toHaveBeenCalledOnce())
    expect(asked).toEqual([['leave', undefined]])
  })

  test('customer prints the conversation, or sees that it failed', async () => {
    const { asked, calls } = await open(scene('chat-ended'))
    press('Print the conversation')
    press('Save as PDF')
    expect(asked.map(([name]) => name)).toEqual(['printTranscript', 'saveTranscript'])
    expect(asked[0]?.[1]).toMatchObject({ title: 'Your chat with Nordlicht', language: 'en' })
    calls.printTranscript.mockResolvedValue(fail('internal'))
    press('Print the conversation')
    expect(await screen.findByText(/could not be printed/u)).toBeTruthy()
  })

  test('late scroll event after leaving the chat has no effect', async () => {
    const faults: unknown[] = []
    const note = (event: ErrorEvent) => {
      event.preventDefault()
      faults.push(event.error)
    }
    window.addEventListener('error', note)
    await open(scene('chat-talking'))
    const log = screen.getByRole('log')
    cleanup()
    log.dispatchEvent(new Event('scroll'))
    window.removeEventListener('error', note)
    expect(faults).toEqual([])
  })

  test('offers only what main can do', async () => {
    await open(scene('chat-ended'), { mode: 'kiosk', transcript: ['print'] })
    expect(screen.getByRole('button', { name: 'Print the conversation' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Save as PDF' })).toBeNull()
  })

  test('offers no transcript where the policy has none', async () => {
    await open(scene('chat-ended'), { transcript: [] })
    expect(screen.queryByRole('button', { name: /Print|Save/u })).toBeNull()
  })

  test('failure offers other channels without a QR code', async () => {
    const { go } = await open(scene('chat-full'))
    expect(screen.getByRole('heading', { name: /Everyone on our team is busy/u })).toBeTruthy()
    expect(screen.getByText('040 5550 0142')).toBeTruthy()
    const ways = screen.getAllByRole('button').map((button) => button.textContent.trim())
    expect(ways[0]).toContain('Call me back')
    expect(ways[1]).toContain('Video call')
    press(/Call me back/u)
    expect(go).toHaveBeenCalledWith('callback')
    expect(document.body.textContent).not.toMatch(/503|full|error/iu)
  })

  test('a redirection is a page to take along', async () => {
    const { end } = await open(scene('chat-redirected'))
    expect(
      screen.getByRole('heading', { name: 'Please continue at nordlicht.example' }),
    ).toBeTruthy()
    expect(screen.getByRole('img', { name: /nordlicht\.example/u })).toBeTruthy()
    press('Done')
    await waitFor(() => expect(end).toHaveBeenCalledOnce())
  })
})
