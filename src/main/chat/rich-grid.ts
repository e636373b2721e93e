/** A cell in its place; `row` and `index` say where it stands in the markup, -1: nowhere. */
export interface GridCell {
  readonly row: number
  readonly index: number
  readonly at: number
  readonly columns: number
  readonly rows: number
}

export interface Grid {
  readonly columns: number
  readonly rows: readonly (readonly GridCell[])[]
}

interface Spans {
  readonly columns: number
  readonly rows: number
}

/**
 * Cells with their spans as a grid, by the standard's rule: a cell takes the first free column.
 * Where a row is too short, blank cells fill it. Undefined where it would be wider than `most`.
 */
export function gridOf(rows: readonly (readonly Spans[])[], most: number): Grid | undefined {
  if (rows.every((cells) => cells.every(({ columns, rows: down }) => columns + down === 2))) {
    return plainGrid(rows, most)
  }
  const placed: GridCell[][] = []
  /** For each column, how many more rows a cell from above takes. */
  let taken: number[] = []
  let width = 0
  for (const [row, cells] of rows.entries()) {
    const line: GridCell[] = []
    const next = taken.map((left) => Math.max(0, left - 1))
    let column = 0
    for (const [index, { columns, rows: down }] of cells.entries()) {
      while ((taken[column] ?? 0) > 0) column += 1
      let span = 1
      while (span < columns && (taken[column + span] ?? 0) === 0 && column + span < most) span += 1
      if (column + span > most) return undefined
      const deep = Math.min(down, rows.length - row)
      line.push({ row, index, at: column, columns: span, rows: deep })
      for (let each = column; each < column + span; each += 1) next[each] = deep - 1
      column += span
      width = Math.max(width, column)
    }
    placed.push(line)
    taken = Array.from(next, (left: number | undefined) => left ?? 0)
  }
  return { columns: width, rows: filled(placed, width) }
}

/** Nothing is spanned: most tables. */
function plainGrid(rows: readonly (readonly Spans[])[], most: number): Grid | undefined {
  let columns = 0
  for (const cells of rows) columns = Math.max(columns, cells.length)
  if (columns > most) return undefined
  const placed = rows.map((cells, row) => {
    const line: GridCell[] = []
    for (let at = 0; at < columns; at += 1) {
      const isThere = at < cells.length
      line.push({ row: isThere ? row : -1, index: isThere ? at : -1, at, columns: 1, rows: 1 })
    }
    return line
  })
  return { columns, rows: placed }
}

function filled(rows: readonly (readonly GridCell[])[], width: number): GridCell[][] {
  const busy = Array.from({ length: width }, () => 0)
  return rows.map((line) => {
    const out: GridCell[] = []
    for (let column = 0; column < width; column += 1) {
      const cell = line.find((each) => each.at === column)
      if (cell !== undefined) {
        out.push(cell)
        busy.fill(cell.rows, column, column + cell.columns)
        column += cell.columns - 1
      } else if ((busy[column] ?? 0) <= 0) {
        out.push({ row: -1, index: -1, at: column, columns: 1, rows: 1 })
        busy[column] = 1
      }
    }
    for (let column = 0; column < width; column += 1) busy[column] = (busy[column] ?? 0) - 1
    return out
  })
}
