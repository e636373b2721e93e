/**
 * Draws a table's rows as cards (class `as-cards`) where its columns do not fit beside each other.
 * Looks again whenever the width changes in which its message may stand.
 */
export function fitTable(box: HTMLElement): () => void {
  const room = box.closest<HTMLElement>('[role=log]') ?? box.parentElement ?? box
  let width = -1
  const look = (): void => {
    if (room.clientWidth === width) return
    width = room.clientWidth
    box.classList.remove('as-cards')
    // Half a pixel is what widths are rounded by.
    box.classList.toggle('as-cards', box.scrollWidth > box.clientWidth + 1)
  }
  look()
  if (typeof ResizeObserver === 'undefined') return () => undefined
  const observer = new ResizeObserver(look)
  observer.observe(room)
  return () => {
    observer.disconnect()
  }
}
