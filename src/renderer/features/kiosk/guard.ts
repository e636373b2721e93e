/** What a kiosk's page does not do by itself, whatever is under the finger. */
const REFUSED = ['contextmenu', 'dragstart', 'dragover', 'drop', 'auxclick'] as const

/**
 * In kiosk mode: no menu on a long press, nothing dragged out of the page or dropped into it (a file,
 * a link), nothing opened by a middle button, no zoom by wheel. Answers what ends it.
 */
export function guardPage(target: EventTarget): () => void {
  const refuse = (event: Event): void => {
    event.preventDefault()
  }
  const wheel = (event: Event): void => {
    if (event instanceof WheelEvent && event.ctrlKey) event.preventDefault()
  }
  const options = { capture: true, passive: false }
  for (const name of REFUSED) target.addEventListener(name, refuse, options)
  target.addEventListener('wheel', wheel, options)
  return () => {
    for (const name of REFUSED) target.removeEventListener(name, refuse, options)
    target.removeEventListener('wheel', wheel, options)
  }
}
