import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Contents, Result } from '../centre/api.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { sleep } from '../platform/clock.ts'
import { chatDefaults } from './config.ts'
import { createBench } from './fixture.ts'
import type { ConversationState, PollingConfig } from './pace.ts'
import { createPoller } from './poller.ts'

const empty: Contents = {
  contents: [],
  newIndexKey: 1,
  connected: true,
  pushUrl: '',
  redirectUrl: '',
  callMeAgentKey: 0,
  typing: [],
}

function lcg(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function rig(config: Partial<PollingConfig> = {}, seed = 1) {
  const clock = createManualClock()
  const started: number[] = []
  const ended: number[] = []
  const state = {
    conversation: 'calm' as ConversationState,
    latency: 20,
    failure: undefined as Result<Contents> | undefined,
    onAnswer: undefined as (() => 'go-on' | 'stop') | undefined,
    answers: 0,
    open: 0,
    mostOpen: 0,
  }
  const poller = createPoller({
    clock,
    random: lcg(seed),
    config: { ...chatDefaults.polling, ...config },
    async query() {
      started.push(clock.now())
      state.open += 1
      state.mostOpen = Math.max(state.mostOpen, state.open)
      await sleep(clock, state.latency)
      state.open -= 1
      ended.push(clock.now())
      return state.failure ?? { ok: true, value: empty }
    },
    index: () => 1,
    conversation: () => state.conversation,
    onAnswer: () => {
      state.answers += 1
      return state.onAnswer?.() ?? 'go-on'
    },
    onError: () => 'go-on',
  })
  return { clock, started, ended, state, poller }
}

describe('poller', () => {
  it('polls every 3 s with jitter if the interval is fixed', async () => {
    const r = rig({ mode: 'fixed' })
    r.poller.start()
    for (const conversation of ['calm', 'agent-typing', 'waiting', 'idle'] as const) {
      r.state.conversation = conversation
      r.poller.quicken()
      r.poller.poke(r.clock.now())
      await r.clock.advance(30_000)
    }
    const gaps = r.started.slice(1).map((at, n) => at - (r.ended[n] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2700)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3300)
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    expect(Math.abs(mean - 3000)).toBeLessThan(100)
  })

  it('never has two requests in flight, however slow they are or often it is triggered', async () => {
    const r = rig()
    r.state.latency = 7000
    r.poller.start()
    for (let n = 0; n < 100; n += 1) {
      r.poller.poke(r.clock.now())
      r.poller.quicken()
      await r.clock.advance(500)
    }
    expect(r.state.mostOpen).toBe(1)
  })

  it('does nothing after stop, not even with an answer in flight', async () => {
    const r = rig()
    r.poller.start()
    await r.clock.advance(10)
    r.poller.stop()
    await r.clock.advance(60_000)
    expect(r.state.answers).toBe(0)
    expect(r.started).toHaveLength(1)
    expect(r.clock.pending).toBe(0)
  })

  it('can be stopped from its own callback', async () => {
    const r = rig()
    r.state.onAnswer = () => 'stop'
    r.poller.start()
    await r.clock.advance(60_000)
    expect(r.started).toHaveLength(1)
    expect(r.clock.pending).toBe(0)
  })

  it('backs off on errors, obeys Retry-After, and recovers', async () => {
    const r = rig()
    r.poller.start()
    await r.clock.advance(100)
    const error = { kind: 'trouble', effect: 'possible', detail: '' } as const
    r.state.failure = { ok: false, error }
    await r.clock.advance(120_000)
    const gaps = r.started.slice(2).map((at, n) => at - (r.started[n + 1] ?? 0))
    expect(Math.max(...gaps)).toBeGreaterThan(14_000)
    expect(Math.max(...gaps)).toBeLessThan(31_000)
    r.state.failure = { ok: false, error: { ...error, retryAfterMs: 50_000 } }
    await r.clock.advance(60_000)
    const before = r.started.length
    r.poller.poke(r.clock.now())
    r.poller.quicken()
    const asked = r.started.at(-1) ?? 0
    await r.clock.advance(Math.max(0, asked + 49_000 - r.clock.now()))
    expect(r.started).toHaveLength(before)
    r.state.failure = undefined
    await r.clock.advance(60_000)
    expect(r.started.length).toBeGreaterThan(before + 2)
  })

  it('keeps its budget and minimum interval in any conversation (property)', async () => {
    const states: readonly ConversationState[] = [
      'waiting',
      'agent-typing',
      'asked',
      'calm',
      'customer-typing',
      'idle',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            conversation: fc.constantFrom(...states),
            ms: fc.integer({ min: 0, max: 60_000 }),
            latency: fc.integer({ min: 0, max: 4000 }),
            quicken: fc.boolean(),
          }),
          { maxLength: 30 },
        ),
        fc.nat(),
        async (stretches, seed) => {
          const r = rig({}, seed)
          const begin = r.clock.now()
          r.poller.start()
          for (const each of stretches) {
            r.state.conversation = each.conversation
            r.state.latency = each.latency
            if (each.quicken) r.poller.quicken()
            await r.clock.advance(each.ms)
          }
          r.poller.stop()
          r.started.forEach((at, n) => {
            expect(n).toBeLessThanOrEqual((at - begin) / 3000 + 1e-6)
            const last = r.ended[n - 1]
            if (last !== undefined) expect(at - last).toBeGreaterThanOrEqual(1000)
          })
        },
      ),
      { numRuns: 60 },
    )
  })
})

/**
 * A talk: queue, then turns in which the agent reads, types and posts, and the customer reads,
 * types and sends. Answers how late each message of the agent was, and how many polls it took.
 */
async function talk(mode: 'adaptive' | 'fixed', seed: number) {
  const b = createBench({
    config: { polling: { ...chatDefaults.polling, mode } },
    random: lcg(seed),
  })
  // Both modes meet the same people.
  const people = lcg(seed + 1)
  const between = (low: number, high: number): number => low + (high - low) * people()
  await b.begin()
  await b.clock.advance(between(5000, 90_000))
  const late: number[] = []
  const posted = new Map<string, number>()
  const off = b.chat.source.subscribe((view) => {
    for (const entry of view.entries) {
      if (entry.kind !== 'agent') continue
      const first = entry.body[0]
      const inline = first?.kind === 'paragraph' ? first.children[0] : undefined
      const text = inline?.kind === 'text' ? inline.text : ''
      const at = posted.get(text)
      if (at === undefined) continue
      posted.delete(text)
      late.push(b.clock.now() - at)
    }
  })
  for (let turn = 0; turn < 12; turn += 1) {
    await b.clock.advance(between(2000, 10_000))
    b.centre.session.typing = ['14']
    await b.clock.advance(between(3000, 14_000))
    b.centre.session.typing = []
    const text = `turn ${String(turn)}`
    posted.set(text, b.clock.now())
    b.centre.say(text)
    await b.clock.advance(between(3000, 12_000))
    const typed = between(2000, 12_000)
    for (let ms = 0; ms < typed; ms += 400) {
      void b.chat.handlers.draft({ text: 'x'.repeat(ms / 400 + 1) })
      await b.clock.advance(400)
    }
    b.send(`answer ${String(turn)}`)
  }
  await b.clock.advance(6000)
  off()
  return { late, polls: b.centre.count('query') }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, z) => a - z)[Math.floor(values.length / 2)] ?? 0

it('messages arrive sooner than every 3 s, at no more requests', async () => {
  const sum = { adaptive: [] as number[], fixed: [] as number[], adaptivePolls: 0, fixedPolls: 0 }
  for (let seed = 1; seed <= 20; seed += 1) {
    const adaptive = await talk('adaptive', seed)
    const fixed = await talk('fixed', seed)
    sum.adaptive.push(...adaptive.late)
    sum.fixed.push(...fixed.late)
    sum.adaptivePolls += adaptive.polls
    sum.fixedPolls += fixed.polls
    expect(adaptive.late).toHaveLength(12)
    // Read-backs may cost a poll or two in one talk; none are due here.
    expect(adaptive.polls).toBeLessThanOrEqual(fixed.polls + 1)
  }
  const ratio = median(sum.adaptive) / median(sum.fixed)
  expect(ratio).toBeLessThan(0.55)
  expect(sum.adaptivePolls).toBeLessThanOrEqual(sum.fixedPolls)
})
