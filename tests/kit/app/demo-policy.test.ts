import { describe, expect, it } from 'vitest'
import { demoPolicy } from './demo-policy.ts'
import { parseFirstLine } from './simulator-process.ts'

const addresses = { rest: 'http://127.0.0.1:1/r', clientId: 'id', clientSecret: 'secret' }

describe('demoPolicy', () => {
  it('points the app at the simulator', () => {
    expect(demoPolicy({ ...addresses, sip: 'ws://127.0.0.1:1/sip' })).toMatchObject({
      mode: 'desktop',
      centre: { baseUrl: 'http://127.0.0.1:1/r', clientId: 'id', businessUnit: 'DEFAULT' },
      call: { server: 'ws://127.0.0.1:1/sip' },
    })
  })

  it('omits calls for a simulator without SIP', () => {
    expect(demoPolicy(addresses)).not.toHaveProperty('call')
  })

  it('merges overrides key by key, and replaces lists', () => {
    const policy = demoPolicy(addresses, { centre: { clientId: 'other' }, languages: ['he'] })
    expect(policy).toMatchObject({
      centre: { clientId: 'other', clientSecret: 'secret' },
      languages: ['he'],
    })
  })
})

describe('parseFirstLine', () => {
  it('reads addresses and omits missing ones', () => {
    const line = JSON.stringify({ ...addresses, console: 'http://127.0.0.1:1/agent', more: 1 })
    expect(parseFirstLine(line)).toEqual({ ...addresses, console: 'http://127.0.0.1:1/agent' })
  })

  it.each(['', 'Listening', '[]', 'null', '{"rest":"http://x"}', '{"rest":1}'])(
    'refuses %j in one sentence',
    (line) => {
      expect(() => parseFirstLine(line)).toThrow("the simulator's first line")
    },
  )
})
