import { describe, expect, it } from 'vitest'
import { createBootClock, elapsedMs } from './boot-clock.ts'

const none = (): string => {
  throw new Error('no such file')
}

describe('the boot clock', () => {
  it('identifies this boot and runs forward', () => {
    const clock = createBootClock()
    const first = clock.now()
    const later = clock.now()
    expect(first.boot).not.toBe('')
    expect(elapsedMs(first, later)).toBeGreaterThanOrEqual(0)
  })

  it('measures no time across two boots', () => {
    const before = createBootClock(
      () => 'a\n',
      () => 500,
    ).now()
    const after = createBootClock(
      () => 'b\n',
      () => 510,
    ).now()
    expect(elapsedMs(before, after)).toBeUndefined()
    expect(elapsedMs(after, before)).toBeUndefined()
  })

  it('ignores changes of the wall clock if the system identifies its boots', () => {
    const before = createBootClock(
      () => 'a',
      () => 500,
      () => 0,
    ).now()
    const after = createBootClock(
      () => 'a',
      () => 510,
      () => 1e12,
    ).now()
    expect(elapsedMs(before, after)).toBe(10_000)
    expect(elapsedMs(after, before)).toBeUndefined()
  })

  it('treats a change of the wall clock as a reboot if the system does not', () => {
    const wall = 1_700_000_000_000
    const before = createBootClock(
      none,
      () => 500,
      () => wall,
    ).now()
    expect(
      elapsedMs(
        before,
        createBootClock(
          none,
          () => 510,
          () => wall + 11_000,
        ).now(),
      ),
    ).toBe(10_000)
    expect(
      elapsedMs(
        before,
        createBootClock(
          none,
          () => 510,
          () => wall + 3_600_000,
        ).now(),
      ),
    ).toBeUndefined()
    // Started anew, and up for about as long as before.
    expect(
      elapsedMs(
        before,
        createBootClock(
          none,
          () => 505,
          () => wall + 900_000,
        ).now(),
      ),
    ).toBeUndefined()
  })
})
