const EVENTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const

/** Activity is reported to main at most this often, in milliseconds. */
export const TOUCH_EVERY_MS = 1000

/**
 * Calls `touch` on activity: at once, then at most once a second. A mouse that is
 * pushed counts; an event that a script made does not. Answers the function that ends it.
 */
export function watchActivity(
  target: EventTarget,
  touch: () => void,
  now: () => number = () => performance.now(),
): () => void {
  let last = -Infinity
  const notice = (event: Event): void => {
    const at = now()
    if (!event.isTrusted || at - last < TOUCH_EVERY_MS) return
    last = at
    touch()
  }
  const options = { capture: true, passive: true }
  for (const name of EVENTS) target.addEventListener(name, notice, options)
  return () => {
    for (const name of EVENTS) target.removeEventListener(name, notice, options)
  }
}
