import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  closed,
  isCalling,
  reasonOfStatus,
  transition,
  unsupported,
  type CallEvent,
  type CallState,
} from './call-machine.ts'

const asks = { needsInput: true }
const asksNothing = { needsInput: false }

function walk(events: readonly CallEvent[], way = asks): CallState {
  return events.reduce((state, event) => transition(state, event, way), closed)
}

const toDevices: readonly CallEvent[] = [
  { kind: 'open' },
  { kind: 'continue' },
  { kind: 'continue' },
]
const toRinging: readonly CallEvent[] = [
  ...toDevices,
  { kind: 'dial' },
  { kind: 'ringing', attempt: 1 },
]

describe('the way through a call', () => {
  it('R195 to R201: header, instructions, input, devices, ringing, in call, disconnected', () => {
    expect(walk([{ kind: 'open' }]).step).toBe('instructions')
    expect(walk([{ kind: 'open' }, { kind: 'continue' }]).step).toBe('input')
    expect(walk(toDevices).step).toBe('devices')
    expect(walk(toRinging).step).toBe('ringing')
    const talking = walk([
      ...toRinging,
      { kind: 'answered', attempt: 1 },
      { kind: 'media', attempt: 1 },
    ])
    expect(talking.step).toBe('talking')
    expect(transition(talking, { kind: 'ended', attempt: 1, reason: 'agent' }, asks)).toEqual({
      step: 'ended',
      attempt: 1,
      reason: 'agent',
      reached: 'talking',
    })
  })

  it('R240: with number and destination set beforehand the input is skipped', () => {
    expect(walk([{ kind: 'open' }, { kind: 'continue' }], asksNothing).step).toBe('devices')
    const devices = walk([{ kind: 'open' }, { kind: 'continue' }], asksNothing)
    expect(transition(devices, { kind: 'back' }, asksNothing).step).toBe('instructions')
  })

  it('R194: a page that cannot call stays where it is', () => {
    for (const kind of ['open', 'continue', 'dial', 'close', 'again'] as const) {
      expect(transition(unsupported, { kind }, asks)).toBe(unsupported)
    }
  })

  it('R221: another call starts at the devices, with a new number', () => {
    const ended = walk([...toRinging, { kind: 'ended', attempt: 1, reason: 'busy' }])
    const again = transition(ended, { kind: 'again' }, asks)
    expect(again).toEqual({ step: 'devices', attempt: 1 })
    expect(transition(again, { kind: 'dial' }, asks)).toEqual({ step: 'dialling', attempt: 2 })
  })

  it('ignores late events of an older call', () => {
    const second = walk([
      ...toRinging,
      { kind: 'ended', attempt: 1, reason: 'self' },
      { kind: 'again' },
      { kind: 'dial' },
    ])
    expect(transition(second, { kind: 'answered', attempt: 1 }, asks)).toBe(second)
    expect(transition(second, { kind: 'ended', attempt: 1, reason: 'agent' }, asks)).toBe(second)
  })

  it('keeps the first reason to end', () => {
    const ended = walk([...toRinging, { kind: 'ended', attempt: 1, reason: 'busy' }])
    expect(transition(ended, { kind: 'ended', attempt: 1, reason: 'lost' }, asks)).toBe(ended)
  })

  it('is never closed in mid-call, and a call is never dialled twice', () => {
    const kinds = ['open', 'close', 'continue', 'back', 'dial', 'again'] as const
    const anyEvent = fc.oneof(
      fc.constantFrom(...kinds).map((kind): CallEvent => ({ kind })),
      fc.record({
        kind: fc.constantFrom('ringing' as const, 'answered' as const, 'media' as const),
        attempt: fc.nat(3),
      }),
      fc.record({
        kind: fc.constant('ended' as const),
        attempt: fc.nat(3),
        reason: fc.constantFrom('self' as const, 'lost' as const),
      }),
    )
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), fc.boolean(), (events, needsInput) => {
        let state = closed
        for (const event of events) {
          const next = transition(state, event, { needsInput })
          if (isCalling(state.step) && !isCalling(next.step)) expect(next.step).toBe('ended')
          expect(next.attempt - state.attempt).toBe(
            next.step === 'dialling' && state.step === 'devices' ? 1 : 0,
          )
          expect(next.step === 'ended').toBe(next.reason !== undefined)
          state = next
        }
      }),
    )
  })
})

describe('meaning of rejections', () => {
  it.each([
    [486, 'busy'],
    [600, 'busy'],
    [603, 'declined'],
    [404, 'unknown-number'],
    [484, 'unknown-number'],
    [604, 'unknown-number'],
    [401, 'refused'],
    [403, 'refused'],
    [407, 'refused'],
    [480, 'no-answer'],
    [487, 'no-answer'],
    [488, 'no-media'],
    [606, 'no-media'],
    [503, 'server-down'],
    [500, 'failed'],
    [302, 'unknown-number'],
    [380, 'unknown-number'],
    [433, 'refused'],
    [438, 'refused'],
    [430, 'server-down'],
    [502, 'server-down'],
    [580, 'no-media'],
    [607, 'declined'],
    [608, 'declined'],
    [482, 'failed'],
    [0, 'failed'],
  ] as const)('%i is %s', (status, reason) => {
    expect(reasonOfStatus(status, true)).toBe(reason)
  })

  it('408 means no answer after ringing, otherwise a silent server', () => {
    expect(reasonOfStatus(408, true)).toBe('no-answer')
    expect(reasonOfStatus(408, false)).toBe('server-down')
  })
})
