import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact, redactText } from './redact.ts'

describe('redaction', () => {
  it('removes secrets from fields at any depth', () => {
    const text = JSON.stringify(
      redact({ a: { clientSecret: 's3cret', sessionId: 'W166', list: [{ phoneNumber: '+49' }] } }),
    )
    expect(text).not.toMatch(/s3cret|W166|\+49/u)
  })

  it('removes secrets and personal data from sentences', () => {
    expect(redactText('Authorization: Bearer f95612a9-17a2')).not.toContain('f95612a9')
    expect(redactText('Basic YXBwbGljYXRpb24x')).not.toContain('YXBwb')
    expect(redactText('jose.silva@email.com wrote')).not.toContain('jose')
    expect(redactText('call +55 (41) 99999-9999 now')).toBe('call [number] now')
    expect(redactText('client_secret=abc&x=1')).toBe('client_secret=[redacted]&x=1')
  })

  it('keeps what a technician needs', () => {
    expect(redact({ status: 503, kind: 'full', ms: 1200, call: 'chat.send', ok: true })).toEqual({
      status: 503,
      kind: 'full',
      ms: 1200,
      call: 'chat.send',
      ok: true,
    })
  })

  it('logs errors with their stack and without secrets', () => {
    expect(redact(new Error('refused: password=hunter2'))).toMatchObject({
      type: 'Error',
      message: 'refused: password=[redacted]',
    })
  })

  it('logs no content of a thrown value that is not an Error', () => {
    expect(redact({ error: 'Zirbelkiefer' })).toEqual({ error: { type: 'string', message: '' } })
  })

  it('never throws and never lets a bearer token through', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.string(), (token, around) => {
        expect(redactText(`${around} bearer ${token}`)).not.toContain(token)
      }),
    )
    fc.assert(fc.property(fc.anything(), (value) => void redact(value)))
  })
})
