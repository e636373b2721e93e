/**
 * Draws no more in one frame than fits into it: who wants to draw something long asks first, and is
 * called in a later frame where this one is full. The newest request comes first, because the newest
 * messages are the ones that are read.
 */
export interface Drawing {
  /** Calls `draw` now or in a later frame; answers how to withdraw. */
  ask(cost: number, draw: () => void): () => void
}

/** So much is drawn in one frame: a fifth of what a slow machine manages in 50 ms. */
export const FRAME_COST = 240
/** An ordinary message never waits. */
export const FREE_COST = 12

/** `nextFrame` calls back in the next frame. */
export function createDrawing(nextFrame: (work: () => void) => void): Drawing {
  let left = FRAME_COST
  let isBooked = false
  const waiting: { cost: number; draw: () => void }[] = []

  function book(): void {
    if (isBooked) return
    isBooked = true
    nextFrame(() => {
      isBooked = false
      left = FRAME_COST
      while (waiting.length > 0 && left > 0) {
        const next = waiting.pop()
        if (next === undefined) break
        left -= next.cost
        next.draw()
      }
      if (waiting.length > 0 || left < FRAME_COST) book()
    })
  }

  return {
    ask(cost, draw) {
      if (cost <= FREE_COST) {
        draw()
        return () => undefined
      }
      book()
      if (left >= cost && waiting.length === 0) {
        left -= cost
        draw()
        return () => undefined
      }
      const request = { cost, draw }
      waiting.push(request)
      return () => {
        const at = waiting.indexOf(request)
        if (at >= 0) waiting.splice(at, 1)
      }
    },
  }
}

/** One for the window: all messages share its frames. */
export const drawing = createDrawing((work) => requestAnimationFrame(work))
