import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openCentre } from '../testing/open.ts'

const path = '/v1/callbacks'

const body = (change: Readonly<Record<string, unknown>> = {}): object => ({
  callbackQueueKey: 9,
  contactName: 'Jose Silva',
  firstAttemptStartTime: '2020-01-20T08:00',
  firstAttemptEndTime: '2020-01-20T12:00',
  phoneNumber: '554180911597',
  priority: 10,
  ...change,
})

describe('R161 to R178: POST /v1/callbacks', () => {
  it('R162, R163, R167, R168, R173: creates a callback with both windows and answers 201 with nothing', async () => {
    const { centre, customer } = await openCentre()
    const answer = await customer.ask(
      'POST',
      path,
      body({
        comment: 'Call to negotiate contract.',
        contactData: [{ key: 'Address', value: 'Street' }],
        secondAttemptStartTime: '2020-01-21T08:00',
        secondAttemptEndTime: '2020-01-21T12:00',
      }),
    )
    expect([answer.status, answer.text]).toEqual([201, ''])
    expect(centre.callbacks.list()).toMatchObject([
      {
        unit: 'DEFAULT',
        queue: { key: 9 },
        comment: 'Call to negotiate contract.',
        contactData: [{ key: 'Address', value: 'Street' }],
        contactName: 'Jose Silva',
        phoneNumber: '554180911597',
        priority: 10,
        first: { start: Date.UTC(2020, 0, 20, 8), end: Date.UTC(2020, 0, 20, 12) },
        second: { start: Date.UTC(2020, 0, 21, 8), end: Date.UTC(2020, 0, 21, 12) },
      },
    ])
  })

  it.each([
    'callbackQueueKey',
    'contactName',
    'firstAttemptStartTime',
    'firstAttemptEndTime',
    'phoneNumber',
    'priority',
  ])(
    'R161, R164 to R166, R170, R171, R174: %s is required, not empty and of its type',
    async (field) => {
      const { centre, customer } = await openCentre()
      for (const value of [undefined, null, '', true, {}, 1.5, 'x']) {
        if (field === 'contactName' && value === 'x') continue
        const answer = await customer.ask('POST', path, body({ [field]: value }))
        expect([value, answer.status, answer.text]).toEqual([value, 400, ''])
      }
      expect(centre.callbacks.list()).toEqual([])
    },
  )

  it.each([
    '2020-01-20T08:00Z',
    '2020-01-20T08:00+01:00',
    '2020-01-20T08:00:00',
    '2020-01-20T08:00:00.000',
    '2020-01-20 08:00',
    '2020-1-20T8:00',
    '20/01/2020 08:00',
    '2020-01-20',
    '2020-02-30T08:00',
    '2020-13-01T08:00',
    '2020-01-20T24:00',
    '2020-01-20T08:60',
    ' 2020-01-20T08:00',
  ])('R169, C10: the time %s is refused', async (time) => {
    const { customer } = await openCentre()
    for (const field of ['firstAttemptStartTime', 'firstAttemptEndTime', 'secondAttemptEndTime']) {
      const change = { secondAttemptStartTime: '2020-01-21T08:00', [field]: time }
      expect((await customer.ask('POST', path, body(change))).status).toBe(400)
    }
  })

  it('R169: any minute of the future is a time', async () => {
    const { customer } = await openCentre()
    const range = { min: new Date('2020-02-01T00:00Z'), max: new Date('9999-01-01T00:00Z') }
    await fc.assert(
      fc.asyncProperty(fc.date({ ...range, noInvalidDate: true }), async (date) => {
        const end = new Date(date.getTime() + 3_600_000)
        const change = {
          firstAttemptStartTime: date.toISOString().slice(0, 16),
          firstAttemptEndTime: end.toISOString().slice(0, 16),
        }
        expect((await customer.ask('POST', path, body(change))).status).toBe(201)
      }),
      { numRuns: 50, seed: 2 },
    )
  })

  it.each([
    ['the end before the start', { firstAttemptEndTime: '2020-01-20T07:59' }],
    ['the end at the start', { firstAttemptEndTime: '2020-01-20T08:00' }],
    ['half a second window', { secondAttemptStartTime: '2020-01-21T08:00' }],
    ['the other half', { secondAttemptEndTime: '2020-01-21T08:00' }],
    [
      'a second window before the end of the first',
      {
        secondAttemptStartTime: '2020-01-20T11:59',
        secondAttemptEndTime: '2020-01-20T13:00',
      },
    ],
    [
      'a window in the past',
      { firstAttemptStartTime: '2020-01-07T08:00', firstAttemptEndTime: '2020-01-07T11:19' },
    ],
  ])('R172: %s is refused', async (_, change) => {
    const { customer } = await openCentre()
    expect((await customer.ask('POST', path, body(change))).status).toBe(400)
  })

  it('R161: an unknown queue is refused', async () => {
    const { customer } = await openCentre()
    expect((await customer.ask('POST', path, body({ callbackQueueKey: 11 }))).status).toBe(400)
  })

  it('R171: the priority is from 1 to 100', async () => {
    const { customer } = await openCentre()
    for (const priority of [0, 101, '10']) {
      expect((await customer.ask('POST', path, body({ priority }))).status).toBe(400)
    }
  })

  it('C8: an attribute name with a blank at its end is refused', async () => {
    const { customer } = await openCentre()
    const change = { 'secondAttemptStartTime ': '2020-01-21T08:00' }
    expect((await customer.ask('POST', path, body(change))).status).toBe(400)
  })

  it('R178: answers 503 where callbacks are disabled or the queue takes none', async () => {
    const { centre, customer } = await openCentre({
      data: {
        units: [
          { name: 'DEFAULT', callbackQueues: [{ key: 9, name: 'a', eligible: false }] },
          { name: 'B', callbacks: false, callbackQueues: [{ key: 10, name: 'b' }] },
        ],
      },
    })
    for (const callbackQueueKey of [9, 10]) {
      const answer = await customer.ask('POST', path, body({ callbackQueueKey }))
      expect([answer.status, answer.text]).toEqual([503, ''])
    }
    expect(centre.callbacks.list()).toEqual([])
  })
})

describe('R179 to R189: GET callbacks/availability', () => {
  it('R179, R181 to R184: lists the eligible queues of the unit', async () => {
    const { customer } = await openCentre({
      data: {
        units: [
          {
            name: 'Köln / Süd #1',
            callbackQueues: [
              { key: 9, name: 'Default', description: 'Default callback queue' },
              { key: 10, name: 'Closed', eligible: false },
            ],
          },
          { name: 'Other', callbackQueues: [{ key: 11, name: 'Other' }] },
        ],
      },
    })
    const answer = await customer.ask(
      'GET',
      `${path}/availability/${encodeURIComponent('Köln / Süd #1')}`,
    )
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual([
      { key: 9, name: 'Default', description: 'Default callback queue' },
    ])
  })

  it('R180: the list is empty where no queue is eligible', async () => {
    const { customer } = await openCentre({ data: { units: [{ name: 'DEFAULT' }] } })
    const answer = await customer.ask('GET', `${path}/availability/DEFAULT`)
    expect([answer.status, answer.text]).toEqual([200, '[]'])
  })

  it('R185: an unknown or missing business unit is refused', async () => {
    const { customer } = await openCentre()
    for (const name of ['/Nowhere', '/default', '/', '']) {
      const answer = await customer.ask('GET', `${path}/availability${name}`)
      expect([name, answer.status, answer.text]).toEqual([name, 400, ''])
    }
  })

  it('R189: answers 503 where the feature is disabled', async () => {
    const { centre, customer } = await openCentre()
    centre.settings.callbacks = false
    const answer = await customer.ask('GET', `${path}/availability/DEFAULT`)
    expect([answer.status, answer.text]).toEqual([503, ''])
  })
})
