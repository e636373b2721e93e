import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerTo, forwarded, readMessage, returned } from './message.ts'
import type { SipMessage } from './message.ts'

const lines = (...given: string[]): string => `${given.join('\r\n')}\r\n\r\n`

const invite = lines(
  'INVITE sip:5000@callpoint.test SIP/2.0',
  'Via: SIP/2.0/WS abc.invalid;branch=z9hG4bK1',
  'Max-Forwards: 70',
  'From: "Kiosk, 1" <sip:kiosk@callpoint.test>;tag=f1',
  't: <sip:5000@callpoint.test>',
  'i: call-1',
  'CSeq: 1 INVITE',
  'Contact: <sip:x@abc.invalid;transport=ws>',
  'X-Own: folded',
  '  value',
  'Content-Length: 0',
)

const read = (text: string): SipMessage => {
  const reading = readMessage(text)
  if (!reading.ok) throw new Error(reading.reason)
  return reading.message
}

describe('SIP messages', () => {
  it('are read, forwarded with a Via and one hop less, and come back without it', () => {
    const message = read(invite)
    if (message.kind !== 'request') throw new Error('no request')
    expect(message).toMatchObject({
      method: 'INVITE',
      callId: 'call-1',
      sentBy: 'abc.invalid',
      branch: 'z9hG4bK1',
      from: { user: 'kiosk', tag: 'f1' },
      to: { user: '5000', tag: '' },
    })
    const on = forwarded(message, 'proxy.invalid', 'sip:y@def.invalid')
    expect(on).toContain(
      'INVITE sip:y@def.invalid SIP/2.0\r\nVia: SIP/2.0/WS proxy.invalid;branch=',
    )
    expect(on).toContain('Max-Forwards: 69\r\n')
    expect(on).toContain('X-Own: folded value\r\n')
    expect(forwarded(message, 'proxy.invalid', 'sip:y@def.invalid')).toBe(on)

    const forwardedMessage = read(on)
    if (forwardedMessage.kind !== 'request') throw new Error('no request')
    const response = read(answerTo(forwardedMessage, 200))
    if (response.kind !== 'response') throw new Error('no response')
    const back = returned(response)
    expect(back?.sentBy).toBe('abc.invalid')
    expect(back?.text).not.toContain('proxy.invalid')
    expect(read(back?.text ?? '')).toMatchObject({
      kind: 'response',
      status: 200,
      method: 'INVITE',
    })
  })

  it('with both Vias in one line come back as well', () => {
    const text = lines(
      'SIP/2.0 200 OK',
      'Via: SIP/2.0/WS proxy.invalid;branch=z9hG4bKa, SIP/2.0/WS abc.invalid;branch=z9hG4bK1',
      'From: <sip:a@b.c>;tag=1',
      'To: <sip:d@e.f>;tag=2',
      'Call-ID: 1',
      'CSeq: 1 INVITE',
      'Content-Length: 0',
    )
    const response = read(text)
    if (response.kind !== 'response') throw new Error('no response')
    expect(returned(response)?.sentBy).toBe('abc.invalid')
  })

  it('that are wrong but answerable get 400', () => {
    const wrong = invite.replace('CSeq: 1 INVITE', 'CSeq: one INVITE')
    const reading = readMessage(wrong)
    expect(reading.ok ? '' : reading.refusal).toMatch(/^SIP\/2\.0 400 /)
    const mismatch = readMessage(invite.replace('CSeq: 1 INVITE', 'CSeq: 1 BYE'))
    expect(mismatch.ok ? '' : mismatch.refusal).toMatch(/^SIP\/2\.0 400 CSeq Mismatch/)
  })

  it.each([
    '',
    '\r\n\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    'INVITE sip:a SIP/2.0\r\n\r\n',
  ])('that are none are not answered: %j', (text) => {
    expect(readMessage(text)).toMatchObject({ ok: false, refusal: undefined })
  })

  it('do not get a hold on our objects by a header named __proto__', () => {
    readMessage(invite.replace('X-Own', '__proto__'))
    readMessage(invite.replace('X-Own', 'constructor'))
    expect(Object.keys(Object.prototype)).toEqual([])
    expect('push' in Object.prototype).toBe(false)
  })

  it('never throw, whatever they are', () => {
    const mutation = fc.record({
      at: fc.nat(invite.length - 1),
      drop: fc.nat(40),
      insert: fc.string({ maxLength: 20, unit: 'binary' }),
    })
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 5 }), (mutations) => {
        let text = invite
        for (const { at, drop, insert } of mutations) {
          text = text.slice(0, at) + insert + text.slice(at + drop)
        }
        const reading = readMessage(text)
        if (reading.ok && reading.message.kind === 'request') {
          answerTo(reading.message, 404)
          forwarded(reading.message, 'proxy.invalid')
        }
        return true
      }),
      { numRuns: 500 },
    )
  })
})
