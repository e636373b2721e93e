import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { manualClock } from '../support/clock.ts'
import { openLine } from './testing/open.ts'
import type { Line } from './testing/open.ts'
import type { Phone } from './testing/phone.ts'

const agentOf = async (line: Line): Promise<Phone> => {
  const agent = await line.phone('agent-14')
  expect(await agent.register()).toBe(200)
  return agent
}

let serial = 0

/** Dials on a bare WebSocket: everything that the centre answers, as it stands on the wire. */
const dialBare = (line: Line, number: string) => {
  serial += 1
  const socket = new WebSocket(line.centre.urls.sip, 'sip')
  const answers: string[] = []
  const lookers = new Set<() => void>()
  socket.on('message', (data) => {
    answers.push(String(data))
    for (const look of [...lookers]) look()
  })
  const lines = [
    `INVITE sip:${number}@callpoint.test SIP/2.0`,
    `Via: SIP/2.0/WS bare.invalid;branch=z9hG4bK${serial}`,
    'From: <sip:kiosk@callpoint.test>;tag=1',
    `To: <sip:${number}@callpoint.test>`,
    `Call-ID: bare-${serial}`,
    'CSeq: 1 INVITE',
    'Contact: <sip:kiosk@bare.invalid;transport=ws>',
    'Content-Length: 0',
  ]
  socket.on('open', () => socket.send(`${lines.join('\r\n')}\r\n\r\n`))
  /** The first answer with this status. */
  const answer = (status: number): Promise<string> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = answers.find((text) => text.startsWith(`SIP/2.0 ${status} `))
        if (found === undefined) return
        lookers.delete(look)
        resolve(found)
      }
      lookers.add(look)
      look()
    })
  return { answers, answer, stop: () => socket.terminate() }
}

const contactIn = (text: string): string | undefined => /^Contact: <([^>]+)>/imu.exec(text)?.[1]

const patchPilot = (line: Line, number: string, body: object) =>
  fetch(`${line.centre.urls.control}/sip/pilots/${number}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const pilotOf = (line: Line, number: string) =>
  line.centre.sip.state().pilots.find((pilot) => pilot.number === number)

describe('a queue', () => {
  const queued = async () => {
    const clock = manualClock()
    const line = await openLine({ mediaAgent: false, clock })
    const agent = await agentOf(line)
    const customer = await line.phone('kiosk')
    const call = await customer.dial('5182')
    await customer.until(() => call.statuses.includes(100))
    const signs = () => call.statuses.filter((status) => status === 182).length
    /** Until the customer has had so many signs of life. */
    const sign = async (count: number, ms: number): Promise<void> => {
      await clock.advance(ms)
      await customer.until(() => signs() === count)
    }
    return { clock, line, agent, customer, call, sign }
  }

  it('gives a sign of life every second, then an agent rings', async () => {
    const { clock, agent, customer, call, sign } = await queued()
    await sign(1, 0)
    for (const count of [2, 3, 4, 5]) await sign(count, 1000)
    expect(agent.calls).toHaveLength(0)
    await clock.advance(1000)
    await agent.until(() => agent.calls.length === 1)
    await customer.until(() => call.statuses.at(-1) === 180)
    await agent.calls[0]!.accept()
    expect(await call.final).toBe(200)
  })

  it('is left by a customer who cancels, and nobody rings', async () => {
    const { clock, line, agent, call, sign } = await queued()
    await sign(1, 0)
    await call.session.cancel()
    expect(await call.final).toBe(487)
    await clock.advance(10_000)
    expect(line.centre.sip.calls()[0]).toMatchObject({ state: 'ended', endedBy: 'caller' })
    expect(agent.calls).toHaveLength(0)
  })

  it('can be put before each number while the centre runs', async () => {
    const line = await openLine({ mediaAgent: false })
    const answer = await patchPilot(line, '5486', { script: { queueForMs: 30, queueEveryMs: 10 } })
    expect(answer.status).toBe(204)
    const customer = await line.phone('kiosk')
    const call = await customer.dial('5486')
    expect(await call.final).toBe(486)
    expect(call.statuses).toContain(182)
  })
})

describe('ringing without a Contact', () => {
  it('reaches the customer bare, and the answer has one', async () => {
    const line = await openLine({ mediaAgent: false })
    line.centre.sip.setPilot('5180', { answer: 'agent' })
    const agent = await agentOf(line)
    const call = dialBare(line, '5180')
    expect(contactIn(await call.answer(180))).toBeUndefined()
    await agent.calls[0]!.reject({ statusCode: 486 })
    await call.answer(486)
    call.stop()

    const customer = await line.phone('kiosk')
    const answered = await customer.dial('5180')
    await agent.until(() => agent.calls.length === 2)
    await agent.calls[1]!.accept()
    expect(await answered.final).toBe(200)
    // This customer's user agent drops what has no Contact, as several do.
    expect(answered.statuses).not.toContain(180)
    await answered.session.bye()
    await agent.until(() => agent.met.includes('BYE'))
  })

  it('is as well what a number without an answer can do', async () => {
    const line = await openLine({ mediaAgent: false })
    const usual = dialBare(line, '5408')
    expect(contactIn(await usual.answer(180))).toMatch(/^sip:5408@/u)
    usual.stop()
    await patchPilot(line, '5408', { script: { ringingContact: false } })
    const bare = dialBare(line, '5408')
    expect(contactIn(await bare.answer(180))).toBeUndefined()
    bare.stop()
  })
})

describe('a number that has moved', () => {
  it('sends the customer to another one with 302', async () => {
    const line = await openLine({ mediaAgent: false })
    const call = dialBare(line, '5302')
    expect(contactIn(await call.answer(302))).toBe('sip:5110@callpoint.test')
    expect(line.centre.sip.calls()[0]).toMatchObject({ state: 'ended', status: 302 })
    call.stop()
  })

  it('can move again while the centre runs', async () => {
    const line = await openLine({ mediaAgent: false })
    const body = { answer: 'moved', movedTo: '5001' }
    expect((await patchPilot(line, '5000', body)).status).toBe(204)
    expect((await patchPilot(line, '5000', { movedTo: 'a b' })).status).toBe(400)
    const call = dialBare(line, '5000')
    expect(contactIn(await call.answer(302))).toBe('sip:5001@callpoint.test')
    call.stop()
  })
})

describe('a script', () => {
  it('keeps what a change does not name', async () => {
    const line = await openLine({ mediaAgent: false })
    expect((await patchPilot(line, '5103', { script: { answerAfterMs: 7 } })).status).toBe(204)
    expect(pilotOf(line, '5103')?.script).toMatchObject({ video: false, answerAfterMs: 7 })
  })

  it('is refused with a reason where a value is none', async () => {
    const line = await openLine({ mediaAgent: false })
    const answer = await patchPilot(line, '5000', { script: { queueEveryMs: 0 } })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('queueEveryMs')
  })
})

describe('a call in the place of another', () => {
  it.each(['unknown;to-tag=a;from-tag=b', 'nonsense'])(
    'is refused where there is no such call (%s)',
    async (replaces) => {
      const line = await openLine({ mediaAgent: false })
      const customer = await line.phone('kiosk')
      const call = await customer.dial('5110', { Replaces: replaces, Require: 'replaces' })
      expect(await call.final).toBe(481)
    },
  )
})
