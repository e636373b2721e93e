/** A touch, in CSS pixels of the window. */
interface Touch {
  readonly x: number
  readonly y: number
  /** Milliseconds on any clock that only goes forward. */
  readonly at: number
}

const TOUCHES = 5
const WITHIN_MS = 4000
/** Side of the corner, in CSS pixels. */
const CORNER = 96

/**
 * Staff's hidden gesture: five touches in the upper corner where lines begin, within four seconds.
 * A touch anywhere else resets it.
 */
export function createCorner(): (touch: Touch, width: number, direction: 'ltr' | 'rtl') => boolean {
  let touches: readonly number[] = []
  return ({ x, y, at }, width, direction) => {
    const fromStart = direction === 'rtl' ? width - x : x
    if (fromStart > CORNER || y > CORNER) {
      touches = []
      return false
    }
    touches = [...touches.filter((earlier) => at - earlier < WITHIN_MS), at]
    if (touches.length < TOUCHES) return false
    touches = []
    return true
  }
}

/**
 * Listens for the gesture on the whole window; answers what ends it. What it opens must come after the last event of a
 * touch: a dialog under a resting finger would lose its focus to the mouse events that follow when the finger goes.
 */
export function watchCorner(target: Window, onfound: () => void): () => void {
  const isFound = createCorner()
  const ending = new AbortController()
  target.addEventListener(
    'click',
    ({ clientX, clientY, timeStamp, isTrusted, detail }) => {
      const direction = target.document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'
      const touch = { x: clientX, y: clientY, at: timeStamp }
      // A button pressed by a key is clicked at no place: 0, 0.
      const isPointed = isTrusted && detail > 0
      if (isPointed && isFound(touch, target.innerWidth, direction)) onfound()
    },
    { capture: true, signal: ending.signal },
  )
  return () => {
    ending.abort()
  }
}
