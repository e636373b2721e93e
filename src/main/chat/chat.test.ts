import { describe, expect, it } from 'vitest'
import { chatDefaults } from './config.ts'
import { createBench, kinds, mine } from './fixture.ts'
import { plainOf } from './plain.ts'

describe('start', () => {
  it('sends all fields, shows the caption, then queries all and polls (R69-R80, R99)', async () => {
    const b = createBench()
    await b.begin()
    const { request } = b.centre.session
    expect(request).toMatchObject({
      caption: 'Can you help me?',
      customerName: 'Jose Silva',
      language: 'English',
      priority: 50,
      source: 'kiosk-7',
    })
    expect(request.contactData.map(({ key }) => key)).toEqual([
      'Kiosk',
      'Language',
      'App Version',
      'Nonce',
      'Attempt',
    ])
    expect(b.view.phase).toBe('waiting')
    expect(mine(b.view)).toMatchObject([{ text: 'Can you help me?', delivery: 'delivered' }])
    await b.clock.advance(20_000)
    const indexes = b.centre.log.filter((each) => each.operation === 'query').map((e) => e.detail)
    expect(indexes.slice(0, 3)).toEqual([0, 2, 2])
  })

  it.each([
    ['503', 'full', 1],
    ['401', 'refused', 1],
  ] as const)('%s fails at once as %s', async (fault, code, requests) => {
    const b = createBench()
    b.centre.fail('start', fault)
    await b.begin()
    expect(b.view).toMatchObject({ phase: 'failed', failure: { code } })
    expect(b.centre.count('start')).toBe(requests)
    await b.begin()
    expect(b.view.phase).toBe('waiting')
  })

  it('is retried once with the same nonce after a lost answer', async () => {
    const b = createBench()
    b.centre.fail('start', 'lost-answer', '500-before')
    const started = b.chat.handlers.start({ name: 'A', message: 'Hello', consent: true })
    await b.clock.advance(60_000)
    expect(await started).toMatchObject({ ok: false })
    const data = b.centre.log.map(
      ({ detail }) =>
        new Map(
          (detail as { contactData: { key: string; value: string }[] }).contactData.map((each) => [
            each.key,
            each.value,
          ]),
        ),
    )
    expect(data.map((each) => each.get('Attempt'))).toEqual(['1', '2'])
    expect(data[0]?.get('Nonce')).toBe(data[1]?.get('Nonce'))
    expect(b.view.phase).toBe('failed')
  })

  it('leaves no session behind if the customer leaves while it starts', async () => {
    const b = createBench()
    const started = b.chat.handlers.start({ name: 'A', message: 'Hello', consent: true })
    b.chat.endForVisit()
    expect(b.view.phase).toBe('idle')
    await b.clock.advance(5000)
    await started
    expect(b.centre.session.connected).toBe(false)
    expect(b.store.get('chat.orphans')).toBeUndefined()
  })

  it.each([
    [{ name: ' ', message: 'x', consent: true }, 'name'],
    [{ name: 'a'.repeat(61), message: 'x', consent: true }, 'name'],
    [{ name: 'a', message: ' \n ', consent: true }, 'message'],
    [{ name: 'a', message: 'x'.repeat(2001), consent: true }, 'message'],
    [{ name: 'a', message: 'x', topic: 'Nonsense', consent: true }, 'topic'],
  ])('refuses %j', async (input, field) => {
    const b = createBench()
    expect(await b.chat.handlers.start(input)).toEqual({
      ok: false,
      error: { code: 'invalid-input', field },
    })
    expect(b.centre.log).toEqual([])
  })
})

describe('messages', () => {
  it('arrive in both directions, in order, once each', async () => {
    const b = createBench()
    await b.begin()
    for (let n = 1; n <= 20; n += 1) {
      b.send(`from me ${String(n)}`)
      b.centre.say(`<FONT size=2>from agent ${String(n)}</FONT>`)
      await b.clock.advance(3500)
    }
    await b.clock.advance(10_000)
    expect(b.view.phase).toBe('talking')
    expect(mine(b.view).map((each) => each.delivery)).toEqual(Array(21).fill('delivered'))
    const agent = b.view.entries.flatMap((each) =>
      each.kind === 'agent' ? [plainOf(each.body)] : [],
    )
    expect(agent).toEqual(Array.from({ length: 20 }, (_, n) => `from agent ${String(n + 1)}`))
    expect(b.view.agents).toMatchObject([{ name: 'Claudio Bastos', initials: 'CB' }])
    expect(kinds(b.view).filter((each) => each === 'agent-joined')).toHaveLength(1)
  })

  it('are not sent if refused', async () => {
    const b = createBench()
    expect(b.chat.handlers.send({ text: 'too soon' })).toMatchObject({
      error: { code: 'wrong-state' },
    })
    await b.begin()
    for (const text of ['', '   ', 'x'.repeat(2001)]) {
      expect(b.chat.handlers.send({ text })).toMatchObject({ error: { field: 'text' } })
    }
    expect(b.chat.handlers.send({ text: '\u{1f600}'.repeat(2000) })).toMatchObject({ ok: true })
    await b.clock.advance(0)
    expect(b.centre.count('add')).toBe(1)
  })

  it('are held back if they contain a card number, then sent as the customer decides', async () => {
    const b = createBench()
    await b.begin()
    b.send('my card is 4111 1111 1111 1111')
    expect(b.view.guard).toMatchObject({ found: ['card'] })
    await b.clock.advance(1000)
    expect(b.centre.count('add')).toBe(0)
    const id = b.view.guard?.id ?? ''
    const answered = b.chat.handlers.guard({ id, choice: 'mask' })
    await b.clock.advance(100)
    await answered
    expect(b.centre.session.received).toHaveLength(1)
    expect(b.centre.session.received[0]).not.toContain('4111')
    expect(b.view.guard).toBeUndefined()
  })

  it('are in the history if the view omits them', async () => {
    const b = createBench()
    await b.begin()
    for (let n = 0; n < 500; n += 1) b.centre.say(`m${String(n)}`)
    await b.clock.advance(10_000)
    expect(b.view.entries).toHaveLength(200)
    expect(b.view.earlier).toBe(302)
    const before = b.view.entries[0]?.id ?? ''
    const page = await b.chat.handlers.history({ before, count: 100 })
    expect(page).toMatchObject({ ok: true, value: { earlier: 202 } })
  })
})

describe('typing', () => {
  it('sends true once per burst and false 4 s after the last key (R43, C29)', async () => {
    const b = createBench()
    await b.begin()
    for (const text of ['h', 'he', 'hel', 'hell', 'hello']) {
      void b.chat.handlers.draft({ text })
      await b.clock.advance(1000)
    }
    const notices = () => b.centre.log.filter((e) => e.operation === 'typing').map((e) => e.detail)
    expect(notices()).toEqual([true])
    await b.clock.advance(2900)
    expect(notices()).toEqual([true])
    await b.clock.advance(200)
    expect(notices()).toEqual([true, false])
  })

  it('sends nothing after a message (R144)', async () => {
    const b = createBench()
    await b.begin()
    void b.chat.handlers.draft({ text: 'hello' })
    await b.clock.advance(5)
    b.send('hello')
    void b.chat.handlers.draft({ text: '' })
    await b.clock.advance(20_000)
    expect(b.centre.log.filter((e) => e.operation === 'typing').map((e) => e.detail)).toEqual([
      true,
    ])
    expect(b.centre.session.customerTyping).toBe(false)
  })

  it('shows names, not keys, and forgets them when polls stop (C13)', async () => {
    const b = createBench()
    await b.begin()
    b.centre.say('Hi')
    b.centre.session.typing = ['14', '015']
    await b.clock.advance(6000)
    expect(b.view.typing.map((each) => each.name)).toEqual(['Claudio Bastos', ''])
    b.centre.chance = (operation) => (operation === 'query' ? 'lost-request' : undefined)
    await b.clock.advance(8000)
    expect(b.view.typing).toEqual([])
  })
})

describe('ends', () => {
  it('by the customer: a last query, DELETE, one more query (R33, C56)', async () => {
    const b = createBench()
    await b.begin()
    b.centre.say('One moment')
    const ended = b.chat.handlers.end()
    expect(b.view.phase).toBe('ending')
    await b.clock.advance(200)
    expect(await ended).toMatchObject({ ok: true })
    expect(b.centre.log.slice(-3).map((each) => each.operation)).toEqual(['query', 'end', 'query'])
    expect(b.view).toMatchObject({ phase: 'ended', end: { by: 'customer' } })
    expect(kinds(b.view)).toEqual(['mine', 'agent-joined', 'agent'])
    expect(b.clock.pending).toBe(0)
    expect(b.store.get('chat.session')).toBeUndefined()
    await b.chat.handlers.leave()
    expect(b.view).toMatchObject({ phase: 'idle', entries: [] })
  })

  it('by the agent: pending messages first, then DELETE (R34, C35)', async () => {
    const b = createBench()
    await b.begin()
    b.centre.say('Goodbye')
    b.centre.agentLeaves()
    await b.clock.advance(20_000)
    expect(b.view).toMatchObject({ phase: 'ended', end: { by: 'agent' } })
    expect(kinds(b.view)).toEqual(['mine', 'agent-joined', 'agent', 'agent-left'])
    expect(b.centre.count('end')).toBe(1)
    expect(b.clock.pending).toBe(0)
  })

  it('by the server: only a second 404 is believed', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('query', '404')
    await b.clock.advance(20_000)
    expect(b.view.phase).toBe('waiting')
    b.centre.restart(true)
    await b.clock.advance(30_000)
    expect(b.view).toMatchObject({ phase: 'ended', end: { by: 'server' } })
  })

  it('a text that the centre refuses as disconnected is kept as failed (R143)', async () => {
    const b = createBench()
    await b.begin()
    b.centre.disconnect()
    b.send('too late')
    await b.clock.advance(20_000)
    expect(b.view.phase).toBe('ended')
    expect(mine(b.view).at(-1)).toMatchObject({ text: 'too late', delivery: 'failed' })
  })

  it('customer does not wait without a network, and the session is ended later', async () => {
    const b = createBench()
    await b.begin()
    b.centre.chance = () => 'refused'
    const ended = b.chat.handlers.end()
    await b.clock.advance(1000)
    await ended
    expect(b.view.phase).toBe('ended')
    await b.clock.advance(60_000)
    expect(b.centre.session.connected).toBe(true)
    b.centre.chance = undefined
    await b.clock.advance(60_000)
    expect(b.centre.session.connected).toBe(false)
    expect(b.store.get('chat.orphans')).toBeUndefined()
  })

  it('by the end of the visit: wiped at once, ended in the background', async () => {
    const b = createBench()
    await b.begin()
    b.send('secret')
    void b.chat.handlers.draft({ text: 'more secrets' })
    b.chat.endForVisit()
    expect(b.view).toMatchObject({ phase: 'idle', entries: [], draft: '', customerName: '' })
    await b.clock.advance(5000)
    expect(b.centre.session.connected).toBe(false)
    for (const key of [
      'chat.session',
      'chat.outbox',
      'chat.draft',
      'chat.callMe',
      'chat.orphans',
    ]) {
      expect(b.store.get(key)).toBeUndefined()
    }
    expect(b.clock.pending).toBe(0)
  })
})

describe('the queue', () => {
  it('offers a callback after the configured time, and again after a requeue', async () => {
    const b = createBench({ config: { offerCallbackAfterSeconds: 60 } })
    await b.begin()
    await b.clock.advance(59_000)
    expect(b.view.offerCallback).toBe(false)
    await b.clock.advance(2000)
    expect(b.view.offerCallback).toBe(true)
    b.centre.say('Hi')
    await b.clock.advance(6000)
    expect(b.view).toMatchObject({ phase: 'talking', offerCallback: false })
    b.centre.say('', { type: 'AGENT_REQUEUE' })
    await b.clock.advance(6000)
    expect(b.view).toMatchObject({ phase: 'waiting', agents: [] })
    await b.clock.advance(60_000)
    expect(b.view.offerCallback).toBe(true)
  })

  it('a redirect is shown first, with null contents, and the session is ended (C27)', async () => {
    const b = createBench()
    await b.begin()
    b.centre.session.redirectUrl = 'https://www.example.com/help'
    await b.clock.advance(10_000)
    expect(b.view).toMatchObject({
      phase: 'redirected',
      redirect: { url: 'https://www.example.com/help', host: 'www.example.com', viewable: false },
    })
    expect(b.centre.session.connected).toBe(false)
    await b.chat.handlers.leave()
    expect(b.view.phase).toBe('idle')
  })
})

describe('link', () => {
  it('is lost when polls fail for a while, and comes back', async () => {
    const b = createBench()
    await b.begin()
    b.centre.chance = () => 'refused'
    b.send('still here')
    await b.clock.advance(30_000)
    expect(b.view.link).toBe('lost')
    expect(mine(b.view).at(-1)).toMatchObject({ delivery: 'sending' })
    b.centre.chance = undefined
    await b.clock.advance(60_000)
    expect(b.view.link).toBe('ok')
    expect(mine(b.view).at(-1)).toMatchObject({ delivery: 'delivered' })
    expect(b.centre.session.received).toEqual(['still here'])
  })
})

describe('call me', () => {
  it('asks once, shows the number in international format, sends it as E.164 (R152, C16)', async () => {
    const b = createBench()
    await b.begin()
    b.centre.say('May I call you?')
    b.centre.session.callMeAgentKey = 14
    await b.clock.advance(6000)
    expect(b.view.callMe).toMatchObject({ state: 'asked', person: { name: 'Claudio Bastos' } })
    expect(await b.chat.handlers.callMe({ number: '123', country: 'DE' })).toMatchObject({
      error: { field: 'number' },
    })
    const sent = b.chat.handlers.callMe({ number: '030 901820', country: 'DE' })
    await b.clock.advance(100)
    expect(await sent).toMatchObject({ ok: true })
    expect(b.centre.session.numbers).toEqual([{ agentKey: 14, phoneNumber: '+4930901820' }])
    expect(b.view.callMe).toMatchObject({ state: 'sent', number: '+49 30 901820' })
  })

  it('survives a crash, and expires once the agent has left', async () => {
    const b = createBench()
    await b.begin()
    b.centre.say('Hi')
    b.centre.session.callMeAgentKey = 14
    await b.clock.advance(6000)
    expect(b.restart()).toBe(true)
    await b.clock.advance(6000)
    expect(b.view.callMe).toMatchObject({ state: 'asked', person: { name: 'Claudio Bastos' } })
    b.centre.say('', { type: 'AGENT_REQUEUE' })
    await b.clock.advance(8000)
    expect(b.view.callMe).toMatchObject({ state: 'stale' })
  })
})

describe('pushed pages', () => {
  it('open beside the chat once, and can be closed and reopened', async () => {
    const b = createBench()
    await b.begin()
    b.centre.say('see', { type: 'AGENT_PUSH_URL', pushedUrl: 'https://www.example.com/a' })
    b.centre.session.pushUrl = 'https://www.example.com/a'
    await b.clock.advance(6000)
    const page = b.view.page
    expect(page).toMatchObject({ host: 'www.example.com', person: { name: 'Claudio Bastos' } })
    expect(kinds(b.view).filter((each) => each === 'page')).toHaveLength(1)
    await b.chat.handlers.showPage({ entryId: null })
    await b.clock.advance(20_000)
    expect(b.view.page).toBeUndefined()
    await b.chat.handlers.showPage({ entryId: page?.entryId ?? '' })
    expect(b.view.page?.url).toBe('https://www.example.com/a')
    expect(await b.chat.handlers.showPage({ entryId: 'caption' })).toMatchObject({ ok: false })
    b.restart()
    await b.clock.advance(3000)
    expect(kinds(b.view)).toContain('page')
    expect(b.view.page).toBeUndefined()
  })
})

describe('after a crash on a kiosk', () => {
  const kiosk = { config: { resumeBy: 'same-boot', resumeWithinMs: 20_000 } } as const
  const left = (b: ReturnType<typeof createBench>) =>
    ['chat.session', 'chat.outbox', 'chat.draft', 'chat.callMe', 'chat.alive'].filter(
      (key) => b.store.get(key) !== undefined,
    )

  async function crashed(seconds: number): Promise<ReturnType<typeof createBench>> {
    const b = createBench(kiosk)
    await b.begin()
    b.centre.say('Hello')
    void b.chat.handlers.draft({ text: 'half a sentence' })
    await b.clock.advance(60_000)
    b.kill()
    await b.clock.advance(seconds * 1000)
    return b
  }

  async function expectForgotten(b: ReturnType<typeof createBench>): Promise<void> {
    expect(b.restart()).toBe(false)
    expect(b.chat.resumable).toBe(false)
    expect(b.view).toMatchObject({ phase: 'idle', entries: [], draft: '', customerName: '' })
    expect(left(b)).toEqual([])
    await b.clock.advance(5000)
    expect(b.centre.session.connected).toBe(false)
    expect(b.store.get('chat.orphans')).toBeUndefined()
  }

  it('the chat resumes within twenty seconds in the same boot', async () => {
    const b = await crashed(14)
    expect(b.restart()).toBe(true)
    expect(b.view).toMatchObject({ resumed: true, draft: 'half a sentence' })
  })

  it('after that, nothing of the chat is shown or kept, and its session is ended', async () => {
    await expectForgotten(await crashed(26))
  })

  it('after a reboot, nothing of the chat is shown, however soon and whatever the uptime', async () => {
    const b = await crashed(5)
    b.boot.id = 'boot-2'
    await expectForgotten(b)
  })

  it('a wall clock that was set back does not make the chat look recent', async () => {
    const b = await crashed(5)
    const session = b.store.get('chat.session')
    if (typeof session !== 'object') throw new Error('no session')
    b.store.set('chat.session', { ...session, aliveAt: b.clock.now() })
    b.boot.skewMs = 300_000
    await expectForgotten(b)
  })

  it('a chat saved by an older version, without a heartbeat, is not shown', async () => {
    const b = await crashed(1)
    b.store.delete('chat.alive')
    await expectForgotten(b)
  })

  it('its session is ended even if the network returns later and the wall clock jumps', async () => {
    const b = await crashed(60)
    b.boot.id = 'boot-2'
    b.centre.fail('end', 'lost-request', 'lost-request', 'lost-request')
    expect(b.restart()).toBe(false)
    await b.clock.jump(20 * 365 * 86_400_000)
    await b.clock.advance(120_000)
    expect(b.centre.session.connected).toBe(false)
    expect(b.store.get('chat.orphans')).toBeUndefined()
  })
})

describe('the guard', () => {
  it('asks before a chat begins as well', async () => {
    const b = createBench()
    await b.begin('Refund to DE89 3704 0044 0532 0130 00')
    expect(b.view).toMatchObject({ phase: 'idle', guard: { found: ['iban'] } })
    expect(b.centre.log).toEqual([])
    const started = b.chat.handlers.guard({ id: b.view.guard?.id ?? '', choice: 'send' })
    await b.clock.advance(100)
    await started
    expect(b.view.phase).toBe('waiting')
    expect(b.centre.session.request.caption).toContain('DE89')
  })

  it('asks about a name and a customer number too, and masks them', async () => {
    const b = createBench()
    const start = (input: { name: string; customer?: string }) =>
      b.chat.handlers.start({ message: 'Refund please', consent: true, ...input })
    await start({ name: 'Jonas 4111 1111 1111 1111', customer: '5500 0000 0000 0004' })
    expect(b.view).toMatchObject({ phase: 'idle', guard: { found: ['card'] } })
    expect(b.view.guard?.masked.split('\n')).toHaveLength(2)
    expect(b.centre.log).toEqual([])
    const started = b.chat.handlers.guard({ id: b.view.guard?.id ?? '', choice: 'mask' })
    await b.clock.advance(100)
    await started
    const { request } = b.centre.session
    expect(request).toMatchObject({ caption: 'Refund please' })
    expect(JSON.stringify(request)).not.toMatch(/4111 1111|5500 0000/u)
    expect(request.customerName).toContain('Jonas')
    expect(request.contactData?.find(({ key }) => key === 'Customer')?.value).toContain('0004')
  })

  it('returns the text for editing, and refuses outdated answers', async () => {
    const b = createBench()
    await b.begin()
    b.send('4111 1111 1111 1111')
    const id = b.view.guard?.id ?? ''
    await b.chat.handlers.guard({ id, choice: 'edit' })
    expect(b.view).toMatchObject({ draft: '4111 1111 1111 1111' })
    expect(b.view.guard).toBeUndefined()
    expect(await b.chat.handlers.guard({ id, choice: 'send' })).toMatchObject({ ok: false })
    await b.clock.advance(1000)
    expect(b.centre.count('add')).toBe(0)
  })
})

describe('after a crash', () => {
  it('the chat resumes with transcript, draft and unsent messages', async () => {
    const b = createBench()
    await b.begin()
    b.send('one')
    b.centre.say('Hello')
    await b.clock.advance(8000)
    b.centre.fail('add', 'lost-answer')
    b.send('two')
    b.send('three')
    void b.chat.handlers.draft({ text: 'half a sen' })
    await b.clock.advance(700)
    b.kill()
    await b.clock.advance(30_000)
    expect(b.restart()).toBe(true)
    await b.clock.advance(40_000)
    expect(b.view).toMatchObject({ phase: 'talking', resumed: true, draft: 'half a sen' })
    expect(mine(b.view).map(({ text, delivery }) => [text, delivery])).toEqual([
      ['Can you help me?', 'delivered'],
      ['one', 'delivered'],
      ['two', 'delivered'],
      ['three', 'delivered'],
    ])
    expect(b.centre.session.received).toEqual(['one', 'two', 'three'])
  })

  it('messages keep their order on the screen if only the first of two was confirmed', async () => {
    const b = createBench()
    await b.begin()
    b.send('one')
    await b.clock.advance(60)
    b.centre.fail('add', 'lost-request')
    b.send('two')
    // The transcript has shown the first by now; both left before it was read again.
    await b.clock.advance(5000)
    expect(mine(b.view).map(({ delivery }) => delivery)).toEqual([
      'delivered',
      'delivered',
      'sending',
    ])
    b.restart()
    await b.clock.advance(60_000)
    expect(mine(b.view).map(({ text }) => text)).toEqual(['Can you help me?', 'one', 'two'])
    expect(b.centre.session.received).toEqual(['one', 'two'])
  })

  it('the caption stays first if a message was sent before the first query', async () => {
    const b = createBench({
      centre: { echo: 'none', echoCaption: true, timeoutMs: 4000 },
      config: { outbox: { ...chatDefaults.outbox, echo: 'no' } },
    })
    b.centre.fail('query', 'slow')
    b.centre.fail('add', 'lost-answer')
    await b.begin()
    b.send('one')
    await b.clock.advance(40_000)
    const shown = [
      ['Can you help me?', 'delivered'],
      ['one', 'unknown'],
    ]
    expect(mine(b.view).map(({ text, delivery }) => [text, delivery])).toEqual(shown)
    b.restart()
    await b.clock.advance(10_000)
    expect(mine(b.view).map(({ text, delivery }) => [text, delivery])).toEqual(shown)
  })

  it('the caption is known if the outbox was lost, and after a second crash', async () => {
    const b = createBench()
    await b.begin()
    b.kill()
    // The power went between the two writes that begin a chat.
    b.store.delete('chat.outbox')
    expect(b.restart()).toBe(true)
    b.send('one')
    b.restart()
    await b.clock.advance(40_000)
    expect(mine(b.view).map(({ text, delivery }) => [text, delivery])).toEqual([
      ['Can you help me?', 'delivered'],
      ['one', 'delivered'],
    ])
  })

  it('a chat whose end was already saved is not resumed', async () => {
    const b = createBench()
    await b.begin()
    const session = b.store.get('chat.session')
    void b.chat.handlers.end()
    b.kill()
    // The power went between the two writes: the chat is still noted, and so is its end.
    expect(b.store.get('chat.orphans')).toHaveLength(1)
    b.store.set('chat.session', session)
    expect(b.restart()).toBe(false)
    expect(b.view.phase).toBe('idle')
    await b.clock.advance(10_000)
    expect(b.centre.session.connected).toBe(false)
    expect(b.store.get('chat.orphans')).toBeUndefined()
  })

  it('after five minutes the session is ended instead', async () => {
    const b = createBench()
    await b.begin()
    b.kill()
    await b.clock.advance(6 * 60_000)
    expect(b.restart()).toBe(false)
    await b.clock.advance(5000)
    expect(b.view.phase).toBe('idle')
    expect(b.centre.session.connected).toBe(false)
  })

  it('the remains of an interrupted end are wiped at the next start', async () => {
    const b = createBench()
    await b.begin()
    void b.chat.handlers.draft({ text: 'half a sentence' })
    await b.clock.advance(1000)
    void b.chat.handlers.end()
    b.kill()
    expect(b.store.get('chat.session')).toBeUndefined()
    expect(b.store.get('chat.outbox')).toBeDefined()
    expect(b.restart()).toBe(false)
    for (const key of ['chat.outbox', 'chat.draft', 'chat.callMe', 'chat.alive']) {
      expect(b.store.get(key), key).toBeUndefined()
    }
  })

  it('a chat that was being ended is ended, not resumed', async () => {
    const b = createBench()
    await b.begin()
    void b.chat.handlers.end()
    await b.clock.advance(5)
    expect(b.restart()).toBe(false)
    expect(b.view.phase).toBe('idle')
    await b.clock.advance(5000)
    expect(b.centre.session.connected).toBe(false)
    expect(b.store.get('chat.orphans')).toBeUndefined()
  })

  it('a damaged store is ignored', async () => {
    const b = createBench()
    await b.begin()
    b.kill()
    b.store.set('chat.outbox', { items: 'nonsense' })
    b.store.set('chat.callMe', 7)
    expect(b.restart()).toBe(true)
    await b.clock.advance(5000)
    expect(mine(b.view)).toMatchObject([{ text: 'Can you help me?', delivery: 'delivered' }])
    b.kill()
    b.store.set('chat.session', { id: 5 })
    expect(b.restart()).toBe(false)
    expect(b.view.phase).toBe('idle')
  })

  it('a new chat ends sessions that were not resumed', async () => {
    const b = createBench()
    await b.begin()
    const old = b.centre.session
    b.restart()
    b.chat.endForVisit()
    b.visit = { number: 2, language: 'de' }
    await b.begin('Hallo')
    await b.clock.advance(3000)
    expect(old.connected).toBe(false)
    expect(b.centre.session).not.toBe(old)
    expect(b.view).toMatchObject({ visit: 2, phase: 'waiting' })
  })
})
