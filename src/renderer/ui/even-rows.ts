/** How a grid is laid out: its columns, and before which of its last tiles a new row begins, if it must. */
interface Rows {
  readonly columns: number
  readonly breakBefore?: number
}

/**
 * Rows of `count` tiles where `room` of them fit side by side: as few as can be, as even as can be, and never a tile
 * alone in the last one.
 */
export function rowsOf(count: number, room: number): Rows {
  if (count === 0) return { columns: 1 }
  const columns = Math.ceil(count / Math.ceil(count / Math.max(1, room)))
  if (columns === 1 || count % columns !== 1) return { columns }
  // Of three and more in a row one comes down to the last tile; of two none can.
  return columns > 2 ? { columns, breakBefore: count - 2 } : { columns: 1 }
}

/**
 * Lays out a grid whose style sheet says how many tiles fit (`auto-fill` or `auto-fit`), so that none is left alone
 * in the last row: `{@attach evenRows}`. Looks again when its width, its letters or its tiles change.
 */
export function evenRows(grid: HTMLElement): (() => void) | undefined {
  if (!('ResizeObserver' in window)) return undefined
  let frame = 0

  function layOut(): void {
    grid.style.gridTemplateColumns = ''
    const { display, gridTemplateColumns } = getComputedStyle(grid)
    if (display !== 'grid') return
    const tiles = [...grid.children].filter((tile) => tile instanceof HTMLElement)
    const { columns, breakBefore } = rowsOf(tiles.length, gridTemplateColumns.split(' ').length)
    grid.style.gridTemplateColumns = `repeat(${String(columns)}, minmax(0, 1fr))`
    for (const [at, tile] of tiles.entries()) {
      tile.style.gridColumnStart = at === breakBefore ? '1' : ''
    }
  }

  // Do not resize within the observer callback: the browser reports that as an error.
  const sizes = new ResizeObserver(() => {
    cancelAnimationFrame(frame)
    frame = requestAnimationFrame(layOut)
  })
  const tiles = new MutationObserver(layOut)
  sizes.observe(grid)
  tiles.observe(grid, { childList: true, characterData: true, subtree: true })
  layOut()
  return () => {
    cancelAnimationFrame(frame)
    sizes.disconnect()
    tiles.disconnect()
  }
}
