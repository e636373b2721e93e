import { describe, expect, it } from 'vitest'
import { manualClock } from '../support/clock.ts'
import { seededRandom } from '../support/random.ts'
import { createDigest, ha1Of } from './digest.ts'
import { readMessage } from './message.ts'
import type { SipRequest } from './message.ts'
import { createRegistrar } from './registrar.ts'
import { openLine } from './testing/open.ts'

const digest = { mediaAgent: false, data: { sip: { digest: true } } } as const

const request = (...more: string[]): SipRequest => {
  const text = [
    'REGISTER sip:callpoint.test SIP/2.0',
    'Via: SIP/2.0/WS raw.invalid;branch=z9hG4bK1',
    'From: <sip:kiosk@callpoint.test>;tag=1',
    'To: <sip:kiosk@callpoint.test>',
    'Call-ID: raw',
    ...more,
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n')
  const reading = readMessage(text)
  if (!reading.ok || reading.message.kind !== 'request') throw new Error('no request')
  return reading.message
}

describe('digest', () => {
  it('takes a password, an HA1, and nothing wrong', async () => {
    const line = await openLine(digest)
    const good = await line.phone('kiosk', { password: 'kiosk-secret' })
    expect(await good.register()).toBe(200)
    const ha1 = ha1Of('kiosk', 'callpoint.test', 'kiosk-secret')
    const hashed = await line.phone('kiosk', { ha1 })
    expect(await hashed.register()).toBe(200)
    const wrong = await line.phone('kiosk', { password: 'guessed' })
    expect(await wrong.register()).toBe(403)
    const unknown = await line.phone('somebody', { password: 'x' })
    expect(await unknown.register()).toBe(403)
  })

  it('challenges calls with 407, and agents, whose account the control API returns', async () => {
    const line = await openLine(digest)
    const identity = line.centre.sip.identityOf(14)!
    expect(line.centre.sip.identityOf(99)).toBeUndefined()
    const agent = await line.phone(identity.user, { ha1: identity.ha1 })
    expect(await agent.register()).toBe(200)
    const customer = await line.phone('kiosk', { password: 'kiosk-secret' })
    const call = await customer.dial('5000')
    await agent.until(() => agent.calls.length === 1)
    await agent.calls[0]!.accept()
    expect(await call.final).toBe(200)
    const bare = await line.phone('nobody')
    expect(await (await bare.dial('5000')).final).toBe(403)
    line.centre.sip.set({ digest: false })
    expect(await (await bare.dial('5603')).final).toBe(603)
  })

  it('takes no answer twice, and none after five minutes', async () => {
    const clock = manualClock()
    const check = createDigest({
      clock,
      random: seededRandom(1),
      realm: 'r',
      ha1: (user) => (user === 'kiosk' ? ha1Of('kiosk', 'r', 'p') : undefined),
    })
    const challenge = check.check(request('CSeq: 1 REGISTER'))
    const nonce = /nonce="([^"]+)"/.exec(challenge.ok ? '' : challenge.headers.join())![1]!
    const { createHash } = await import('node:crypto')
    const md5 = (text: string) => createHash('md5').update(text).digest('hex')
    const answer = (nc: string) => {
      const response = md5(
        [md5('kiosk:r:p'), nonce, nc, 'c', 'auth', md5('REGISTER:sip:callpoint.test')].join(':'),
      )
      const fields = `username="kiosk", realm="r", nonce="${nonce}", uri="sip:callpoint.test"`
      const rest = `qop=auth, nc=${nc}, cnonce="c", response="${response}"`
      return check.check(request('CSeq: 2 REGISTER', `Authorization: Digest ${fields}, ${rest}`))
    }
    expect(answer('00000001')).toEqual({ ok: true, user: 'kiosk' })
    expect(answer('00000001')).toMatchObject({ ok: false, status: 401 })
    expect(answer('00000002')).toMatchObject({ ok: true })
    await clock.advance(300_000)
    const late = answer('00000003')
    expect(late.ok ? '' : late.headers.join()).toContain('stale=true')
  })
})

describe('registrations', () => {
  const contact = '<sip:a@raw.invalid;transport=ws>'

  it('last as long as they were asked to', async () => {
    const clock = manualClock()
    const registrar = createRegistrar(clock, () => undefined)
    const answer = registrar.register(request('CSeq: 1 REGISTER', `Contact: ${contact};expires=60`))
    expect(answer).toEqual({
      status: 200,
      headers: ['Contact: <sip:a@raw.invalid;transport=ws>;expires=60'],
    })
    await clock.advance(59_000)
    expect(registrar.find('kiosk')).toHaveLength(1)
    await clock.advance(1000)
    expect(registrar.find('kiosk')).toEqual([])
    expect(clock.pending()).toBe(0)
  })

  it('are taken back one by one or all at once, and not by an older request', () => {
    const registrar = createRegistrar(manualClock(), () => undefined)
    const contacts = ['<sip:a@raw.invalid>', '<sip:b@raw.invalid>']
    registrar.register(request('CSeq: 5 REGISTER', `Contact: ${contacts[0]}`))
    registrar.register(request('CSeq: 4 REGISTER', `Contact: ${contacts[0]};expires=0`))
    expect(registrar.find('kiosk')).toHaveLength(1)
    registrar.register(request('CSeq: 6 REGISTER', `Contact: ${contacts[0]};expires=0`))
    expect(registrar.find('kiosk')).toEqual([])
    registrar.register(request('CSeq: 7 REGISTER', `Contact: ${contacts[1]}`))
    expect(registrar.register(request('CSeq: 8 REGISTER', 'Contact: *')).status).toBe(400)
    registrar.register(request('CSeq: 9 REGISTER', 'Contact: *', 'Expires: 0'))
    expect(registrar.list()).toEqual([])
  })

  it('that are too short or wrong are refused', () => {
    const registrar = createRegistrar(manualClock(), () => undefined)
    const status = (...more: string[]) =>
      registrar.register(request('CSeq: 1 REGISTER', ...more)).status
    expect(status(`Contact: ${contact};expires=3`)).toBe(423)
    expect(status(`Contact: ${contact}`, 'Expires: soon')).toBe(400)
    expect(status()).toBe(200)
    expect(registrar.list()).toEqual([])
  })

  it('are gone after a restart of the centre', async () => {
    const line = await openLine({ mediaAgent: false })
    const phone = await line.phone('kiosk')
    expect(await phone.register()).toBe(200)
    expect(line.centre.sip.state().registrations).toHaveLength(1)
    line.centre.restart()
    await phone.until(() => phone.met.includes('disconnect'))
    expect(line.centre.sip.state().registrations).toEqual([])
    await phone.reconnect()
    expect(await phone.register()).toBe(200)
  })

  it('end with the phone, and can be forgotten by the centre', async () => {
    const line = await openLine({ mediaAgent: false })
    const phone = await line.phone('kiosk')
    await phone.register()
    await phone.unregister()
    expect(line.centre.sip.state().registrations).toEqual([])
    await phone.register()
    expect(line.centre.sip.registrar.forget('kiosk')).toBe(true)
    expect(line.centre.sip.registrar.forget('kiosk')).toBe(false)
  })
})
