import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import type { RequestCallback } from '../../contract/callback.ts'
import type { CallbackRequest, Centre, CentreError, RequestOptions, Result } from '../centre/api.ts'
import { layer } from '../settings/load.ts'
import { createManualClock, settle } from '../../../tests/kit/clock/manual-clock.ts'
import { silentLog } from '../platform/log.ts'
import { createCallback } from './callback.ts'
import { createOwnZone } from '../settings/own-zone.ts'
import { zoneNamed, zones } from '../platform/zones.ts'

const START = Date.parse('2026-11-23T08:00:00Z')
const hour = 3_600_000
const hours = {
  monday: ['09:00-17:00'],
  tuesday: ['09:00-17:00'],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
}

const ok: Result<void> = { ok: true, value: undefined }
const failed = (error: Partial<CentreError>): Result<never> => ({
  ok: false,
  error: { kind: 'trouble', effect: 'none', detail: '', ...error },
})

function setUp(policyPart: Record<string, unknown> = {}) {
  const clock = createManualClock(START)
  const requests: CallbackRequest[] = []
  const world = {
    queues: { ok: true, value: [{ key: 3, name: 'Repairs', description: '' }] } as Awaited<
      ReturnType<Centre['callbackQueues']>
    >,
    answer: ok,
    fall: undefined as 'throws' | 'rejects' | 'leaves and rejects' | undefined,
    hold: undefined as Promise<void> | undefined,
    offset: undefined as number | undefined,
    saved: [] as string[],
    printed: [] as string[],
    hasPaper: true,
    zone: zones().find('Europe/London'),
    createId: () => 'id-1',
  }
  const unused = () => Promise.reject(new Error('not part of this test'))
  const centre: Centre = {
    authorize: unused,
    startSession: unused,
    endSession: unused,
    queryContents: unused,
    addContent: unused,
    setTyping: unused,
    callMe: unused,
    createCallback(request, options) {
      if (world.fall === 'throws') throw new Error('the encoder fell')
      return answerTo(request, options)
    },
    callbackQueues: () => Promise.resolve(world.queues),
    get clockOffsetMs() {
      return world.offset
    },
  }
  async function answerTo(
    request: CallbackRequest,
    options: RequestOptions | undefined,
  ): Promise<Result<void>> {
    if (world.fall === 'leaves and rejects') options?.onLeave?.()
    if (world.fall !== undefined) throw new Error('fell')
    requests.push(request)
    await world.hold
    return world.answer
  }
  const { policy } = layer([
    {
      name: 'policy',
      values: { zone: 'Europe/Berlin', hours, site: { kiosk: 'K1', store: '' }, ...policyPart },
    },
  ])
  const ownZone = createOwnZone({
    find: () => world.zone,
    centre: zoneNamed(policy.zone),
    log: silentLog,
  })
  const callback = createCallback({
    centre,
    policy,
    appVersion: '1',
    clock,
    log: silentLog,
    ownZone,
    isZoneGuessed: false,
    country: () => 'DE',
    language: () => 'en',
    createId: () => world.createId(),
    saveFile: (_name, text) => {
      world.saved.push(text)
      return Promise.resolve(true)
    },
    print: (html) => {
      world.printed.push(html)
      return Promise.resolve(world.hasPaper)
    },
  })
  const open = () => callback.source.view.days.flatMap(({ windows }) => windows)
  const input = (change: Partial<RequestCallback> = {}): RequestCallback => {
    const window = open().find(({ state }) => state === 'open')
    if (!window) throw new Error('no window')
    return {
      topic: 3,
      first: { start: window.start, end: window.end },
      name: ' Zoë  Ångström ',
      number: '0151 23456789',
      country: 'DE',
      comment: 'after\nlunch',
      consent: true,
      knowingly: false,
      ...change,
    }
  }
  return { clock, callback, requests, world, input, open, view: () => callback.source.view }
}

describe('a request that was not sent', () => {
  it.each(['throws at once', 'rejects'])(
    'a request that %s before it is sent may be sent again without a question',
    async (how) => {
      const { callback, world, requests, input, view } = setUp()
      await callback.handlers.open({})
      world.fall = how === 'rejects' ? 'rejects' : 'throws'
      expect(await callback.handlers.request(input())).toMatchObject({
        error: { code: 'centre-trouble' },
      })
      expect(view().phase).toBe('failed')
      world.fall = undefined
      expect(await callback.handlers.request(input())).toMatchObject({ ok: true })
      expect(requests).toHaveLength(1)
    },
  )

  it('a request that rejects after sending may have begun has an unknown outcome', async () => {
    const { callback, world, input, view } = setUp()
    await callback.handlers.open({})
    world.fall = 'leaves and rejects'
    expect(await callback.handlers.request(input())).toMatchObject({
      error: { code: 'unknown-outcome' },
    })
    expect(view().phase).toBe('unclear')
    expect(await callback.handlers.request(input())).toMatchObject({ error: { code: 'repeated' } })
  })

  it('an exception while the request is built leaves the form unchanged', async () => {
    const { callback, world, requests, input, view } = setUp()
    await callback.handlers.open({})
    world.createId = () => {
      throw new Error('no more ids')
    }
    // As the bridge sees it: answered with `internal`, which says that nothing has left.
    await expect(Promise.resolve(callback.handlers.request(input()))).rejects.toThrow()
    expect(requests).toHaveLength(0)
    expect(view().phase).toBe('idle')
    world.createId = () => 'id-2'
    expect(await callback.handlers.request(input())).toMatchObject({ ok: true })
  })
})

describe('availability', () => {
  it.each([
    [failed({ kind: 'disabled' }), 'disabled'],
    [failed({ kind: 'not-licensed' }), 'not-licensed'],
    [failed({ kind: 'timeout' }), 'unreachable'],
    [failed({ kind: 'nonsense' }), 'trouble'],
    [{ ok: true, value: [] } as const, 'empty'],
  ])(
    '%#: reports why callbacks are unavailable (R180, R187, R189)',
    async (queues, availability) => {
      const { callback, world, view } = setUp()
      world.queues = queues
      await callback.handlers.open({})
      expect(view().availability).toBe(availability)
    },
  )

  it('offers windows within opening hours by the customer’s calendar days, with past ones marked', async () => {
    const { callback, view } = setUp()
    await callback.handlers.open({ name: 'Jonas' })
    expect(view()).toMatchObject({ availability: 'open', handover: { name: 'Jonas' } })
    expect(view().days).toHaveLength(14)
    const [monday, tuesday, wednesday] = view().days
    // Nine o'clock in Berlin is eight in London, and now: half an hour of lead is missing.
    expect(monday).toEqual({
      date: '2026-11-23',
      windows: [
        { start: START, end: START + 2 * hour, state: 'past' },
        { start: START + 2 * hour, end: START + 4 * hour, state: 'open' },
        { start: START + 4 * hour, end: START + 6 * hour, state: 'open' },
        { start: START + 6 * hour, end: START + 8 * hour, state: 'open' },
      ],
    })
    expect(tuesday?.windows).toHaveLength(4)
    expect(wednesday?.windows).toHaveLength(0)
  })

  it("uses the centre's clock if this device is off by more than a minute", async () => {
    const { callback, world, view } = setUp()
    world.offset = 59_000
    await callback.handlers.open({})
    expect(view().now).toBe(START)
    world.offset = 3 * hour
    await callback.handlers.open({})
    expect(view().now).toBe(START + 3 * hour)
    expect(view().days[0]?.windows.map(({ state }) => state)).toEqual([
      'past',
      'past',
      'open',
      'open',
    ])
  })
})

describe('a request', () => {
  it('is sent once, with every field that the guide requires', async () => {
    const { callback, requests, input, open, view } = setUp()
    await callback.handlers.open({})
    const windows = open().filter(({ state }) => state === 'open')
    const second = windows[2]
    if (!second) throw new Error('no third window')
    const outcome = await callback.handlers.request(
      input({ second: { start: second.start, end: second.end } }),
    )
    expect(outcome.ok).toBe(true)
    expect(requests).toEqual([
      {
        queueKey: 3,
        contactName: 'Zoë Ångström',
        phoneNumber: '+4915123456789',
        first: { start: START + 2 * hour, end: START + 4 * hour },
        second: { start: START + 6 * hour, end: START + 8 * hour },
        comment: 'after lunch',
        contactData: [
          { key: 'Kiosk', value: 'K1' },
          { key: 'Language', value: 'en' },
          { key: 'Time Zone', value: 'Europe/London' },
          { key: 'App Version', value: '1' },
        ],
        priority: 50,
      },
    ])
    expect(view()).toMatchObject({
      phase: 'done',
      slip: { topic: 'Repairs', number: '+49 1512 3456789', international: '+4915123456789' },
    })
  })

  it('is sent once after a double tap', async () => {
    const { callback, requests, world, input } = setUp()
    await callback.handlers.open({})
    let release = (): void => undefined
    world.hold = new Promise((resolve) => (release = resolve))
    const first = callback.handlers.request(input())
    const second = await callback.handlers.request(input())
    expect(second).toMatchObject({ ok: false, error: { code: 'wrong-state' } })
    release()
    expect(await first).toMatchObject({ ok: true })
    expect(requests).toHaveLength(1)
  })

  it('reports an unknown outcome without an answer, and is resent only if the customer confirms (C49)', async () => {
    const { callback, requests, world, input, view } = setUp()
    await callback.handlers.open({})
    world.answer = failed({ kind: 'timeout', effect: 'possible' })
    expect(await callback.handlers.request(input())).toMatchObject({
      error: { code: 'unknown-outcome' },
    })
    expect(view().phase).toBe('unclear')
    expect(await callback.handlers.request(input())).toMatchObject({ error: { code: 'repeated' } })
    expect(requests).toHaveLength(1)
    world.answer = ok
    expect(await callback.handlers.request(input({ knowingly: true }))).toMatchObject({ ok: true })
    expect(requests).toHaveLength(2)
  })

  it('is not sent if its slip cannot be created', async () => {
    const { callback, world, requests, input, view } = setUp()
    await callback.handlers.open({})
    world.createId = () => {
      throw new Error('no ids')
    }
    await expect(async () => callback.handlers.request(input())).rejects.toThrow('no ids')
    expect(requests).toHaveLength(0)
    expect(view().phase).toBe('idle')
  })

  it('asks before sending the same number and window twice in one visit', async () => {
    const { callback, requests, input } = setUp()
    await callback.handlers.open({})
    await callback.handlers.request(input())
    await callback.handlers.leave()
    await callback.handlers.open({})
    expect(await callback.handlers.request(input())).toMatchObject({ error: { code: 'repeated' } })
    callback.endForVisit()
    await callback.handlers.open({})
    expect(await callback.handlers.request(input())).toMatchObject({ ok: true })
    expect(requests).toHaveLength(2)
  })

  it('can be repeated after a refusal without creating a duplicate', async () => {
    const { callback, world, input, view } = setUp()
    await callback.handlers.open({})
    world.answer = failed({ kind: 'not-created', effect: 'none', status: 503 })
    expect(await callback.handlers.request(input())).toMatchObject({
      error: { code: 'centre-trouble' },
    })
    expect(view().phase).toBe('failed')
    world.answer = ok
    expect(await callback.handlers.request(input())).toMatchObject({ ok: true })
  })

  it('leads back to the topics if its queue has disappeared', async () => {
    const { callback, world, input, view } = setUp()
    await callback.handlers.open({})
    world.answer = failed({ kind: 'rejected', effect: 'none', status: 400 })
    world.queues = { ok: true, value: [{ key: 4, name: 'Sales', description: '' }] }
    expect(await callback.handlers.request(input())).toMatchObject({
      error: { code: 'not-found', field: 'topic' },
    })
    await settle()
    expect(view().topics).toMatchObject([{ key: 4 }])
    expect(await callback.handlers.request(input())).toMatchObject({
      error: { code: 'not-found', field: 'topic' },
    })
  })

  it.each<[string, Partial<RequestCallback>]>([
    ['first', { first: { start: START, end: START + 2 * hour } }],
    ['first', { first: { start: START + 4 * hour, end: START + 2 * hour } }],
    ['first', { first: { start: START + 2 * hour + 1, end: START + 4 * hour } }],
    ['first', { first: { start: START + 400 * 24 * hour, end: START + 402 * 24 * hour } }],
    ['first', { first: { start: START + 50 * hour, end: START + 52 * hour } }],
    ['second', { second: { start: START + 2 * hour, end: START + 4 * hour } }],
    ['second', { second: { start: START, end: START + 2 * hour } }],
    ['name', { name: ' \u202E ' }],
    ['name', { name: 'ü'.repeat(81) }],
    ['number', { number: '12' }],
    ['number', { number: 'call me' }],
    ['number', { number: '030 12345678 room 9' }],
    ['number', { number: '030 123456789012' }],
    ['number', { number: '112' }],
    ['number', { number: '0900 1 234567' }],
    ['number', { number: '+979 1 2345 6789', isNumberConfirmed: true }],
    ['number', { number: '+1 436 555 0142' }],
    ['number', { number: '(202) 555-0', country: 'US' }],
    ['comment', { comment: 'x'.repeat(501) }],
    ['consent', { consent: false }],
  ])('is refused for its %s: %j', async (field, change) => {
    const { callback, requests, input } = setUp()
    await callback.handlers.open({})
    expect(await callback.handlers.request(input(change))).toEqual({
      ok: false,
      error: { code: 'invalid-input', field },
    })
    expect(requests).toEqual([])
  })

  it('tells the agent of an extension, and sends the number without it', async () => {
    const { callback, requests, input, view } = setUp()
    await callback.handlers.open({})
    const number = '+49 30 12345678 Durchwahl 9'
    expect(
      await callback.handlers.request(input({ number, comment: 'after lunch' })),
    ).toMatchObject({
      ok: true,
    })
    expect(requests[0]).toMatchObject({
      phoneNumber: '+493012345678',
      comment: 'Extension 9. after lunch',
    })
    expect(view().slip).toMatchObject({ number: '+49 30 12345678', extension: '9' })
    expect(view().slip?.codes[0]).toContain('DESCRIPTION:+49 30 12345678 ext. 9')
  })

  it('accepts a number outside all numbering plans once the customer confirms it', async () => {
    const { callback, requests, input } = setUp()
    await callback.handlers.open({})
    const number = '+1 436 555 0142'
    expect(
      await callback.handlers.request(input({ number, isNumberConfirmed: true })),
    ).toMatchObject({
      ok: true,
    })
    expect(requests[0]).toMatchObject({ phoneNumber: '+14365550142' })
  })

  it('is refused if its window passed while the customer was typing', async () => {
    const { clock, callback, requests, input } = setUp()
    await callback.handlers.open({})
    const late = input()
    await clock.advance(2 * hour)
    expect(await callback.handlers.request(late)).toMatchObject({
      error: { code: 'invalid-input', field: 'first' },
    })
    expect(requests).toEqual([])
  })

  it('accepts names in any script, and omits the plus if the centre requires it (C16)', async () => {
    const { callback, requests, input } = setUp({ centre: { compat: { stripPlus: true } } })
    await callback.handlers.open({})
    await callback.handlers.request(input({ name: '王小明 محمد' }))
    expect(requests[0]).toMatchObject({ contactName: '王小明 محمد', phoneNumber: '4915123456789' })
  })

  it('publishes nothing if the answer arrives after the end of the visit', async () => {
    const { callback, world, input, view } = setUp()
    await callback.handlers.open({})
    let release = (): void => undefined
    world.hold = new Promise((resolve) => (release = resolve))
    const pending = callback.handlers.request(input())
    callback.endForVisit()
    release()
    await pending
    expect(view().phase).toBe('idle')
    expect(JSON.stringify(view())).not.toContain('Zoë')
  })
})

describe('the sensitive-data guard', () => {
  const card = 'card 4111 1111 1111 1111'

  it('asks before a comment or name is sent, then sends what the customer chose', async () => {
    const { callback, requests, input, view } = setUp()
    await callback.handlers.open({})
    await callback.handlers.request(input({ comment: card, name: 'DE89 3704 0044 0532 0130 00' }))
    expect(requests).toEqual([])
    expect(view()).toMatchObject({ phase: 'idle', guard: { found: ['iban', 'card'] } })
    expect(view().guard?.comment).not.toContain('4111 1111')
    const answer = await callback.handlers.guard({ id: view().guard?.id ?? '', choice: 'mask' })
    expect(answer).toMatchObject({ ok: true })
    expect(requests).toHaveLength(1)
    expect(JSON.stringify(requests)).not.toMatch(/4111 1111|3704/u)
    expect(view()).toMatchObject({ phase: 'done' })
    expect(JSON.stringify(view().slip)).not.toContain('4111 1111')
    expect(view().guard).toBeUndefined()
  })

  it('does not ask about phone numbers, or again about text to be sent unchanged', async () => {
    const { callback, world, requests, input, view } = setUp()
    await callback.handlers.open({})
    world.answer = failed({ kind: 'not-created', effect: 'none', status: 503 })
    await callback.handlers.request(input({ comment: card }))
    const { id = '' } = view().guard ?? {}
    await callback.handlers.guard({ id, choice: 'send' })
    expect(requests[0]?.comment).toBe(card)
    expect(await callback.handlers.guard({ id, choice: 'send' })).toMatchObject({ ok: false })
    world.answer = ok
    expect(await callback.handlers.request(input({ comment: card }))).toMatchObject({ ok: true })
    expect(requests).toHaveLength(2)
    callback.endForVisit()
    await callback.handlers.open({})
    await callback.handlers.request(input({ comment: card }))
    expect(requests).toHaveLength(2)
    expect(view().guard).toBeDefined()
  })

  it('does not ask if the policy disables it', async () => {
    const { callback, requests, input } = setUp({ chat: { guard: false } })
    await callback.handlers.open({})
    await callback.handlers.request(input({ comment: card }))
    expect(requests).toHaveLength(1)
  })

  it('discards an open question at the end of the visit', async () => {
    const { callback, requests, input, view } = setUp()
    await callback.handlers.open({})
    await callback.handlers.request(input({ comment: card }))
    const id = view().guard?.id ?? ''
    callback.endForVisit()
    expect(JSON.stringify(view())).not.toContain('card')
    expect(await callback.handlers.guard({ id, choice: 'send' })).toMatchObject({ ok: false })
    expect(requests).toEqual([])
  })
})

describe('consent', () => {
  it('is sent with version and time if the policy has its own text', async () => {
    const { callback, requests, input } = setUp({
      consent: { version: '2026-11', texts: { '*': 'You may' } },
    })
    await callback.handlers.open({})
    await callback.handlers.request(input())
    expect(requests[0]?.contactData).toContainEqual({ key: 'Consent Version', value: '2026-11' })
    expect(requests[0]?.contactData).toContainEqual({
      key: 'Consent Time',
      value: '2026-11-23T08:00:00Z',
    })
  })

  it('is not sent if the customer was not asked', async () => {
    const { callback, requests, input } = setUp({
      consent: { version: '2026-11' },
      callback: { askConsent: false },
    })
    await callback.handlers.open({})
    await callback.handlers.request(input({ consent: false }))
    expect(JSON.stringify(requests)).not.toContain('Consent')
  })
})

describe('the slip', () => {
  it('prints with the texts of the screen and its QR code, or reports that printing failed', async () => {
    const { callback, world, input } = setUp()
    const paper = {
      language: 'ar',
      title: 'Your <slip>',
      rows: [{ label: 'First', value: 'Tomorrow & early' }],
      code: 'Point your camera here',
      captions: [],
    }
    expect(await callback.handlers.printSlip(paper)).toMatchObject({ ok: false })
    await callback.handlers.open({})
    await callback.handlers.request(input())
    expect(await callback.handlers.printSlip(paper)).toEqual({ ok: true, value: undefined })
    const [html] = world.printed
    expect(html).toContain('dir="rtl"')
    expect(html).toContain('Your &lt;slip&gt;')
    expect(html).toContain('Tomorrow &amp; early')
    expect(html).toContain('<svg')
    world.hasPaper = false
    expect(await callback.handlers.printSlip(paper)).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    })
  })

  it('has a calendar entry that another parser reads, small enough for a QR code', async () => {
    const { callback, input, view, world } = setUp()
    await callback.handlers.open({})
    await callback.handlers.request(input())
    const [code = '', ...others] = view().slip?.codes ?? []
    expect(others).toEqual([])
    const component = new ICAL.Component(ICAL.parse(code))
    const events = component.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
    expect(events).toHaveLength(1)
    expect(events[0]?.startDate.toJSDate().getTime()).toBe(START + 2 * hour)
    expect(events[0]?.endDate.toJSDate().getTime()).toBe(START + 4 * hour)
    expect(events[0]?.summary).toBe('Callpoint: Repairs')
    expect(new TextEncoder().encode(code).length).toBeLessThan(400)
    expect(await callback.handlers.saveCalendar()).toMatchObject({ ok: true })
    expect(world.saved).toEqual([expect.stringContaining(`UID:${events[0]?.uid ?? ''}`)])
  })

  it('has a QR code for each time, a file with both, and a caption under each printed code', async () => {
    const { callback, input, view, world } = setUp()
    await callback.handlers.open({})
    const second = { start: START + 6 * hour, end: START + 8 * hour }
    expect(await callback.handlers.request(input({ second }))).toMatchObject({ ok: true })
    const starts = (calendar: string) =>
      new ICAL.Component(ICAL.parse(calendar))
        .getAllSubcomponents('vevent')
        .map((event) => new ICAL.Event(event).startDate.toJSDate().getTime())
    expect(view().slip?.codes.map(starts)).toEqual([[START + 2 * hour], [second.start]])
    await callback.handlers.saveCalendar()
    expect(world.saved.map(starts)).toEqual([[START + 2 * hour, second.start]])
    const captions = ['Tomorrow, early', 'Tomorrow <late>']
    await callback.handlers.printSlip({ language: 'en', title: '', rows: [], code: '', captions })
    const [html = ''] = world.printed
    expect(html.match(/<svg/gu)).toHaveLength(2)
    expect([...html.matchAll(/<figcaption[^>]*>([^<]*)</gu)].map(([, text]) => text)).toEqual([
      'Tomorrow, early',
      'Tomorrow &lt;late&gt;',
    ])
  })

  it('is deleted with its file when the customer leaves', async () => {
    const { callback, input, world } = setUp()
    await callback.handlers.open({})
    await callback.handlers.request(input())
    await callback.handlers.leave()
    expect(await callback.handlers.saveCalendar()).toMatchObject({ ok: false })
    expect(world.saved).toEqual([])
  })
})

describe('the zone of a request', () => {
  const zoneOf = (requests: readonly CallbackRequest[]) =>
    requests.map(({ contactData }) => contactData.find(({ key }) => key === 'Time Zone')?.value)

  it("stays the same from the customer's first choice until the next request", async () => {
    const { callback, requests, world, input, view } = setUp()
    await callback.handlers.open({})
    const { days } = view()
    world.zone = zones().find('Asia/Tokyo')
    await callback.handlers.request(input())
    expect(view().zone.name).toBe('Europe/London')
    expect(view().days.map(({ date }) => date)).toEqual(days.map(({ date }) => date))
    expect(zoneOf(requests)).toEqual(['Europe/London'])

    await callback.handlers.open({})
    expect(view().zone.name).toBe('Asia/Tokyo')
    await callback.handlers.request(input({ knowingly: true }))
    expect(zoneOf(requests)).toEqual(['Europe/London', 'Asia/Tokyo'])
  })

  it('is the centre’s if this machine has none, and the customer is told', async () => {
    const { callback, requests, world, input, view } = setUp()
    world.zone = undefined
    await callback.handlers.open({})
    expect(view()).toMatchObject({ unknownZone: 'device', zone: { name: 'Europe/Berlin' } })
    await callback.handlers.request(input())
    expect(zoneOf(requests)).toEqual(['Europe/Berlin'])

    world.zone = zones().find('Europe/London')
    await callback.handlers.open({})
    expect(view().unknownZone).toBeUndefined()
  })
})
