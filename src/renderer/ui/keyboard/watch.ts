import { fieldOf, type Field } from './fields.ts'

/** What the hand was last seen with; `none` until it was. */
export type Hand = 'none' | 'touch' | 'mouse' | 'keys'

interface Options {
  readonly document: Document
  /** Whether the keyboard comes up for a field that is focused by this hand. */
  readonly opens: (hand: Hand) => boolean
  readonly show: (field: Field) => void
  readonly hide: () => void
  readonly onhand?: (hand: Hand) => void
}

/** Focus that leaves a field may be on its way to another: so long is waited, in milliseconds. */
export const LEAVING_MS = 120

/**
 * Watches which field has the focus.
 * ```
 *            a field is focused, or touched again
 *   hidden ---------------------------------------> shown(field)
 *     ^                                                |
 *     +------------------------------------------------+
 *       the focus is elsewhere once no finger is down, or the field is gone
 * ```
 * While a finger is down the screen must not grow under it: what is touched would move away.
 */
export function watchFields({ document, opens, show, hide, onhand }: Options): () => void {
  let hand: Hand = 'none'
  let shown: Field | undefined
  let isDown = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const gone = new MutationObserver(() => {
    if (shown?.isConnected === false) leave()
  })

  function see(next: Hand): void {
    if (next === hand) return
    hand = next
    onhand?.(next)
  }

  function consider(target: unknown): void {
    const field = fieldOf(target)
    if (field === undefined || field !== document.activeElement || !opens(hand)) return
    clearTimeout(timer)
    shown = field
    gone.observe(document, { childList: true, subtree: true })
    show(field)
  }

  function leave(): void {
    clearTimeout(timer)
    if (shown === undefined) return
    timer = setTimeout(() => {
      const now = fieldOf(document.activeElement)
      if (isDown || (now !== undefined && now === shown && now.isConnected)) return
      close()
    }, LEAVING_MS)
  }

  function close(): void {
    clearTimeout(timer)
    gone.disconnect()
    if (shown === undefined) return
    shown = undefined
    hide()
  }

  const listeners = {
    pointerdown(event: PointerEvent) {
      isDown = true
      see(event.pointerType === 'mouse' ? 'mouse' : 'touch')
      // A field that has the focus already tells nobody when it is touched.
      if (shown === undefined) consider(event.target)
    },
    pointermove(event: PointerEvent) {
      if (event.pointerType === 'mouse' && event.isTrusted && hand === 'none') see('mouse')
    },
    pointerup: lift,
    pointercancel: lift,
    keydown(event: KeyboardEvent) {
      if (event.isTrusted && !/^(Shift|Control|Alt|AltGraph|Meta)$/u.test(event.key)) see('keys')
    },
    focusin(event: FocusEvent) {
      if (fieldOf(event.target) === undefined) leave()
      else consider(event.target)
    },
    focusout: leave,
  }
  function lift(): void {
    isDown = false
    if (document.activeElement !== shown) leave()
  }

  const capture = { capture: true, passive: true }
  for (const [name, listener] of Object.entries(listeners)) {
    // The names and what they bring belong together; a table of both kinds says it to the reader only.
    document.addEventListener(name, listener as EventListener, capture)
  }
  consider(document.activeElement)
  return () => {
    for (const [name, listener] of Object.entries(listeners)) {
      document.removeEventListener(name, listener as EventListener, capture)
    }
    close()
  }
}
