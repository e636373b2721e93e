import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policySchema } from '../settings/policy.ts'
import { digestHa1, grantFor, relayCredentials, type GrantPolicy } from './grant.ts'
import { headerValue, quotable, sipAddress } from './sip-text.ts'

function policy(call: object = {}): GrantPolicy {
  return policySchema.parse({
    site: { store: 'Hamburg', kiosk: 'K1' },
    call: {
      server: 'wss://sip.example:7443/ws',
      domain: 'voice.example',
      user: 'kiosk',
      destinations: [
        { key: 'advice', label: 'Advice', pilotNumber: '5000' },
        { key: 'far', label: 'Far', pilotNumber: 'sip:help@other.example' },
      ],
      ...call,
    },
  })
}
const circumstances = {
  now: 1_700_000_000_000,
  password: 'secret-password',
  turnSecret: 'secret-of-the-relay',
  language: 'de',
  country: 'DE',
  random: 0.5,
}
const ask = { destinationKey: 'advice', customerNumber: '+49 40 5550142', customerName: 'Jonas' }

describe('the grant of a call', () => {
  it('R239: maps the destination key to the pilot number', () => {
    const outcome = grantFor(ask, policy(), circumstances)
    expect(outcome).toMatchObject({
      ok: true,
      value: {
        target: 'sip:5000@voice.example',
        identity: 'sip:kiosk@voice.example',
        displayName: 'Jonas',
        expiresAt: circumstances.now + 300_000,
      },
    })
    expect(grantFor({ ...ask, destinationKey: 'far' }, policy(), circumstances)).toMatchObject({
      value: { target: 'sip:help@other.example' },
    })
  })

  it('names the caller: the customer, what the policy says, or shop and kiosk', () => {
    const nameOf = (customerName: string, call: object = {}, site: object = {}) => {
      const { call: calls, ...rest } = policy(call)
      const given = { ...rest, call: calls, site: { ...rest.site, ...site } }
      const outcome = grantFor({ ...ask, customerName }, given, circumstances)
      return outcome.ok ? outcome.value.displayName : undefined
    }
    expect(nameOf('Jonas', { displayName: 'Post 7' })).toBe('Jonas')
    expect(nameOf('', { displayName: 'Post 7' })).toBe('Post 7')
    expect(nameOf('')).toBe('Hamburg, K1')
    expect(nameOf('', {}, { kiosk: '' })).toBe('Hamburg')
    expect(nameOf('', {}, { store: ' ' })).toBe('K1')
    expect(nameOf('', {}, { store: '', kiosk: '' })).toBe('')
    expect(nameOf('', {}, { store: 'The "Old\\Mill"\r\nTo: x' })).toBe("The 'Old'Mill' To: x, K1")
    // The longest of both: neither is cut.
    const [store, kiosk] = ['s'.repeat(80), 'k'.repeat(80)]
    expect(nameOf('', {}, { store, kiosk })).toBe(`${store}, ${kiosk}`)
  })

  it('to end a call needs no number and sends no contact data', () => {
    const asks = policy({ askNumber: true, contactHeaders: true })
    const nameless = { destinationKey: 'advice', customerNumber: '' }
    expect(grantFor(nameless, asks, circumstances)).toMatchObject({ ok: false })
    expect(grantFor({ ...nameless, isGoodbye: true }, asks, circumstances)).toMatchObject({
      ok: true,
      value: { headers: {} },
    })
  })

  it('contains no secret', () => {
    const all = policy({ iceServers: ['turn:relay.example'], contactHeaders: true })
    const text = JSON.stringify(grantFor(ask, all, circumstances))
    expect(text).not.toContain(circumstances.password)
    expect(text).not.toContain(circumstances.turnSecret)
  })

  it("contains the HA1 of RFC 2617, for the policy's realm or the domain", () => {
    // RFC 2617, 3.5.
    expect(digestHa1('md5', 'Mufasa', 'testrealm@host.com', 'Circle Of Life')).toBe(
      '939e7578ed9e3c518a452acee763bce9',
    )
    expect(grantFor(ask, policy(), circumstances)).toMatchObject({
      value: {
        authorization: {
          user: 'kiosk',
          realm: 'voice.example',
          ha1: digestHa1('md5', 'kiosk', 'voice.example', circumstances.password),
          ha1Sha256: digestHa1('sha256', 'kiosk', 'voice.example', circumstances.password),
        },
      },
    })
    expect(grantFor(ask, policy({ realm: 'other' }), circumstances)).toMatchObject({
      value: { authorization: { ha1: digestHa1('md5', 'kiosk', 'other', circumstances.password) } },
    })
  })

  it.each([
    ['same-domain', ['voice.example', 'sip.example']],
    ['never', []],
    [
      ['pbx.example', 'sbc.example'],
      ['pbx.example', 'sbc.example'],
    ],
  ] as const)('allows a transfer to %j', (transfer, transferHosts) => {
    const outcome = grantFor(ask, policy({ transfer }), circumstances)
    expect(outcome).toMatchObject({ value: { transferHosts } })
  })

  it('contains no authorization without a password', () => {
    const outcome = grantFor(ask, policy(), { ...circumstances, password: '' })
    expect(outcome.ok && outcome.value.authorization).toBeFalsy()
  })

  it('derives relay credentials as coturn expects them, for TURN only', () => {
    const { username, credential } = relayCredentials('north', 'kiosk', 1_700_000_000_000)
    expect(username).toBe(`${1_700_000_000 + 14_400}:kiosk`)
    expect(credential).toBe(createHmac('sha1', 'north').update(username).digest('base64'))
    const outcome = grantFor(
      ask,
      policy({ iceServers: ['stun:s.example', 'turn:t.example', 'turns:t.example'] }),
      circumstances,
    )
    const servers = outcome.ok ? outcome.value.iceServers : []
    expect(servers.map((server) => server.username !== undefined)).toEqual([false, true, true])
  })

  it.each([
    ['Kiosk 3', 'Kiosk3'],
    ["O'Brien", 'OBrien'],
    ['a"b\\c@d:e', 'abcde'],
    ['Empfang-Süd', 'Empfang-Sd'],
    ['受付', 'callpoint'],
    ['guest-1k', 'guest-1k'],
  ])('sends %j to the relay without characters that coturn rejects', (user, name) => {
    const { username, credential } = relayCredentials('north', user, 0)
    expect(username).toBe(`14400:${name}`)
    expect(credential).toBe(createHmac('sha1', 'north').update(username).digest('base64'))
  })

  it('omits a relay whose secret is not stored, so that the call continues without it', () => {
    const outcome = grantFor(
      ask,
      policy({ iceServers: ['stun:s.example', 'turn:t.example', 'turns:t.example'] }),
      { ...circumstances, turnSecret: '' },
    )
    expect(outcome.ok && outcome.value.iceServers).toEqual([{ urls: 'stun:s.example' }])
  })

  it("limits the expiry of relay credentials to coturn's range, whatever the clock shows", () => {
    const expiryAt = (now: number) => Number(relayCredentials('s', 'u', now).username.split(':')[0])
    expect(expiryAt((2 ** 31 - 1 - 14_400) * 1000)).toBe(2 ** 31 - 1)
    expect(expiryAt(Date.UTC(2038, 0, 19))).toBe(2 ** 31 - 1)
    expect(expiryAt(Date.UTC(2100, 0, 1))).toBe(2 ** 31 - 1)
  })

  it('refuses an unknown destination', () => {
    const codeOf = (outcome: ReturnType<typeof grantFor>) => (outcome.ok ? '' : outcome.error.code)
    expect(codeOf(grantFor({ ...ask, destinationKey: 'x' }, policy(), circumstances))).toBe(
      'not-found',
    )
    expect(codeOf(grantFor(ask, policy({ destinations: [] }), circumstances))).toBe('not-found')
    expect(codeOf(grantFor(ask, policy({ server: undefined }), circumstances))).toBe('disabled')
    expect(codeOf(grantFor(ask, policy({ enabled: false }), circumstances))).toBe('disabled')
    const withoutNumber = { ...ask, customerNumber: '' }
    expect(codeOf(grantFor(withoutNumber, policy({ askNumber: true }), circumstances))).toBe(
      'invalid-input',
    )
  })

  it('sends contact data in headers only if the policy says so', () => {
    const headersOf = (contactHeaders: boolean) => {
      const outcome = grantFor(ask, policy({ contactHeaders }), circumstances)
      return outcome.ok ? outcome.value.headers : {}
    }
    expect(headersOf(false)).toEqual({})
    expect(headersOf(true)).toEqual({
      'X-Callpoint-Number': '+49 40 5550142',
      'X-Callpoint-Name': 'Jonas',
      'X-Callpoint-Destination': 'advice',
      'X-Callpoint-Language': 'de',
      'X-Callpoint-Store': 'Hamburg',
      'X-Callpoint-Kiosk': 'K1',
    })
  })

  it('separates the extension, and refuses a number that may not be called', () => {
    const headersOf = (customerNumber: string) => {
      const asks = policy({ contactHeaders: true, askNumber: true })
      const outcome = grantFor({ ...ask, customerNumber }, asks, circumstances)
      return outcome.ok ? outcome.value.headers : outcome.error
    }
    expect(headersOf('+49405550142;ext=12')).toMatchObject({
      'X-Callpoint-Number': '+49 40 5550142',
      'X-Callpoint-Extension': '12',
    })
    for (const number of ['0900 1 234567', '112', '040', 'hello 12', '+1 436 555 0142']) {
      expect(headersOf(number)).toEqual({ code: 'invalid-input', field: 'customerNumber' })
    }
  })

  it('prevents header injection', () => {
    const withHeaders = policy({ contactHeaders: true })
    const unit = fc.constantFrom(
      '\r',
      '\n',
      '\0',
      '\u2028',
      '\u007f',
      '"',
      '\\',
      ':',
      ' ',
      'a',
      'ä',
    )
    const anyText = fc.string({ unit })
    fc.assert(
      fc.property(anyText, anyText, (name, number) => {
        const outcome = grantFor(
          { destinationKey: 'advice', customerName: name, customerNumber: number },
          withHeaders,
          circumstances,
        )
        if (!outcome.ok) throw new Error('there is a destination')
        const { displayName, headers } = outcome.value
        expect([displayName, ...Object.values(headers)].join('')).not.toMatch(
          // eslint-disable-next-line no-control-regex -- that is the question
          /[\u0000-\u001f\u007f\u2028\u2029]/u,
        )
        expect(displayName).not.toMatch(/["\\]/u)
      }),
    )
  })
})

describe('SIP addresses', () => {
  it.each([
    ['5000', 'sip:5000@d'],
    ['+49 (40) 55-50/1', 'sip:+494055501@d'],
    ['help desk', 'sip:help%20desk@d'],
    ['sip:a@b', 'sip:a@b'],
    ['sips:a@b', 'sips:a@b'],
  ])('%s', (text, address) => {
    expect(sipAddress(text, 'd')).toBe(address)
  })

  it('is missing if nothing is left to dial', () => {
    expect(sipAddress('   ', 'd')).toBeUndefined()
    expect(sipAddress('1'.repeat(90), 'd')).toBeUndefined()
  })

  it('is truncated if too long', () => {
    expect(headerValue('x'.repeat(500))).toHaveLength(200)
    expect(quotable('"a"\\b')).toBe("'a''b")
    expect(quotable(`${'x'.repeat(119)}😀!`)).toBe('x'.repeat(119))
    expect(headerValue(`${'x'.repeat(199)}😀`)).toBe('x'.repeat(199))
  })
})
