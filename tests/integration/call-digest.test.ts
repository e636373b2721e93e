import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  challengeIn,
  withOneChallenge,
  type Account,
} from '../../src/renderer/features/call/sip/challenge.ts'
import { credentialsFor } from '../../src/renderer/features/call/sip/digest.ts'

const hash = (kind: string, ...parts: readonly string[]): string =>
  createHash(kind).update(parts.join(':')).digest('hex')

const realm = 'atlanta.example.com'
const account: Account = {
  user: 'bob',
  realm,
  ha1: hash('md5', 'bob', realm, 'zanzibar'),
  ha1Sha256: hash('sha256', 'bob', realm, 'zanzibar'),
}
const asked = { method: 'INVITE', uri: 'sip:bob@biloxi.example.com', body: 'v=0\r\n' }
const count = { cnonce: '0a4f113b', count: 1 }

const answer = (status: number, ...challenges: readonly string[]): string =>
  [`SIP/2.0 ${String(status)} Who`, 'CSeq: 1 INVITE', ...challenges, 'Content-Length: 0', '', ''].join('\r\n') // prettier-ignore
const said = (fields: string, name = 'WWW-Authenticate', of = realm): string =>
  `${name}: Digest realm="${of}", nonce="dcd98b", ${fields}`

const md5 = 'algorithm=MD5, qop="auth"'
const sha256 = 'algorithm=SHA-256, qop="auth,auth-int"'

describe('of several challenges', () => {
  it.each([
    ['the stronger is taken', [said(md5), said(sha256)], 'SHA-256', 'auth'],
    ['the one that can be met is taken', [said('algorithm=SHA-512-256, qop="auth"'), said(md5)], 'MD5', 'auth'], // prettier-ignore
    ['the own realm goes before a stronger one', [said(md5), said(sha256, undefined, 'other')], 'MD5', 'auth'], // prettier-ignore
    ['one without names is MD5 of the first kind', [said('opaque="x"')], 'MD5', undefined],
    ['the body is covered where it has to be', [said('qop="auth-int"')], 'MD5', 'auth-int'],
    ['its spelling does not matter', ['www-authenticate:digest Nonce="dcd98b",REALM="atlanta.example.com",algorithm=md5-SESS'], 'MD5-SESS', undefined], // prettier-ignore
  ] as const)('%s', (_name, challenges, algorithm, qop) => {
    expect(challengeIn(answer(401, ...challenges), account)).toMatchObject({ algorithm, qop })
  })

  it.each([
    ['another scheme', [`WWW-Authenticate: Bearer realm="${realm}"`]],
    ['another protection', [said('qop="auth-conf"')]],
    ["a proxy's in the answer of a server", [said(md5, 'Proxy-Authenticate')]],
    ['none', []],
  ] as const)('%s cannot be met', (_name, challenges) => {
    expect(challengeIn(answer(401, ...challenges), account)).toBeUndefined()
  })

  it('SHA-256 alone cannot be met by MD5, nor the other way round', () => {
    const { user, ha1, ha1Sha256 = '' } = account
    expect(challengeIn(answer(401, said(sha256)), { user, ha1 })).toBeUndefined()
    expect(challengeIn(answer(401, said(md5)), { user, ha1: '', ha1Sha256 })).toBeUndefined()
  })

  it('the SIP library receives one that it can read, or none', () => {
    const text = answer(407, said(sha256, 'Proxy-Authenticate'), said(md5, 'Proxy-Authenticate'))
    const challenge = challengeIn(text, account)
    expect(withOneChallenge(text, challenge).match(/authenticate/giu)).toHaveLength(1)
    expect(withOneChallenge(text, challenge)).toContain('Proxy-Authenticate: Digest realm="atlanta')
    expect(withOneChallenge(text, undefined)).toBe(answer(407))
  })
})

describe('credentials', () => {
  const given = (fields: string): Record<string, string> => {
    const challenge = challengeIn(answer(401, said(fields)), account)
    const text = challenge && credentialsFor(account, challenge, asked, count)
    const found = text?.matchAll(/([a-z]+)="?([^",]+)"?/giu) ?? []
    return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]))
  }

  it.each(['MD5', 'SHA-256'] as const)('%s of method and address', (algorithm) => {
    const kind = algorithm === 'MD5' ? 'md5' : 'sha256'
    const ha1 = hash(kind, 'bob', realm, 'zanzibar')
    const ha2 = hash(kind, asked.method, asked.uri)
    const fields = given(`algorithm=${algorithm}, qop="auth", opaque="5ccc"`)
    expect(fields).toMatchObject({ algorithm, qop: 'auth', nc: '00000001', opaque: '5ccc' })
    expect(fields['response']).toBe(
      hash(kind, ha1, 'dcd98b', '00000001', count.cnonce, 'auth', ha2),
    )
  })

  it.each(['MD5', 'SHA-256'] as const)('%s of the body too', (algorithm) => {
    const kind = algorithm === 'MD5' ? 'md5' : 'sha256'
    const ha1 = hash(kind, 'bob', realm, 'zanzibar')
    const ha2 = hash(kind, asked.method, asked.uri, hash(kind, asked.body))
    const fields = given(`algorithm=${algorithm}, qop="auth-int"`)
    const expected = hash(kind, ha1, 'dcd98b', '00000001', count.cnonce, 'auth-int', ha2)
    expect(fields).toMatchObject({ qop: 'auth-int', response: expected })
  })

  it('without qop, without a nonce count', () => {
    const ha2 = hash('md5', asked.method, asked.uri)
    const fields = given('opaque="x"')
    expect(fields['response']).toBe(hash('md5', account.ha1, 'dcd98b', ha2))
    expect(fields).not.toHaveProperty('nc')
  })

  it('for a session of their own', () => {
    const ha1 = hash('md5', account.ha1, 'dcd98b', count.cnonce)
    const ha2 = hash('md5', asked.method, asked.uri)
    const fields = given('algorithm=MD5-sess, qop="auth"')
    const expected = hash('md5', ha1, 'dcd98b', '00000001', count.cnonce, 'auth', ha2)
    expect(fields).toMatchObject({ algorithm: 'MD5-sess', response: expected })
  })
})
