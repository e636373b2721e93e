import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chatDefaults } from './config.ts'
import { createBench, mine, type Bench } from './fixture.ts'
import type { FakeOptions } from './fake-centre.ts'
import type { Fault } from './fake-network.ts'

type Step =
  | { readonly do: 'send'; readonly text: string }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'fault'; readonly on: 'add' | 'query' | 'typing'; readonly fault: Fault }
  | { readonly do: 'agent'; readonly text: string }
  | { readonly do: 'key' }
  | { readonly do: 'crash'; readonly downMs: number }
  | { readonly do: 'restart' }

// Few texts, so that equal ones follow each other; some that the centre's markup changes.
const text = fc.constantFrom(
  'ok',
  'yes',
  'a < b & c',
  '<b>hi</b>',
  'two\nlines',
  '\u{1f600}',
  '  ok?',
)
const faults: readonly Fault[] = [
  'refused',
  'lost-request',
  'lost-answer',
  'late',
  '500-before',
  '500-after',
  '401',
  'slow',
  'throw',
  'away',
  'crowded',
]
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), text }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 8000 })),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      on: fc.constantFrom('add' as const, 'add' as const, 'query' as const, 'typing' as const),
      fault: fc.constantFrom(...faults),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('agent' as const), text }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'key' }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      downMs: fc.integer({ min: 0, max: 60_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'restart' }) },
)

interface Played {
  readonly b: Bench
  readonly sent: readonly string[]
  readonly agent: readonly string[]
}

async function play(
  steps: readonly Step[],
  options: FakeOptions,
  random: () => number,
  echo: 'yes' | 'no' | 'auto' = 'auto',
): Promise<Played> {
  const b = createBench({
    config: { outbox: { ...chatDefaults.outbox, echo } },
    centre: { timeoutMs: 4000, lateMs: 5000, ...options },
    random,
  })
  await b.begin('the caption')
  const sent: string[] = []
  const agent: string[] = []
  for (const each of steps) {
    if (each.do === 'send') {
      b.send(each.text)
      sent.push(each.text.trim())
    } else if (each.do === 'wait') await b.clock.advance(each.ms)
    else if (each.do === 'fault') b.centre.fail(each.on, each.fault)
    else if (each.do === 'agent') {
      b.centre.say(`<p>${String(agent.length)}</p>`)
      agent.push(String(agent.length))
    } else if (each.do === 'key') void b.chat.handlers.draft({ text: 'x' })
    else if (each.do === 'restart') b.centre.restart()
    else {
      b.kill()
      await b.clock.advance(each.downMs)
      expect(b.restart()).toBe(true)
    }
  }
  // Quiet again: everything that can be settled settles.
  await b.clock.advance(15 * 60_000)
  return { b, sent, agent }
}

const seeded = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Each message called sent was received once, each unknown one at most once, all in order. */
function explains(
  shown: readonly { readonly text: string; readonly delivery: string }[],
  received: readonly string[],
): boolean {
  let reached = new Set([0])
  for (const { text, delivery } of shown) {
    const next = new Set<number>()
    for (const at of reached) {
      if (received[at] === text) next.add(at + 1)
      if (delivery === 'unknown') next.add(at)
    }
    reached = next
  }
  return reached.has(received.length)
}

const RUNS = Number(process.env['CHAT_RUNS'] ?? 80)

describe('delivery against a model of the centre', () => {
  it.each(['as-is', 'escaped', 'wrapped'] as const)(
    'echo %s: no message is lost, duplicated or out of order',
    async (echo) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(), async (steps, seed) => {
          const { b, sent, agent } = await play(steps, { echo }, seeded(seed))
          expect(b.centre.session.received).toEqual(sent)
          expect(b.centre.mostWaiting).toBeLessThanOrEqual(1)
          expect(mine(b.view).map((each) => each.text)).toEqual(['the caption', ...sent])
          expect(new Set(mine(b.view).map((each) => each.delivery))).toEqual(new Set(['delivered']))
          expect(b.view.entries.filter((each) => each.kind === 'agent')).toHaveLength(agent.length)
          expect(b.view.entries.filter((each) => each.kind === 'other')).toEqual([])
        }),
        { numRuns: RUNS },
      )
    },
    120_000,
  )

  it.each(['no', 'auto'] as const)(
    'no echo (policy: %s): at most once, in order, each with its true state',
    async (policy) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.nat(), async (steps, seed) => {
          const { b, sent } = await play(steps, { echo: 'none' }, seeded(seed), policy)
          const { received } = b.centre.session
          const shown = mine(b.view).slice(1)
          expect(shown.map((each) => each.text)).toEqual(sent)
          for (const each of shown) expect(['sent', 'unknown']).toContain(each.delivery)
          expect(explains(shown, received)).toBe(true)
        }),
        { numRuns: RUNS },
      )
    },
    120_000,
  )
})

it('no session is left behind, whenever the customer, the visit or a crash ends it (property)', async () => {
  type Move =
    | { readonly do: 'wait'; readonly ms: number }
    | { readonly do: 'end' | 'visit' | 'crash' | 'start' | 'agent-ends' }
    | { readonly do: 'fault'; readonly on: 'end' | 'query'; readonly fault: Fault }
  const move: fc.Arbitrary<Move> = fc.oneof(
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 400_000 }) }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 50 }) }),
    fc.record({
      do: fc.constantFrom(
        'end' as const,
        'visit' as const,
        'crash' as const,
        'start' as const,
        'agent-ends' as const,
      ),
    }),
    fc.record({
      do: fc.constant('fault' as const),
      on: fc.constantFrom('end' as const, 'query' as const),
      fault: fc.constantFrom(...faults, '503' as const),
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 25 }), fc.nat(), async (moves, seed) => {
      const b = createBench({ centre: { timeoutMs: 4000 }, random: seeded(seed) })
      await b.begin()
      for (const each of moves) {
        if (each.do === 'wait') await b.clock.advance(each.ms)
        else if (each.do === 'fault') b.centre.fail(each.on, each.fault)
        else if (each.do === 'end') void b.chat.handlers.end()
        else if (each.do === 'visit') b.chat.endForVisit()
        else if (each.do === 'agent-ends') b.centre.agentLeaves()
        else if (each.do === 'crash') b.restart()
        else {
          void b.chat.handlers.leave()
          await b.begin()
        }
      }
      b.chat.endForVisit()
      await b.clock.advance(30 * 60_000)
      expect([...b.centre.sessions.values()].filter((each) => each.connected)).toEqual([])
      expect(b.store.get('chat.orphans')).toBeUndefined()
      expect(b.store.get('chat.session')).toBeUndefined()
      expect(b.clock.pending).toBe(0)
    }),
    { numRuns: RUNS },
  )
})
