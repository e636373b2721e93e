import { expect, test } from 'vitest'
import { rowsOf } from './even-rows.ts'

test.each([
  [8, 7, { columns: 4 }],
  [8, 8, { columns: 8 }],
  [7, 4, { columns: 4 }],
  [7, 3, { columns: 3, breakBefore: 5 }],
  [5, 4, { columns: 3 }],
  [5, 2, { columns: 1 }],
  [3, 2, { columns: 1 }],
  [4, 3, { columns: 2 }],
  [2, 5, { columns: 2 }],
  [1, 4, { columns: 1 }],
  [0, 4, { columns: 1 }],
])('%i tiles where %i fit in a row', (count, room, rows) => {
  expect(rowsOf(count, room)).toEqual(rows)
})

test('no choice is ever alone in a row, unless each has its own', () => {
  for (let count = 1; count <= 40; count += 1) {
    for (let room = 1; room <= 12; room += 1) {
      const { columns, breakBefore = count } = rowsOf(count, room)
      const head = Math.min(breakBefore, count)
      const rows = [head % columns, count - head].filter((length) => length !== 0)
      if (columns > 1) expect(rows, `${String(count)} in ${String(room)}`).not.toContain(1)
      expect(columns).toBeLessThanOrEqual(room)
    }
  }
})
