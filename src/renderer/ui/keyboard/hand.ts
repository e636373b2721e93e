/** What the hand was last seen with; `none` until it was. */
export type Hand = 'none' | 'touch' | 'mouse' | 'keys'

let last: Hand = 'none'

/** What the hand was last seen with, while anybody watches it. */
export function lastHand(): Hand {
  return last
}

/** Tells what the hand works with: at once, and each time that changes. Answers what ends it. */
export function watchHand(target: Document, onhand: (hand: Hand) => void): () => void {
  let hand: Hand = 'none'
  const ending = new AbortController()
  const capture = { capture: true, passive: true, signal: ending.signal }
  function see(next: Hand): void {
    if (next === hand) return
    hand = last = next
    onhand(next)
  }
  target.addEventListener(
    'pointerdown',
    ({ pointerType }) => see(pointerType === 'mouse' ? 'mouse' : 'touch'),
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
  onhand(hand)
  return () => ending.abort()
}
