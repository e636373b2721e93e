import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Callpoint } from '../app/callpoint.ts'

/**
 * Arguments with which Electron takes the time of the app's main process into the test's hand before the app's first
 * line: it goes on by itself, and further by `goAhead`. They need a file, which is put into `folder`.
 */
export function heldClock(folder: string): readonly string[] {
  const file = join(folder, 'held-clock.cjs')
  writeFileSync(file, `(${hold.toString()})()`, { mode: 0o644 })
  return ['--require', file]
}

/** Runs in the app's main process. */
function hold(): void {
  interface Waiting {
    readonly due: number
    readonly run: () => void
    timer: NodeJS.Timeout
  }
  const { setTimeout: later, clearTimeout: never } = globalThis
  const realNow = Date.now
  const realTicks = process.hrtime.bigint.bind(process.hrtime)
  let gained = 0
  const waiting = new Map<unknown, Waiting>()
  const now = (): number => realNow() + gained
  const wait = (task: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const run = (): void => {
      waiting.delete(timer)
      task(...given)
    }
    const timer = later(run, ms)
    waiting.set(timer, { due: now() + ms, run, timer })
    return timer
  }
  const cancel = (timer: unknown): void => {
    never(waiting.get(timer)?.timer ?? (timer as NodeJS.Timeout | undefined))
    waiting.delete(timer)
  }
  const goAhead = (ms: number): void => {
    gained += ms
    const all = [...waiting].sort(([, a], [, b]) => a.due - b.due)
    for (const [timer, entry] of all) {
      // One that ran before may have taken this one back.
      if (waiting.get(timer) !== entry) continue
      never(entry.timer)
      const left = entry.due - now()
      if (left <= 0) entry.run()
      else entry.timer = later(entry.run, left)
    }
  }
  Date.now = now
  process.hrtime.bigint = () => realTicks() + BigInt(gained) * 1_000_000n
  Object.assign(globalThis, { setTimeout: Object.assign(wait, later), clearTimeout: cancel })
  Object.assign(globalThis, { callpointGoAhead: goAhead })
}

/** What main would have done in the next `ms` milliseconds it does now, in order; the page's calendar goes along. */
export async function goAhead({ app, page }: Pick<Callpoint, 'app' | 'page'>, ms: number) {
  await page.evaluate((gained) => {
    const before = Date.now
    Date.now = () => before() + gained
  }, ms)
  await app.evaluate((_electron, gained) => {
    const run: unknown = Reflect.get(globalThis, 'callpointGoAhead')
    if (typeof run !== 'function') throw new Error('the clock of main is not held')
    Reflect.apply(run, undefined, [gained])
  }, ms)
}
