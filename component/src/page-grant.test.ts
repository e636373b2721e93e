import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grantOfPage, readDestinations, readGrant } from './page-grant.ts'

const destinations = [{ key: 'advice', label: 'Advice', number: '+49 (40) 55-50' }]
const ask = { destinationKey: 'advice', customerNumber: '040 5550142' }
const settings = { server: 'wss://sip.example/ws' }

describe('the grant from attributes', () => {
  it('R239: maps a destination key to its pilot number', () => {
    const outcome = grantOfPage(ask, settings, destinations, 0, 0.5)
    expect(outcome).toMatchObject({
      ok: true,
      value: { target: 'sip:+49405550@sip.example', server: settings.server, dtmf: 'rfc4733' },
    })
  })

  it('contains the digest only if the page provides it', () => {
    const outcome = grantOfPage(
      ask,
      { ...settings, user: 'web', ha1: 'abc', domain: 'voice.example' },
      destinations,
      0,
      0.5,
    )
    expect(outcome).toMatchObject({
      value: {
        identity: 'sip:web@voice.example',
        authorization: { user: 'web', ha1: 'abc', realm: 'voice.example' },
      },
    })
  })

  it('rejects unknown keys', () => {
    const elsewhere = { ...ask, destinationKey: 'elsewhere' }
    expect(grantOfPage(elsewhere, settings, destinations, 0, 0)).toMatchObject({
      error: { code: 'not-found' },
    })
    for (const server of ['', 'http://x', 'javascript:alert(1)', 'ws://']) {
      expect(grantOfPage(ask, { server }, destinations, 0, 0)).toMatchObject({
        error: { code: 'disabled' },
      })
    }
  })

  it('never puts a line break or quotation mark into an identity', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (user, number, displayName) => {
        const outcome = grantOfPage(
          ask,
          { ...settings, user, displayName },
          [{ key: 'advice', label: '', number }],
          0,
          0.5,
        )
        if (!outcome.ok) return
        const { identity, target, displayName: shown } = outcome.value
        expect(`${identity}${target}${shown}`).not.toMatch(/[\r\n"]/u)
      }),
    )
  })
})

const whole = { server: 'wss://a', target: 'sip:1@a', identity: 'sip:2@a' }

describe('the lists of a page', () => {
  it('accepts JSON and lists, and omits incomplete entries', () => {
    const list = [{ key: 'a', label: 'A', number: '1' }, { key: '', number: '2' }, 7, null]
    expect(readDestinations(list)).toEqual([{ key: 'a', label: 'A', number: '1' }])
    expect(readDestinations(JSON.stringify(list))).toHaveLength(1)
    expect(readDestinations('{')).toBeUndefined()
    expect(readDestinations(undefined)).toBeUndefined()
  })

  it('accepts only a complete grant from a provider', () => {
    expect(readGrant(whole, 1000)).toMatchObject({
      ...whole,
      headers: {},
      relayOnly: false,
      startKbps: 2500,
      noAnswerSeconds: 45,
      queueSeconds: 900,
      transferHosts: ['a'],
    })
    for (const [transfer, hosts] of [
      ['same-domain', ['a']],
      ['never', []],
      [
        ['PBX.example', 'b'],
        ['pbx.example', 'b'],
      ],
      ['pbx.example, b', ['pbx.example', 'b']],
      [7, ['a']],
    ]) {
      expect(readGrant({ ...whole, transfer }, 0)?.transferHosts).toEqual(hosts)
    }
    for (const [given, taken] of [
      [800, 800],
      ['1500', 1500],
      [99, 2500],
      ['fast', 2500],
      [null, 2500],
    ]) {
      expect(readGrant({ ...whole, startKbps: given }, 0)?.startKbps).toBe(taken)
    }
    expect(
      readGrant({ ...whole, headers: { 'X-A': 'a\r\nVia: b', 'Bad Name:': 'x' } }, 0)?.headers,
    ).toEqual({ 'X-A': 'a Via: b' })
    for (const bad of [
      null,
      7,
      'x',
      {},
      { ...whole, server: 'http://a' },
      { ...whole, target: '' },
    ]) {
      expect(readGrant(bad, 0)).toBeUndefined()
    }
    expect(
      readGrant({ ...whole, iceServers: ['stun:a', { urls: 'http://b' }, 3] }, 0)?.iceServers,
    ).toEqual([{ urls: 'stun:a' }])
  })

  it('accepts ICE servers in every form of the standard', () => {
    const login = { username: 'u', credential: 'c' }
    const one = { urls: ['stun:a', 'turn:b', 'turns:c?transport=tcp'], ...login }
    const three = one.urls.map((urls) => ({ urls, ...login }))
    const read = (iceServers: unknown) => readGrant({ ...whole, iceServers }, 0)?.iceServers
    expect(read([one])).toEqual(three)
    expect(read(one)).toEqual(three)
    expect(read(JSON.stringify([one]))).toEqual(three)
    expect(read('stun:a')).toEqual([{ urls: 'stun:a' }])
    expect(read([{ url: 'turn:b', ...login }])).toEqual([{ urls: 'turn:b', ...login }])
    // A browser refuses the whole call for one relay without credentials.
    expect(read([{ urls: ['stun:a', 'turn:b'] }])).toEqual([{ urls: 'stun:a' }])
  })
})
