import { setTimeout as delay } from 'node:timers/promises'

/**
 * What a page is asked to do takes less, in milliseconds; what takes longer fails by its name, and not with the whole
 * test.
 */
export const ACTION_MS = 30_000

/** How often one looks where nobody tells, in milliseconds. */
const GLANCE_MS = 50

/**
 * What `promise` resolves with.
 * @throws Error with the complaint when that takes longer than `limitMs`.
 */
export async function within<Result>(
  promise: Promise<Result>,
  limitMs: number,
  complaint: string,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${complaint} within ${limitMs / 1000} s`)), limitMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What `promise` resolves with; undefined when it rejects, or takes longer than `limitMs`. */
export async function ifInTime<Result>(
  promise: Promise<Result>,
  limitMs: number,
): Promise<Result | undefined> {
  return await within(promise, limitMs, 'nothing').catch(() => undefined)
}

/** Whether the condition holds at last; looked at again and again, for what tells nobody when it changes. */
export async function comesTrue(
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
): Promise<boolean> {
  const until = Date.now() + limitMs
  while (!(await condition())) {
    if (Date.now() >= until) return false
    await delay(GLANCE_MS)
  }
  return true
}

/** For whoever waits for a change that somebody tells of. */
export interface News {
  /** Something has changed. */
  tell(): void
  /** Resolves once the condition holds; the caller's own time limit ends a wait in vain. */
  until(condition: () => boolean): Promise<void>
}

export function createNews(): News {
  const waiting = new Set<() => void>()
  return {
    tell() {
      for (const look of [...waiting]) look()
    },
    until: (condition) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!condition()) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
  }
}
