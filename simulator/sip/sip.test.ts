import { describe, expect, it } from 'vitest'
import { manualClock } from '../support/clock.ts'
import { openLine } from './testing/open.ts'
import { isUp } from './testing/phone.ts'
import type { Dialled, Phone } from './testing/phone.ts'

const noMedia = { mediaAgent: false } as const

const agentOf = async (line: Awaited<ReturnType<typeof openLine>>, key = 14): Promise<Phone> => {
  const agent = await line.phone(`agent-${key}`)
  expect(await agent.register()).toBe(200)
  return agent
}

/** An agent and a customer in a call over pilot 5000. */
const inCall = async (): Promise<{
  line: Awaited<ReturnType<typeof openLine>>
  customer: Phone
  agent: Phone
  call: Dialled
}> => {
  const line = await openLine(noMedia)
  const agent = await agentOf(line)
  const customer = await line.phone('kiosk')
  const call = await customer.dial('5000')
  await agent.until(() => agent.calls.length === 1)
  await agent.calls[0]!.accept()
  expect(await call.final).toBe(200)
  await customer.until(() => isUp(call.session))
  await line.centre.sip.until(({ messages }) => messages.some(({ what }) => what === 'ACK'))
  return { line, customer, agent, call }
}

describe('calls to a pilot number', () => {
  it('reach an agent who is registered and free: 100, 180, 200, ACK, BYE', async () => {
    const { line, agent, call } = await inCall()
    await call.session.bye()
    await agent.until(() => agent.met.includes('BYE'))
    const view = await line.centre.sip.until(({ state }) => state === 'ended')
    await line.centre.sip.until(({ messages }) => messages.at(-1)?.what === '200 BYE')
    const messages = line.centre.sip.calls()[0]?.messages ?? []
    // Who is slow to answer gets a message twice, as SIP has it: each counts once.
    expect([...new Set(messages.map(({ by, what }) => `${by} ${what}`))]).toEqual([
      'caller INVITE',
      'callee 100 INVITE',
      'callee 180 INVITE',
      'callee 200 INVITE',
      'caller ACK',
      'caller BYE',
      'callee 200 BYE',
    ])
    expect(view).toMatchObject({
      caller: 'kiosk',
      pilot: '5000',
      pilotName: 'Advice',
      agent: 'agent-14',
      status: 200,
      endedBy: 'caller',
      video: true,
    })
    expect([...new Set(call.statuses)]).toEqual([100, 180, 200])
  })

  it.each([
    ['5486', 486],
    ['5603', 603],
    ['5480', 480],
    ['5500', 500],
    ['999', 404],
  ])('%s is answered with %i', async (number, status) => {
    const line = await openLine(noMedia)
    const customer = await line.phone('kiosk')
    const call = await customer.dial(number)
    expect(await call.final).toBe(status)
    expect(line.centre.sip.calls()[0]).toMatchObject({ state: 'ended', status, agent: null })
  })

  it('without an answer ring until cancelled', async () => {
    const line = await openLine(noMedia)
    const customer = await line.phone('kiosk')
    const call = await customer.dial('5408')
    await customer.until(() => call.statuses.includes(180))
    await call.session.cancel()
    expect(await call.final).toBe(487)
    expect(line.centre.sip.calls()[0]).toMatchObject({ state: 'ended', endedBy: 'caller' })
  })

  it('are cancelled at the agent too', async () => {
    const line = await openLine(noMedia)
    const agent = await agentOf(line)
    const customer = await line.phone('kiosk')
    const call = await customer.dial('5000')
    await customer.until(() => call.statuses.includes(180))
    await call.session.cancel()
    expect(await call.final).toBe(487)
    await agent.until(() => agent.met.includes('CANCEL'))
    const view = await line.centre.sip.until(({ state }) => state === 'ended')
    expect(view).toMatchObject({ endedBy: 'caller', status: 487 })
  })

  it.each(['5408', '5000'])('time out with 408 where the centre says so (%s)', async (number) => {
    const line = await openLine({ ...noMedia, data: { sip: { ringMs: 50 } } })
    const agent = await agentOf(line)
    const customer = await line.phone('kiosk')
    const call = await customer.dial(number)
    expect(await call.final).toBe(408)
    if (number === '5000') await agent.until(() => agent.met.includes('CANCEL'))
  })

  it('that swallow everything say nothing, not even to a CANCEL', async () => {
    const line = await openLine(noMedia)
    const customer = await line.phone('kiosk')
    const call = await customer.dial('5999')
    await line.centre.sip.until(({ pilot }) => pilot === '5999')
    expect(call.statuses).toEqual([])
    expect(line.centre.sip.calls()[0]).toMatchObject({ state: 'calling', status: 0 })
  })

  it('go to the agent who has been idle longest, and 480 when all are taken', async () => {
    const line = await openLine(noMedia)
    const clara = await agentOf(line, 14)
    const jonas = await agentOf(line, 15)
    const customer = await line.phone('kiosk')
    const first = await customer.dial('5000')
    await clara.until(() => clara.calls.length === 1)
    const second = await customer.dial('5000')
    await jonas.until(() => jonas.calls.length === 1)
    expect(await (await customer.dial('5000')).final).toBe(480)
    await clara.calls[0]!.reject({ statusCode: 486 })
    expect(await first.final).toBe(486)
    await jonas.calls[0]!.accept()
    expect(await second.final).toBe(200)
  })

  it('can be given another answer while the centre runs', async () => {
    const line = await openLine(noMedia)
    const customer = await line.phone('kiosk')
    expect(line.centre.sip.setPilot('5000', { answer: 'declined' })).toBe(true)
    expect(line.centre.sip.setPilot('1', { answer: 'declined' })).toBe(false)
    expect(await (await customer.dial('5000')).final).toBe(603)
  })
})

describe('in a call', () => {
  it('keys, hold and the other way of hold are seen', async () => {
    const { line, agent, call } = await inCall()
    const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay' }
    for (const key of '15#') {
      const content = `Signal=${key}\r\nDuration=160\r\n`
      await call.session.info({ requestOptions: { body: { ...body, content } } })
      await agent.until(() => agent.met.includes(`INFO ${key}`))
    }
    expect(line.centre.sip.calls()[0]?.tones).toBe('15#')
  })

  it('the agent hangs up', async () => {
    const { line, customer, agent } = await inCall()
    await agent.calls[0]!.bye()
    await customer.until(() => customer.met.includes('BYE'))
    expect(line.centre.sip.calls()[0]).toMatchObject({ state: 'ended', endedBy: 'callee' })
  })

  it('the centre ends it at both sides, by request and by a fault', async () => {
    const { line, customer, agent } = await inCall()
    const [view] = line.centre.sip.calls()
    expect(line.centre.sip.bye(view!.id)).toBe(true)
    await customer.until(() => customer.met.includes('BYE'))
    await agent.until(() => agent.met.includes('BYE'))
    expect(line.centre.sip.call(view!.id)).toMatchObject({ state: 'ended', endedBy: 'centre' })
    expect(line.centre.sip.bye(view!.id)).toBe(false)

    line.centre.sip.faults.add({ kind: 'bye', to: 'caller' })
    customer.met.length = 0
    await customer.dial('5000')
    await agent.until(() => agent.calls.length === 2)
    await agent.calls[1]!.accept()
    await customer.until(() => customer.met.includes('BYE'))
    expect(line.centre.sip.faults.list()).toEqual([])
  })

  it('a lost line is survived: BYE of the other side arrives after the reconnect', async () => {
    const { line, customer, agent, call } = await inCall()
    expect(line.centre.sip.cut('kiosk')).toBe(1)
    await customer.until(() => customer.met.includes('disconnect'))
    await customer.reconnect()
    await customer.register()
    expect(isUp(call.session)).toBe(true)
    await agent.calls[0]!.bye()
    await customer.until(() => customer.met.includes('BYE'))
  })

  it('caller loses the connection while ringing: the 200 arrives after the reconnect', async () => {
    const line = await openLine(noMedia)
    const agent = await agentOf(line)
    const customer = await line.phone('kiosk')
    const call = await customer.dial('5000')
    await agent.until(() => agent.calls.length === 1)
    line.centre.sip.cut('kiosk')
    await customer.until(() => customer.met.includes('disconnect'))
    await customer.reconnect()
    await customer.register()
    await agent.calls[0]!.accept()
    expect(await call.final).toBe(200)
    await agent.until(() => isUp(agent.calls[0]!))
  })

  it('a BYE for an absent user gets 480', async () => {
    const { line, customer, agent } = await inCall()
    line.centre.sip.cut('kiosk', 60_000)
    await customer.until(() => customer.met.includes('disconnect'))
    await expect(customer.reconnect()).rejects.toThrow()
    await agent.calls[0]!.bye()
    const view = await line.centre.sip.until(({ state }) => state === 'ended')
    expect(view.endedBy).toBe('callee')
  })
})

describe('faults', () => {
  it('drop, delay, refuse and cut matching messages', async () => {
    const line = await openLine(noMedia)
    const { faults } = line.centre.sip
    const agent = await agentOf(line)
    const customer = await line.phone('kiosk')

    faults.add({ kind: 'status', method: 'INVITE', answer: 503, reason: 'Try later' })
    expect(await (await customer.dial('5000')).final).toBe(503)

    faults.add({ kind: 'delay', message: 'response', method: 'INVITE', status: 200, ms: 80 })
    const started = performance.now()
    const late = await customer.dial('5000')
    await agent.until(() => agent.calls.length === 1)
    await agent.calls[0]!.accept()
    expect(await late.final).toBe(200)
    expect(performance.now() - started).toBeGreaterThan(79)
    await late.session.bye()

    faults.add({ kind: 'cut', method: 'INVITE', from: 'kiosk' })
    await customer.dial('5000')
    await customer.until(() => customer.met.includes('disconnect'))
    await customer.reconnect()

    faults.add({ kind: 'swallow', method: 'REGISTER', after: 1 })
    expect(await customer.register()).toBe(200)
    expect(faults.list()).toMatchObject([{ seen: 1, struck: 0 }])
    faults.clear()
    expect(faults.list()).toEqual([])
  })

  it('are set through the control API, which reports errors', async () => {
    const line = await openLine(noMedia)
    const post = (body: object) =>
      fetch(`${line.centre.urls.control}/sip/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await post({ kind: 'status', answer: 486 })).status).toBe(201)
    const wrong = await post({ kind: 'status', answer: 999 })
    expect(wrong.status).toBe(400)
    expect(JSON.stringify(await wrong.json())).toContain('answer')
    expect(line.centre.sip.faults.list()).toHaveLength(1)
    const customer = await line.phone('kiosk')
    expect(await (await customer.dial('5000')).final).toBe(486)
  })
})

describe('a client that is gone without a word', () => {
  const ringing = async () => {
    const clock = manualClock()
    const line = await openLine({ ...noMedia, clock })
    const agent = await agentOf(line)
    const customer = await line.phone('kiosk')
    const call = await customer.dial('5000')
    await agent.until(() => agent.calls.length === 1)
    await line.centre.sip.until(({ state }) => state === 'ringing')
    return { clock, line, agent, customer, call }
  }
  const answered = async () => {
    const met = await ringing()
    await met.agent.calls[0]!.accept()
    expect(await met.call.final).toBe(200)
    await met.customer.until(() => isUp(met.call.session))
    await met.line.centre.sip.until(({ messages }) => messages.some(({ what }) => what === 'ACK'))
    return met
  }
  const cut = async ({ line, customer }: Awaited<ReturnType<typeof ringing>>): Promise<void> => {
    expect(line.centre.sip.cut('kiosk')).toBe(1)
    await customer.until(() => customer.met.includes('disconnect'))
    await expect.poll(() => line.centre.sip.state().connections).toBe(1)
  }

  it('loses its call after the timeout: the agent gets a BYE', async () => {
    const met = await answered()
    const { clock, line, agent } = met
    await cut(met)
    await clock.advance(89_999)
    expect(line.centre.sip.calls()[0]?.state).toBe('established')
    await clock.advance(1)
    expect(line.centre.sip.calls()[0]).toMatchObject({ state: 'ended', endedBy: 'centre' })
    await agent.until(() => agent.met.includes('BYE'))
  })

  it('keeps its call when it comes back in time', async () => {
    const met = await answered()
    await cut(met)
    await met.clock.advance(80_000)
    await met.customer.reconnect()
    expect(await met.customer.register()).toBe(200)
    await met.clock.advance(80_000)
    expect(met.line.centre.sip.calls()[0]?.state).toBe('established')
  })

  it('no longer rings at the agent', async () => {
    const met = await ringing()
    await cut(met)
    await met.clock.advance(90_000)
    await met.agent.until(() => met.agent.met.includes('CANCEL'))
    await met.line.centre.sip.until(({ state }) => state === 'ended')
  })

  it('is waited for without limit if configured', async () => {
    const met = await answered()
    met.line.centre.sip.set({ lostMs: 0 })
    await cut(met)
    await met.clock.advance(3_600_000)
    expect(met.line.centre.sip.calls()[0]?.state).toBe('established')
  })
})
