import { expect } from '@playwright/test'

/** How often what is waited for is looked at, in milliseconds; the last again and again. */
export const GLANCES = [50, 100, 100, 150, 200]

/**
 * From now on `expect.poll` looks five times a second. By itself it looks once a second from its fourth look on, and half
 * of that is waited in vain: in a call's test after nearly each step.
 */
export function shortenGlances(): void {
  const { poll } = expect
  expect.poll = (actual, options = {}) => {
    const given = typeof options === 'string' ? { message: options } : options
    return poll(actual, { intervals: GLANCES, ...given })
  }
}
