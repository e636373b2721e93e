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

describe('the call service', () => {
  it('remembers the devices of this machine', async () => {
    const { call, store } = setUp()
    await call.handlers.devices({ audioInput: 'Headset' })
    expect(call.source.view.devices).toEqual({ audioInput: 'Headset' })
    expect(setUp({ store }).call.source.view.devices).toEqual({ audioInput: 'Headset' })
  })

  it('starts with no devices if the file is invalid', () => {
    const store = createMemoryStore()
    store.set('call.devices', { audioInput: 7 })
    expect(setUp({ store }).call.source.view.devices).toEqual({})
  })

  it('publishes each change of phase once', async () => {
    const { call } = setUp()
    const seen: string[] = []
    call.onPhase((phase) => seen.push(phase))
    await call.handlers.report({ phase: 'ringing' })
    await call.handlers.report({ phase: 'ringing' })
    await call.handlers.report({ phase: 'talking' })
    call.endForVisit()
    expect(seen).toEqual(['ringing', 'talking', 'idle'])
  })

  it('reports no call once the page is gone, whatever it reported last', async () => {
    const { call } = setUp()
    await call.handlers.report({ phase: 'talking' })
    const answer = call.picker.ask()
    call.pageGone()
    expect(call.phase).toBe('idle')
    expect(await answer).toBeNull()
  })

  it('offers only screens that the policy allows, and refuses others', async () => {
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

  it('shares no screen if the policy forbids it', async () => {
    const { call, screens } = setUp({ screenShare: [] })
    expect(await call.handlers.screens()).toMatchObject({ error: { code: 'disabled' } })
    expect(screens).not.toHaveBeenCalled()
  })

  it('answers when the system does not', async () => {
    const { call, screens } = setUp()
    screens.mockRejectedValueOnce(new Error('no screens'))
    expect(await call.handlers.screens()).toMatchObject({ error: { code: 'internal' } })
  })

  it('declines if the customer does not choose, leaves, or asks twice', async () => {
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

  it('uses a choice made just before, but no older one', async () => {
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

  it('tells the page that the machine woke up', () => {
    const { call } = setUp()
    call.nudge()
    expect(call.source.view.nudge).toBe(1)
  })
})
