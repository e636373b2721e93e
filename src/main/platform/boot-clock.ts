import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'

/** A moment on a clock that nobody can set and that starts with the machine. */
export interface BootMoment {
  /** Names this start of the machine. */
  readonly boot: string
  /** Milliseconds since then, sleep included. */
  readonly uptimeMs: number
}

export interface BootClock {
  now(): BootMoment
}

const LINUX_BOOT_ID = '/proc/sys/kernel/random/boot_id'
const SINCE = /^since (?<second>\d+)$/u
/** Two readings of the second in which the machine started may differ by so much. */
const TOLERANCE_SECONDS = 5

/**
 * The clock of this machine. Linux has an id for each boot; elsewhere the id is the second of the boot,
 * computed from the wall clock. A wall clock that was set then looks like another boot, which errs on the
 * strict side.
 */
export function createBootClock(
  readBootId: () => string = () => readFileSync(LINUX_BOOT_ID, 'utf8'),
  readUptime: () => number = uptime,
  readWall: () => number = () => Date.now(),
): BootClock {
  let id: string | undefined
  try {
    const text = readBootId().trim()
    if (text !== '') id = text
  } catch {
    // Not Linux.
  }
  return {
    now() {
      const uptimeMs = Math.round(readUptime() * 1000)
      return { boot: id ?? `since ${String(Math.round((readWall() - uptimeMs) / 1000))}`, uptimeMs }
    },
  }
}

/** Milliseconds from one moment to a later one; undefined where the machine was started in between. */
export function elapsedMs(earlier: BootMoment, later: BootMoment): number | undefined {
  if (!isSameBoot(earlier.boot, later.boot)) return undefined
  const ms = later.uptimeMs - earlier.uptimeMs
  return ms < 0 ? undefined : ms
}

function isSameBoot(one: string, other: string): boolean {
  if (one === other) return true
  const [first, second] = [one, other].map((boot) => SINCE.exec(boot)?.groups?.['second'])
  if (first === undefined || second === undefined) return false
  return Math.abs(Number(first) - Number(second)) <= TOLERANCE_SECONDS
}
