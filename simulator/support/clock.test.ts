import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manualClock, scopedClock, sleep } from './clock.ts'
import { seededRandom } from './random.ts'

describe('the manual clock', () => {
  it('runs timers in the order of their time, each at its own instant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1000), { maxLength: 20 }), async (delays) => {
        const clock = manualClock(0)
        const ran: number[] = []
        for (const ms of delays) {
          clock.after(ms, () => {
            expect(clock.now()).toBe(ms)
            ran.push(ms)
          })
        }
        await clock.advance(1000)
        expect(ran).toEqual([...delays].sort((a, b) => a - b))
        expect([clock.now(), clock.pending()]).toEqual([1000, 0])
      }),
    )
  })

  it('runs timers that timers start, and lets promises settle in between', async () => {
    const clock = manualClock(0)
    const ran: number[] = []
    const work = async (): Promise<void> => {
      for (let i = 0; i < 3; i += 1) {
        await sleep(clock, 100)
        ran.push(clock.now())
      }
    }
    const done = work()
    await clock.advance(250)
    expect(ran).toEqual([100, 200])
    await clock.advance(50)
    await done
    expect(ran).toEqual([100, 200, 300])
  })

  it('forgets cancelled timers, and all of a scope at once', async () => {
    const clock = manualClock(0)
    const scope = scopedClock(clock)
    let ran = 0
    const cancel = scope.after(10, () => (ran += 1))
    scope.after(20, () => (ran += 1))
    clock.after(30, () => (ran += 1))
    cancel()
    cancel()
    scope.cancelAll()
    scope.after(5, () => (ran += 1))
    expect(clock.pending()).toBe(1)
    await clock.advance(100)
    expect(ran).toBe(1)
  })
})

describe('seeded randomness', () => {
  it('repeats with a seed, and forks independently of earlier draws', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(20), (seed, label, draws) => {
        const one = seededRandom(seed)
        const other = seededRandom(seed)
        for (let i = 0; i < draws; i += 1) one.next()
        expect(one.fork(label).hex(16)).toBe(other.fork(label).hex(16))
      }),
    )
  })

  it('stays within its bounds and spreads over them', () => {
    const random = seededRandom(9)
    const counts = new Map<number, number>()
    for (let i = 0; i < 6000; i += 1) {
      const drawn = random.int(1, 6)
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6])
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  it('gives ids that do not repeat', () => {
    const random = seededRandom(1)
    const ids = new Set(Array.from({ length: 20_000 }, () => random.hex(32)))
    expect(ids.size).toBe(20_000)
  })
})
