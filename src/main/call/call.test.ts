import { describe, expect, it, vi } from 'vitest'
import type { ScreenSource } from '../../contract/call.ts'
import { policySchema } from '../settings/policy.ts'
import { silentLog } from '../platform/log.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createCall } from './call.ts'

const screen: ScreenSource = { id: 'screen:0:0', kind: 'screen', name: 'Screen', thumbnail: '' }
const window: ScreenSource = { id: 'window:1:0', kind: 'window', name: 'Other', thumbnail: '' }

function setUp({ screenShare = ['screen'], store = createMemoryStore() } = {}) {
  const clock = createManualClock()
  const screens = vi.fn(() => Promise.resolve<readonly ScreenSource[]>([screen, window]))
  const call = createCall({
    policy: policySchema.parse({ call: { server: 'ws://sip.example', screenShare } }),
    secrets: () => ({ password: '', turnSecret: '' }),
    clock,
    random: () => 0.5,
    log: silentLog,
    store,
    screens,
    language: () => 'en',
    country: () => 'DE',
  })
  return { call, clock, screens, store }
}

describe('the call channel of main', () => {
  it('remembers the devices of this machine', async () => {
    const { call, store } = setUp()
    await call.handlers.devices({ audioInput: 'Headset' })
    expect(call.source.view.devices).toEqual({ audioInput: 'Headset' })
    expect(setUp({ store }).call.source.view.devices).toEqual({ audioInput: 'Headset' })
  })

  it('begins anew where the file holds nonsense', () => {
    const store = createMemoryStore()
    store.set('call.devices', { audioInput: 7 })
    expect(setUp({ store }).call.source.view.devices).toEqual({})
  })

  it('tells the phase, each change once', async () => {
    const { call } = setUp()
    const seen: string[] = []
    call.onPhase((phase) => seen.push(phase))
    await call.handlers.report({ phase: 'ringing' })
    await call.handlers.report({ phase: 'ringing' })
    await call.handlers.report({ phase: 'talking' })
    call.endForVisit()
    expect(seen).toEqual(['ringing', 'talking', 'idle'])
  })

  it('is free when the page is gone, whatever that page said last', async () => {
    const { call } = setUp()
    await call.handlers.report({ phase: 'talking' })
    const answer = call.picker.ask()
    call.pageGone()
    expect(call.phase).toBe('idle')
    expect(await answer).toBeNull()
  })

  it('shows only what the policy allows, and takes nothing else', async () => {
    const { call } = setUp()
    expect(await call.handlers.pickScreen({ id: screen.id })).toMatchObject({ ok: false })
    expect(await call.handlers.screens()).toEqual({ ok: true, value: [screen] })
    const answer = call.picker.ask()
    expect(call.source.view.picking).toBe(true)
    expect(await call.handlers.pickScreen({ id: window.id })).toMatchObject({
      error: { code: 'not-found' },
    })
    await call.handlers.pickScreen({ id: screen.id })
    expect(await answer).toBe(screen.id)
    expect(call.source.view.picking).toBe(false)
  })

  it('shares nothing where the policy says so', async () => {
    const { call, screens } = setUp({ screenShare: [] })
    expect(await call.handlers.screens()).toMatchObject({ error: { code: 'disabled' } })
    expect(screens).not.toHaveBeenCalled()
  })

  it('answers where the system does not', async () => {
    const { call, screens } = setUp()
    screens.mockRejectedValueOnce(new Error('no screens'))
    expect(await call.handlers.screens()).toMatchObject({ error: { code: 'internal' } })
  })

  it('declines for a customer who does not choose, leaves, or asks twice', async () => {
    const { call, clock } = setUp()
    const late = call.picker.ask()
    await clock.advance(60_000)
    expect(await late).toBeNull()
    const left = call.picker.ask()
    await call.handlers.report({ phase: 'ended' })
    expect(await left).toBeNull()
    const first = call.picker.ask()
    const second = call.picker.ask()
    expect(await first).toBeNull()
    call.picker.cancel()
    expect(await second).toBeNull()
    expect(clock.pending).toBe(0)
    expect(call.source.view.picking).toBe(false)
  })

  it('takes a choice made just before, and no older one', async () => {
    const { call, clock } = setUp()
    await call.handlers.screens()
    await call.handlers.pickScreen({ id: screen.id })
    expect(await call.picker.ask()).toBe(screen.id)
    await call.handlers.pickScreen({ id: screen.id })
    await clock.advance(10_001)
    const answer = call.picker.ask()
    call.picker.cancel()
    expect(await answer).toBeNull()
  })

  it('nudges', () => {
    const { call } = setUp()
    call.nudge()
    expect(call.source.view.nudge).toBe(1)
  })
})
