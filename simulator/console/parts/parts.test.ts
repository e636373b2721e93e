import { fireEvent, render, screen, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it } from 'vitest'
import { at, chatOf, clara, fakeConsole } from '../lib/fake.ts'
import type { Sent } from '../lib/fake.ts'
import { de } from '../lib/words-de.ts'
import { en } from '../lib/words-en.ts'
import { speech } from '../lib/words.svelte.ts'
import Callbacks from '../pages/Callbacks.svelte'
import ChatPane from './ChatPane.svelte'
import Composer from './Composer.svelte'
import ContactPane from './ContactPane.svelte'
import FaultForm from './FaultForm.svelte'
import Notices from './Notices.svelte'
import RichText from './RichText.svelte'
import Sidebar from './Sidebar.svelte'
import { fromHtml } from '../lib/rich.ts'

const nothing = (): void => undefined

beforeEach(() => speech.speak('en'))

const quiet = {
  call: undefined,
  calling: false,
  missed: [],
  forgetMissed: nothing,
  openCall: nothing,
  openChat: nothing,
}

const open = (chats = [chatOf('a')], answer?: (sent: Sent) => Response) => {
  const fake = fakeConsole(answer)
  fake.model.connect()
  fake.hear('snapshot', fake.snapshot(chats))
  fake.model.meKey = clara.key
  return fake
}
const active = (change = {}) =>
  chatOf('a', { state: 'active', agents: [clara], acceptedAt: at(60), ...change })

describe('the list on the left', () => {
  it('shows waiting customers with their times, and accepts a chat', async () => {
    const { model, sent, pass } = open()
    pass(245)
    const opened: string[] = []
    const props = {
      model,
      call: undefined,
      calling: false,
      missed: [],
      forgetMissed: nothing,
      openCall: nothing,
      openChat: (id: string) => void opened.push(id),
    }
    render(Sidebar, props)
    expect(screen.getByText('1, longest 4:05')).toBeTruthy()
    expect(screen.getByText('My light is blinking')).toBeTruthy()
    await fireEvent.click(screen.getByRole('button', { name: 'Take the chat of Aylin Demir' }))
    expect(sent).toEqual([{ method: 'POST', path: '/sessions/a/accept', body: { agentKey: 14 } }])
    await expect.poll(() => opened).toEqual(['a'])
  })

  it('says in German that no customer is waiting', () => {
    speech.speak('de')
    const { model } = open([])
    render(Sidebar, { model, ...quiet })
    expect(screen.getByText('Niemand wartet.')).toBeTruthy()
  })

  it('shows missed calls with caller and time until they are removed', async () => {
    const { model } = open([])
    const forgotten: (number | undefined)[] = []
    const missed = [
      { id: 2, caller: { name: 'Hamburg, K1', detail: 'Jonas' }, at: Date.parse(at(60)) },
      { id: 1, caller: { name: '', detail: '' }, at: Date.parse(at(0)) },
    ]
    const forgetMissed = (id?: number) => void forgotten.push(id)
    const { rerender } = render(Sidebar, { model, ...quiet, missed, forgetMissed })
    const item = screen.getByText('Hamburg, K1').closest('li')
    expect(item?.textContent).toMatch(/\d\d:01, Jonas/)
    await fireEvent.click(
      screen.getByRole('button', { name: 'Remove the missed call of Hamburg, K1' }),
    )
    await fireEvent.click(
      screen.getByRole('button', { name: 'Remove the missed call of Unknown caller' }),
    )
    await fireEvent.click(screen.getByRole('button', { name: 'Remove all' }))
    expect(forgotten).toEqual([2, 1, undefined])
    await rerender({ missed: [] })
    expect(screen.queryByText('Missed calls')).toBeNull()
  })
})

describe('the line of a chat in the list', () => {
  const agentDid = (type: string) => ({
    index: 1,
    type,
    author: { kind: 'agent' as const, name: 'Clara Nunes' },
    agentKey: clara.key,
    text: 'Agent pushed https://www.example.com',
    format: 'html' as const,
    pushedUrl: 'https://www.example.com',
    at: at(70),
  })

  it('says what happened as the chat itself says it', () => {
    const chat = active({ contents: [agentDid('AGENT_PUSH_URL')] })
    render(Sidebar, { model: open([chat]).model, ...quiet })
    expect(screen.getByText(en.youPushed)).toBeTruthy()
  })

  it('says that a number came, where nothing has been written since', () => {
    const number = { agentKey: clara.key, phoneNumber: '+49 40 1', at: at(80) }
    const chat = active({ contents: [agentDid('AGENT_MESSAGE')], phoneNumbers: [number] })
    render(Sidebar, { model: open([chat]).model, ...quiet })
    expect(screen.getByText(en.sentNumber)).toBeTruthy()
  })

  it('names language alone where a chat waits in no queue', () => {
    const { model } = open([chatOf('a', { queue: '', destination: '' })])
    render(Sidebar, { model, ...quiet })
    expect(screen.getByText(/Turkish/).textContent.trim()).toMatch(/^0:00\s+Turkish$/)
  })
})

describe('the composer', () => {
  it('offers replies in the language of the customer, else in that of the page', async () => {
    const { model } = open([active()])
    const { rerender } = render(Composer, { model, chat: active({ language: 'German' }) })
    expect(screen.getByRole('button', { name: 'Einen Moment, ich sehe nach.' })).toBeTruthy()
    await rerender({ chat: active({ language: 'Turkish' }) })
    expect(screen.getByRole('button', { name: 'One moment, I am looking it up.' })).toBeTruthy()
  })

  it('sends HTML on Enter and empties itself; Shift+Enter begins a line', async () => {
    const { model, sent } = open([active()])
    render(Composer, { model, chat: active() })
    const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
    await fireEvent.input(field, { target: { value: 'Hello **you**' } })
    expect(screen.getByText('you').tagName).toBe('STRONG')
    field.setSelectionRange(13, 13)
    await fireEvent.keyDown(field, { key: 'Enter', shiftKey: true })
    await expect.poll(() => field.value).toBe('Hello **you**\n')
    await fireEvent.keyDown(field, { key: 'Enter' })
    await expect.poll(() => field.value).toBe('')
    expect(sent.map(({ path }) => path)).toEqual(['/sessions/a/typing', '/sessions/a/message'])
    expect(sent[1]?.body).toEqual({ agentKey: 14, html: 'Hello <b>you</b>' })
  })

  it('keeps the text when the centre refuses it', async () => {
    const refuse = (): Response => Response.json({ error: 'the session is ended' }, { status: 409 })
    const { model } = open([active()], refuse)
    render(Composer, { model, chat: active() })
    const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
    await fireEvent.input(field, { target: { value: 'Hello' } })
    await fireEvent.keyDown(field, { key: 'Enter' })
    await expect.poll(() => model.notices.list.at(-1)?.text).toBe('the session is ended')
    expect(field.value).toBe('Hello')
  })

  it('reports typing at most every three seconds, and its end', async () => {
    const { model, sent, pass } = open([active()])
    render(Composer, { model, chat: active() })
    const field = screen.getByRole('textbox', { name: 'Message' })
    for (const value of ['a', 'ab', 'abc']) await fireEvent.input(field, { target: { value } })
    expect(sent).toHaveLength(1)
    pass(3)
    await fireEvent.input(field, { target: { value: 'abcd' } })
    await fireEvent.input(field, { target: { value: '' } })
    expect(sent.map(({ body }) => body)).toEqual([
      { agentKey: 14, typing: true },
      { agentKey: 14, typing: true },
      { agentKey: 14, typing: false },
    ])
  })
})

describe('a chat', () => {
  it("shows a customer's message as text, and an agent's with formatting", () => {
    const message = { index: 1, agentKey: null, pushedUrl: '', at: at(70) }
    const chat = active({
      contents: [
        {
          ...message,
          type: 'CUSTOMER_MESSAGE',
          author: { kind: 'customer', name: 'Aylin' },
          text: '<b>no</b>',
          format: 'text',
        },
        {
          ...message,
          type: 'AGENT_MESSAGE',
          author: { kind: 'agent', name: 'Clara Nunes' },
          agentKey: 14,
          text: 'Hello <B>you</B>!',
          format: 'html',
        },
        {
          ...message,
          type: 'AGENT_REQUEUE',
          author: { kind: 'agent', name: 'Clara Nunes' },
          agentKey: 14,
          text: 'x',
          format: 'html',
        },
      ],
    })
    const { model } = open([chat])
    render(ChatPane, { model, chat })
    const log = within(screen.getByRole('log'))
    expect(log.getByText('<b>no</b>')).toBeTruthy()
    expect(log.getByText('you').tagName).toBe('STRONG')
    expect(log.getByText(en.requeuedBy(en.you))).toBeTruthy()
  })

  it('speaks to a German agent in the right form of the verb', () => {
    expect(de.requeuedBy(de.you)).toBe('Sie haben den Chat weitergeleitet')
    expect(de.joined(de.you)).toBe('Sie sind dazugekommen')
    expect(de.agentLeft('Amina Haddad')).toBe('Amina Haddad hat den Chat beendet')
  })

  it('shows the number of the customer who was asked for it', () => {
    const chat = active({ phoneNumbers: [{ agentKey: 14, phoneNumber: '+49 (40) 1', at: at(80) }] })
    const { model } = open([chat])
    render(ChatPane, { model, chat })
    expect(screen.getByRole('link', { name: 'Call +49 (40) 1' }).getAttribute('href')).toBe(
      'tel:+49401',
    )
  })

  it('of another agent can only be joined', () => {
    const chat = active({ agents: [{ ...clara, key: 15, firstName: 'Jonas' }] })
    const { model } = open([chat])
    render(ChatPane, { model, chat })
    expect(screen.getByRole('button', { name: en.join })).toBeTruthy()
    expect(screen.queryByRole('textbox')).toBeNull()
  })
})

describe('a chat that comes while the page is open', () => {
  it('shows its history as soon as it is taken', () => {
    const { model, hear } = open([])
    const message = { index: 1, agentKey: null, format: 'text', pushedUrl: '', at: at(1) }
    const author = { kind: 'customer', name: 'Aylin Demir' }
    const content = { ...message, type: 'CUSTOMER_MESSAGE', author, text: 'My light is blinking' }
    hear('session', { change: 'created', session: chatOf('a') })
    hear('content', { sessionId: 'a', content })
    hear('session', { change: 'accepted', session: active() })
    model.select('a')
    render(ChatPane, { model, chat: model.selected! })
    expect(within(screen.getByRole('log')).getByText('My light is blinking')).toBeTruthy()
  })
})

describe('notices', () => {
  it('of a fault go when the fault is gone', async () => {
    const { api, model, hear } = open([active()], () => Response.json({ id: 7 }, { status: 201 }))
    render(Notices, { model })
    render(ContactPane, { api, model, chat: active() })
    const set = [{ id: 7, fault: { kind: 'delay' }, seen: 0, struck: 0 }]
    await fireEvent.click(screen.getByRole('button', { name: 'Slow by 5 s' }))
    expect(await screen.findByText('Set: Slow by 5 s')).toBeTruthy()
    hear('faults', set)
    expect(screen.getByText('Set: Slow by 5 s')).toBeTruthy()
    hear('faults', [])
    await expect.poll(() => screen.queryByText('Set: Slow by 5 s')).toBeNull()
  })

  it('of an offline centre stay until it is back', async () => {
    const { api, model, pass } = open([active()])
    render(Notices, { model })
    render(ContactPane, { api, model, chat: active() })
    await fireEvent.click(screen.getByRole('button', { name: 'Go offline' }))
    expect(await screen.findByText('Set: Go offline')).toBeTruthy()
    pass(9)
    expect(model.notices.list).toHaveLength(1)
    pass(1)
    await expect.poll(() => screen.queryByText('Set: Go offline')).toBeNull()
  })
})

describe('what happened in a chat', () => {
  it('names everybody who took it from a queue, also after a transfer', () => {
    const chat = chatOf('a', {
      acceptedAt: at(60),
      queuedAt: at(90),
      accepts: [
        { agentKey: 15, name: 'Jonas Weber', at: at(30) },
        { agentKey: clara.key, name: 'Clara Nunes', at: at(60) },
      ],
    })
    const { api, model } = open([chat])
    render(ContactPane, { api, model, chat })
    expect(screen.getByText(en.tookIt('Jonas Weber'))).toBeTruthy()
    expect(screen.getByText(en.tookIt(en.you))).toBeTruthy()
    // It waits again: the header says for how long.
    expect(screen.queryByText(en.waited)).toBeNull()
  })
})

describe('data about the customer', () => {
  it('is shown once, with technical details collapsed', () => {
    const chat = active({
      source: 'K1',
      queue: 'Advice',
      contactData: [
        { key: 'Kiosk', value: 'K1' },
        { key: 'Store', value: 'Hamburg' },
        { key: 'Language', value: 'tr' },
        { key: 'App Version', value: '0.1.0' },
        { key: 'Nonce', value: 'q1w2e3' },
        { key: 'Customer number', value: '4711' },
      ],
    })
    const { api, model } = open([chat])
    render(ChatPane, { model, chat })
    const { container } = render(ContactPane, { api, model, chat })
    expect(screen.getByText(/^Chat from Hamburg, K1\. With you for/)).toBeTruthy()
    const details = container.querySelector('details')
    expect(details?.open).toBe(false)
    const rowsOf = (list: Element | null | undefined) =>
      [...(list?.querySelectorAll('dl > div') ?? [])].map(
        (row) => `${row.querySelector('dt')?.textContent}: ${row.querySelector('dd')?.textContent}`,
      )
    expect(rowsOf(container.querySelector('section'))).toEqual([
      'Topic: Advice',
      'Language: Turkish',
      'Waited: 1:00',
      'Customer number: 4711',
      ...rowsOf(details),
    ])
    expect(rowsOf(details)).toEqual([
      'Business unit: DEFAULT',
      'Priority: 5',
      'App version: 0.1.0',
      'Nonce: q1w2e3',
      'Session: a',
    ])
  })
})

describe('rich text', () => {
  it('has no blanks that were not there', () => {
    const { container } = render(RichText, {
      content: fromHtml('a<b>b</b><i>c</i>d<ul><li>e<b>f</b></li></ul>'),
    })
    const lines = [...container.querySelectorAll('p, li')].map((line) => line.textContent)
    expect(lines).toEqual(['abcd', 'ef'])
  })
})

describe('a form for faults', () => {
  it('is generated from its schema and requires mandatory fields', async () => {
    const bodies: object[] = []
    render(FaultForm, {
      variants: [
        {
          required: ['kind', 'status'],
          properties: {
            kind: { const: 'status' },
            status: { type: 'integer', description: 'Which one.' },
          },
        },
      ],
      submit: (body: object) => {
        bodies.push(body)
        return Promise.resolve(true)
      },
    })
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Set fault' })
    expect(button.disabled).toBe(true)
    await fireEvent.input(screen.getByLabelText('Status'), { target: { value: '503' } })
    expect(button.disabled).toBe(false)
    await fireEvent.click(button)
    expect(bodies).toEqual([{ kind: 'status', status: 503 }])
  })
})

describe('the callbacks', () => {
  it('show both windows and can be marked as done', async () => {
    const { api, model, sent, hear } = open([])
    hear('callback', {
      id: 3,
      done: false,
      unit: 'DEFAULT',
      queue: { key: 9, name: 'Service' },
      contactName: 'Piotr Zieliński',
      phoneNumber: '+48 601',
      comment: 'Invoice',
      contactData: [],
      priority: 5,
      first: { start: at(0), end: at(1800) },
      second: null,
      createdAt: at(0),
    })
    render(Callbacks, { api, model })
    expect(screen.getByText('Piotr Zieliński')).toBeTruthy()
    expect(screen.getByText('None')).toBeTruthy()
    await fireEvent.click(screen.getByLabelText('The callback for Piotr Zieliński is done'))
    expect(sent).toEqual([{ method: 'PATCH', path: '/callbacks/3', body: { done: true } }])
  })
})
