import type { Cell, Table } from '../../../contract/rich.ts'
import { plainText } from './text.ts'

export interface TableCell {
  readonly cell: Cell
  /** The words that name its column; empty where none do, or where it is itself a name. */
  readonly head: string
  /** A cell of a row above that spans this one: part of the row only where it stands alone. */
  readonly again: boolean
}

/** The rows below the head, each whole: what a row above spans is there again. */
export function tableRows(table: Table): readonly (readonly TableCell[])[] {
  const heads = columnNames(table)
  const open: ({ cell: Cell; left: number } | undefined)[] = []
  return table.rows.flatMap((row, at) => {
    const cells: TableCell[] = []
    for (let column = 0; column < table.columns; column += 1) {
      const spanning = open[column]
      if (spanning !== undefined && spanning.left > 0) {
        spanning.left -= 1
        if (spanning.cell.at === column) {
          cells.push({ cell: spanning.cell, head: heads[column] ?? '', again: true })
        }
        continue
      }
      const cell = row.find((each) => each.at === column)
      if (cell === undefined) continue
      cells.push({
        cell,
        head: cell.head && column === 0 ? '' : (heads[column] ?? ''),
        again: false,
      })
      for (let each = 0; each < cell.columns; each += 1) {
        open[column + each] = { cell, left: cell.rows - 1 }
      }
      column += cell.columns - 1
    }
    return at < table.headRows ? [] : [cells]
  })
}

/** The words of the head for each column; names of several rows one after the other. */
function columnNames({ rows, headRows, columns }: Table): readonly string[] {
  const names = Array.from({ length: columns }, (): string[] => [])
  for (const row of rows.slice(0, headRows)) {
    for (const { at, columns: span, body } of row) {
      const words = plainText(body)
      if (words === '') continue
      for (const name of names.slice(at, at + span)) name.push(words)
    }
  }
  return names.map((each) => each.join(', '))
}
