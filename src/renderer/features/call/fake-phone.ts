import { vi } from 'vitest'
import type { CallGrant } from '../../../contract/call.ts'
import type { Phone } from './phone-api.ts'

/** A grant for tests; `expiresAt` in epoch milliseconds. */
export function fakeGrant(expiresAt: number): CallGrant {
  return {
    server: 'wss://sip.example',
    target: 'sip:5000@example',
    identity: 'sip:me@example',
    displayName: '',
    iceServers: [],
    relayOnly: false,
    startKbps: 2500,
    dtmf: 'rfc4733',
    noAnswerSeconds: 45,
    queueSeconds: 900,
    transferHosts: ['example'],
    headers: {},
    expiresAt,
  }
}

/** A fake phone for tests: every server is reachable, no call is placed. */
export function fakePhone(dial: Phone['dial'] = vi.fn()): Phone {
  return {
    isConnected: true,
    connect: () => Promise.resolve(),
    prepare: vi.fn(),
    dial,
    sayGoodbye: () => Promise.resolve(),
    refresh: vi.fn(),
    close: vi.fn(),
  }
}
