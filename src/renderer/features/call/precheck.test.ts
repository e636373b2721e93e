import { describe, expect, it } from 'vitest'
import { createManualClock, type ManualClock } from '../../../../tests/kit/clock/manual-clock.ts'
import { DeniedByVisitor } from './local-network.ts'
import { CHECK_MS, runCheck, type CheckDeps, type CheckView } from './precheck.ts'

function check(change: Partial<CheckDeps> = {}): {
  clock: ManualClock
  result: Promise<CheckView>
  seen: CheckView[]
} {
  const clock = createManualClock()
  const seen: CheckView[] = []
  const result = runCheck(
    {
      clock,
      connect: () => Promise.resolve(),
      gather: () => Promise.resolve(new Set(['host'])),
      expectsRelay: () => false,
      level: () => 0.4,
      brightness: () => 120,
      hasCamera: true,
      ...change,
    },
    (view) => seen.push(view),
  )
  return { clock, result, seen }
}

async function verdict(change: Partial<CheckDeps>): Promise<CheckView> {
  const { clock, result } = check(change)
  await clock.advance(CHECK_MS + 1)
  return result
}

describe('the check before a call', () => {
  it('finds everything in order at once', async () => {
    const { result } = check()
    expect(await result).toEqual({ camera: 'good', microphone: 'good', line: 'good' })
  })

  it('is over after five seconds, whatever hangs', async () => {
    const never = new Promise<never>(() => undefined)
    const { clock, result } = check({
      connect: () => never,
      gather: () => never,
      level: () => 0,
      brightness: () => undefined,
    })
    let isDone = false
    void result.then(() => {
      isDone = true
    })
    await clock.advance(CHECK_MS - 1)
    expect(isDone).toBe(false)
    await clock.advance(2)
    expect(await result).toEqual({ camera: 'black', microphone: 'silent', line: 'down' })
    expect(clock.pending).toBe(0)
  })

  it.each<[string, Partial<CheckDeps>, CheckView]>([
    ['server down', { connect: () => Promise.reject(new Error('no')) }, { line: 'down' }],
    ['no candidates', { gather: () => Promise.resolve(new Set()) }, { line: 'blocked' }],
    ['gathering fails', { gather: () => Promise.reject(new Error('no')) }, { line: 'blocked' }],
    ['relay silent', { expectsRelay: () => true }, { line: 'noRelay' }],
    [
      'relay there',
      { expectsRelay: () => true, gather: () => Promise.resolve(new Set(['relay'])) },
      { line: 'good' },
    ],
    ['silent microphone', { level: () => 0.01 }, { microphone: 'silent' }],
    ['no microphone', { level: () => undefined }, { microphone: 'missing' }],
    ['black camera', { brightness: () => 3 }, { camera: 'black' }],
    ['dim camera', { brightness: () => 30 }, { camera: 'dim' }],
    ['no camera', { hasCamera: false }, { camera: 'missing' }],
  ])('%s', async (_name, change, expected) => {
    expect(await verdict(change)).toMatchObject(expected)
  })

  it('calls a slow server slow', async () => {
    const clock = createManualClock()
    const view = await verdictAfter(clock, 1500)
    expect(view.line).toBe('slow')
  })

  it('lets a camera wake up in the dark', async () => {
    const clock = createManualClock()
    const began = clock.now()
    const { seen } = await run(clock, { brightness: () => (clock.now() - began > 900 ? 90 : 2) })
    expect(seen.at(-1)?.camera).toBe('good')
  })

  it('hears a customer who starts to speak late', async () => {
    const clock = createManualClock()
    const began = clock.now()
    const { seen } = await run(clock, { level: () => (clock.now() - began > 2000 ? 0.5 : 0.01) })
    expect(seen.at(-1)?.microphone).toBe('good')
  })

  it('waits for a visitor whom the browser asks, and then judges the line', async () => {
    let accept: () => void = () => undefined
    let ask: () => void = () => undefined
    const { clock, result, seen } = check({
      connect: (onQuestion) =>
        new Promise((resolve) => {
          accept = resolve
          ask = onQuestion
        }),
    })
    await clock.advance(1000)
    ask()
    await clock.advance(CHECK_MS)
    expect((await result).line).toBe('asking')
    await clock.advance(20_000)
    accept()
    await clock.advance(1)
    expect(seen.at(-1)?.line).toBe('good')
  })

  it('says what a visitor has denied', async () => {
    const denied = new DeniedByVisitor()
    expect((await verdict({ connect: () => Promise.reject(denied) })).line).toBe('denied')
  })
})

async function run(
  clock: ManualClock,
  change: Partial<CheckDeps>,
): Promise<{ seen: readonly CheckView[] }> {
  const seen: CheckView[] = []
  const result = runCheck(
    {
      clock,
      connect: () => Promise.resolve(),
      gather: () => Promise.resolve(new Set(['host'])),
      expectsRelay: () => false,
      level: () => 0.4,
      brightness: () => 120,
      hasCamera: true,
      ...change,
    },
    (view) => seen.push(view),
  )
  await clock.advance(CHECK_MS + 1)
  await result
  return { seen }
}

async function verdictAfter(clock: ManualClock, ms: number): Promise<CheckView> {
  const { seen } = await run(clock, {
    connect: () =>
      new Promise<void>((resolve) => {
        clock.after(ms, resolve)
      }),
  })
  return seen.at(-1) ?? {}
}
