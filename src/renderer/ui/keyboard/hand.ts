/** How the customer last operated the app; `none` before the first input. */
export type InputMethod = 'none' | 'touch' | 'mouse' | 'keys'

let last: InputMethod = 'none'

/** The last input method seen, while something watches. */
export function lastInput(): InputMethod {
  return last
}

/** Calls `onInput` at once and whenever the input method changes. Returns a function that stops it. */
export function watchInput(target: Document, onInput: (input: InputMethod) => void): () => void {
  let input: InputMethod = 'none'
  const ending = new AbortController()
  const capture = { capture: true, passive: true, signal: ending.signal }
  function see(next: InputMethod): void {
    if (next === input) return
    input = last = next
    onInput(next)
  }
  target.addEventListener(
    'pointerdown',
    ({ pointerType }) => {
      if (pointerType !== 'mouse') see('touch')
    },
    capture,
  )
  // Not on the way down: what shows for a mouse would move the button away before it is let go, and nothing would be pressed.
  target.addEventListener(
    'pointerup',
    ({ pointerType }) => {
      if (pointerType === 'mouse') see('mouse')
    },
    capture,
  )
  target.addEventListener(
    'pointermove',
    ({ pointerType, movementX, movementY }) => {
      // A window that opens under a resting mouse reports it without a movement.
      if (pointerType === 'mouse' && (movementX !== 0 || movementY !== 0)) see('mouse')
    },
    capture,
  )
  target.addEventListener(
    'keydown',
    ({ isTrusted, key }) => {
      if (isTrusted && !/^(Shift|Control|Alt|AltGraph|Meta)$/u.test(key)) see('keys')
    },
    capture,
  )
  onInput(input)
  return () => ending.abort()
}
