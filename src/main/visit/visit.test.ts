import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { silentLog } from '../platform/log.ts'
import { createVisit, PLAIN, type Engagement } from './visit.ts'

function setUp(mode: 'kiosk' | 'desktop' = 'kiosk') {
  const clock = createManualClock()
  const world = {
    engagement: 'none' as Engagement,
    begun: [] as number[],
    ended: [] as number[],
    failedWipes: 0,
    wipe: () => Promise.resolve(true),
  }
  const visit = createVisit({
    policy: {
      mode,
      languages: ['en', 'de'],
      visit: { idleSeconds: 60, warningSeconds: 20, waitingIdleSeconds: 180, resumeSeconds: 20 },
    },
    clock,
    log: silentLog,
    engagement: () => world.engagement,
    onBegin: (number) => world.begun.push(number),
    onEnd: (number) => {
      world.ended.push(number)
      return world.wipe()
    },
    onWipeFailed: () => (world.failedWipes += 1),
  })
  return { clock, world, visit, stage: () => visit.source.view.stage }
}

describe('a visit', () => {
  it('begins with the first touch and ends when the customer leaves', () => {
    const { visit, world, stage } = setUp()
    void visit.touch()
    void visit.touch()
    expect(stage()).toBe('present')
    visit.end()
    visit.end()
    expect(stage()).toBe('absent')
    expect(world).toMatchObject({ begun: [1], ended: [1] })
  })

  it('warns after the idle time, and is wiped without an answer', async () => {
    const { clock, visit, world, stage } = setUp()
    void visit.touch()
    await clock.advance(59_000)
    void visit.touch()
    await clock.advance(59_999)
    expect(stage()).toBe('present')
    await clock.advance(1)
    expect(visit.source.view).toMatchObject({ stage: 'warning', warningMs: 20_000 })
    void visit.touch()
    expect(stage()).toBe('warning')
    await clock.advance(20_000)
    expect(stage()).toBe('absent')
    expect(world.ended).toEqual([1])
    expect(clock.pending).toBe(0)
  })

  it('can be extended as often as the customer likes', async () => {
    const { clock, visit, stage } = setUp()
    void visit.touch()
    for (let turn = 0; turn < 12; turn += 1) {
      await clock.advance(60_000)
      expect(stage()).toBe('warning')
      void visit.stay()
      expect(stage()).toBe('present')
      expect(visit.source.view.endsAt).toBeUndefined()
    }
  })

  it('has longer idle times while waiting, and never ends during activity', async () => {
    const { clock, visit, world, stage } = setUp()
    void visit.touch()
    world.engagement = 'waiting'
    visit.engagementChanged()
    await clock.advance(179_000)
    expect(stage()).toBe('present')
    world.engagement = 'engaged'
    visit.engagementChanged()
    await clock.advance(3_600_000)
    expect(stage()).toBe('present')
    world.engagement = 'none'
    visit.engagementChanged()
    await clock.advance(60_000)
    expect(stage()).toBe('warning')
  })

  it('continues the countdown when a chat waits, and cancels it when an agent types', async () => {
    const { clock, visit, world, stage } = setUp()
    void visit.touch()
    await clock.advance(60_000)
    visit.engagementChanged()
    world.engagement = 'waiting'
    visit.engagementChanged()
    await clock.advance(19_000)
    world.engagement = 'engaged'
    visit.engagementChanged()
    expect(stage()).toBe('present')
    await clock.advance(20_000)
    expect(stage()).toBe('present')
  })

  it('discards language and display settings at its end', () => {
    const { visit } = setUp()
    void visit.language({ language: 'de' })
    void visit.comfort({ theme: 'contrast', textZoom: 1.4, reach: true })
    expect(visit.language({ language: 'xx' })).toMatchObject({ ok: false })
    visit.end()
    expect(visit.source.view).toMatchObject({ language: 'en', comfort: PLAIN })
  })

  it('does not end by idleness on a desktop', async () => {
    const { clock, visit, stage } = setUp('desktop')
    void visit.touch()
    await clock.advance(86_400_000)
    expect(stage()).toBe('present')
  })
})

describe('the wipe between two visits', () => {
  function held() {
    let settle: (worked: boolean) => void = () => undefined
    const promise = new Promise<boolean>((resolve) => (settle = resolve))
    return { wipe: () => promise, settle: (worked: boolean) => settle(worked) }
  }

  it('next visit begins only after it, even with a touch in between', async () => {
    const { visit, world, stage } = setUp()
    const { wipe, settle } = held()
    world.wipe = wipe
    void visit.touch()
    visit.end()
    expect(stage()).toBe('absent')
    const touched = visit.touch()
    const chosen = visit.language({ language: 'de' })
    await Promise.resolve()
    expect(stage()).toBe('absent')
    expect(world.begun).toEqual([1])
    settle(true)
    expect(await touched).toEqual({ ok: true, value: undefined })
    await chosen
    expect(world.begun).toEqual([1, 2])
    expect(visit.source.view).toMatchObject({ stage: 'present', language: 'de', number: 2 })
    expect(world.ended).toEqual([1])
  })

  it('no visit begins if it failed, and each touch retries it', async () => {
    const { visit, world, stage } = setUp()
    world.wipe = () => Promise.resolve(false)
    void visit.touch()
    visit.end()
    expect(await visit.touch()).toMatchObject({ ok: false, error: { code: 'wrong-state' } })
    expect(stage()).toBe('absent')
    expect(world.failedWipes).toBe(1)
    expect(await visit.comfort(PLAIN)).toMatchObject({ ok: false })
    expect(world.failedWipes).toBe(2)
    world.wipe = () => Promise.resolve(true)
    expect(await visit.touch()).toMatchObject({ ok: true })
    expect(stage()).toBe('present')
  })

  it('data of an earlier run is wiped before the first visit', async () => {
    const { visit, world, stage } = setUp()
    const { wipe, settle } = held()
    world.wipe = wipe
    visit.wipeFirst()
    expect(world.ended).toEqual([0])
    const touched = visit.touch()
    expect(stage()).toBe('absent')
    settle(true)
    await touched
    expect(visit.source.view).toMatchObject({ stage: 'present', number: 1 })
  })
})
