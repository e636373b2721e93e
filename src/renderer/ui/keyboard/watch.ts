import { fieldOf, type Field } from './fields.ts'
import { watchInput, type InputMethod } from './hand.ts'

interface Options {
  readonly document: Document
  /** Whether the keyboard comes up for a field focused with this input method. */
  readonly opens: (input: InputMethod) => boolean
  readonly show: (field: Field) => void
  readonly hide: () => void
}

export interface FieldWatch {
  /** Hides the keyboard; it comes back when the field is touched again. */
  dismiss(): void
  stop(): void
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
 *       dismissed, or: the focus is elsewhere and no finger is down, or the field is gone
 * ```
 * While a finger is down the screen must not grow under it: what is touched would move away.
 */
export function watchFields({ document, opens, show, hide }: Options): FieldWatch {
  let input: InputMethod = 'none'
  let shown: Field | undefined
  let isDown = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const gone = new MutationObserver(() => {
    if (shown?.isConnected === false) leave()
  })

  function consider(target: unknown): void {
    const field = fieldOf(target)
    if (field === undefined || field !== document.activeElement) return
    // Once it is up it follows the focus, however that moves.
    if (shown === undefined && !opens(input)) return
    clearTimeout(timer)
    shown = field
    gone.observe(document, { childList: true, subtree: true })
    show(field)
  }

  function leave(): void {
    clearTimeout(timer)
    if (shown === undefined) return
    timer = setTimeout(() => {
      if (!isDown && (document.activeElement !== shown || fieldOf(shown) === undefined)) close()
    }, LEAVING_MS)
  }

  function close(): void {
    clearTimeout(timer)
    gone.disconnect()
    if (shown === undefined) return
    shown = undefined
    hide()
  }

  function lift(): void {
    isDown = false
    if (document.activeElement !== shown) leave()
  }

  // First, so that it knows the input method before the field asks for it.
  const stopInput = watchInput(document, (next) => {
    input = next
  })
  const ending = new AbortController()
  const capture = { capture: true, passive: true, signal: ending.signal }
  document.addEventListener(
    'pointerdown',
    (event) => {
      isDown = true
      // A field that already has the focus fires no focus event when touched.
      if (shown === undefined) consider(event.target)
    },
    capture,
  )
  document.addEventListener('pointerup', lift, capture)
  document.addEventListener('pointercancel', lift, capture)
  document.addEventListener(
    'focusin',
    ({ target }) => {
      if (fieldOf(target) === undefined) leave()
      else consider(target)
    },
    capture,
  )
  document.addEventListener('focusout', leave, capture)
  consider(document.activeElement)
  return {
    dismiss: close,
    stop() {
      stopInput()
      ending.abort()
      close()
    },
  }
}
