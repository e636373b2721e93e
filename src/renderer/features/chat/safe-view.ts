import type { Rect } from '../../../contract/chat.ts'

/**
 * Reports where an element lies whenever that changes, and `null` while a dialog covers it or once
 * it is gone: main lays its native view over the rectangle, above everything of the page. Answers
 * how to stop.
 */
export function reportBounds(element: Element, report: (bounds: Rect | null) => void): () => void {
  let last: string | undefined
  let frame: number | undefined
  const tell = (bounds: Rect | null): void => {
    const now = JSON.stringify(bounds)
    if (now === last) return
    last = now
    report(bounds)
  }
  const measure = (): void => {
    frame = undefined
    tell(isCovered(element) ? null : boundsOf(element))
  }
  const later = (): void => {
    frame ??= requestAnimationFrame(measure)
  }
  const sizes = 'ResizeObserver' in window ? new ResizeObserver(later) : undefined
  sizes?.observe(element)
  sizes?.observe(document.documentElement)
  // Dialogs come, go, open and close; what is beside the view may push it.
  const changes = new MutationObserver(later)
  changes.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['open'],
  })
  for (const name of EVENTS) addEventListener(name, later, OPTIONS)
  measure()
  return () => {
    sizes?.disconnect()
    changes.disconnect()
    for (const name of EVENTS) removeEventListener(name, later, OPTIONS)
    if (frame !== undefined) cancelAnimationFrame(frame)
    tell(null)
  }
}

const EVENTS = ['scroll', 'resize', 'animationend'] as const
const OPTIONS = { capture: true, passive: true }

function isCovered(element: Element): boolean {
  return [...document.querySelectorAll('dialog[open]')].some((dialog) => !dialog.contains(element))
}

function boundsOf(element: Element): Rect | null {
  const { x, y, width, height } = element.getBoundingClientRect()
  const bounds = {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.round(width),
    height: Math.round(height),
  }
  return bounds.width > 0 && bounds.height > 0 ? bounds : null
}
