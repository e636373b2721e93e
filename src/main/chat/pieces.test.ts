import { describe, expect, test } from 'vitest'
import type { Block, Cell, Inline, Rich, Table } from '../../contract/rich.ts'
import { costOf, PIECE_COST, piecesOf } from '../../contract/pieces.ts'
import { plainOf as plainText } from './plain.ts'

const words = (text: string): Block => ({ kind: 'paragraph', children: [{ kind: 'text', text }] })

const cell = (at: number, text: string, rows = 1): Cell => ({
  at,
  columns: 1,
  rows,
  head: false,
  body: [words(text)],
})

function list(count: number, body: (at: number) => Rich): Block {
  const items = Array.from({ length: count }, (_, at) => ({
    marker: `${String(at + 1)}.`,
    value: at + 1,
    body: body(at),
  }))
  return { kind: 'list', ordered: true, items }
}

function rowsOf(pieces: readonly { body: Rich }[]): readonly (readonly (readonly Cell[])[])[] {
  return pieces.flatMap(({ body }) =>
    body.flatMap((block) => (block.kind === 'table' ? [block.rows] : [])),
  )
}

const bold = (at: number): Inline => ({
  kind: 'strong',
  children: [{ kind: 'text', text: `word${String(at)} ` }],
})

const cases: readonly (readonly [string, Rich])[] = [
  [
    'a list of many items',
    [words('Read this:'), list(5000, (at) => [words(`item ${String(at)}`)])],
  ],
  ['lists in lists', [list(40, () => [list(40, (at) => [words(`in ${String(at)}`)])])]],
  ['many short paragraphs', Array.from({ length: 3000 }, (_, at) => words(`line ${String(at)}`))],
  ['a paragraph of many words', [words('word '.repeat(9000))]],
  ['a word without end', [words('x'.repeat(40_000))]],
  [
    'a paragraph of many marks',
    [{ kind: 'paragraph', children: Array.from({ length: 4000 }, (_, at) => bold(at)) }],
  ],
  [
    'a long mark',
    [
      {
        kind: 'paragraph',
        children: [{ kind: 'strong', children: Array.from({ length: 4000 }, (_, at) => bold(at)) }],
      },
    ],
  ],
  [
    'a quotation of a list',
    [{ kind: 'quote', children: [list(2000, (at) => [words(String(at))])] }],
  ],
  [
    'a page laid out by a table',
    [
      {
        kind: 'table',
        caption: [],
        columns: 1,
        headRows: 0,
        rows: [
          [
            {
              ...cell(0, ''),
              body: Array.from({ length: 900 }, (_, at) => words(`line ${String(at)}`)),
            },
          ],
        ],
      },
    ],
  ],
]

describe('a long message in pieces', () => {
  test.each(cases)(
    '%s: each piece is within the rendering budget, and no word is lost',
    (_, body) => {
      const pieces = piecesOf(body)
      expect(pieces.length).toBeGreaterThan(3)
      for (const piece of pieces) {
        expect(piece.cost).toBeLessThanOrEqual(PIECE_COST * 1.1)
        expect(piece.cost).toBeCloseTo(costOf(piece.body))
      }
      const text = (each: Rich): string => plainText(each).replace(/\s+/gu, '')
      expect(pieces.map((piece) => text(piece.body)).join('')).toBe(text(body))
    },
  )

  test('a short message is one unchanged piece', () => {
    const body = [words('Hello'), list(3, (at) => [words(String(at))])]
    expect(piecesOf(body)).toEqual([{ body, cost: costOf(body), goesOn: false }])
  })

  test('a list continues its numbering in the next piece', () => {
    const markers = piecesOf([list(300, () => [words('x')])]).flatMap(({ body }) =>
      body.flatMap((block) =>
        block.kind === 'list' ? block.items.map(({ marker }) => marker) : [],
      ),
    )
    expect(markers).toEqual(Array.from({ length: 300 }, (_, at) => `${String(at + 1)}.`))
  })

  test('each part of a long table repeats its header row, and spanning cells continue', () => {
    const head = [cell(0, 'Model'), cell(1, 'Price')].map((each) => ({ ...each, head: true }))
    const rows = Array.from({ length: 120 }, (_, at) =>
      at % 60 === 0 ? [cell(0, `group ${String(at)}`, 60), cell(1, '1')] : [cell(1, String(at))],
    )
    const table: Table = {
      kind: 'table',
      caption: [],
      columns: 2,
      headRows: 1,
      rows: [head, ...rows],
    }
    const parts = rowsOf(piecesOf([table]))
    expect(parts.length).toBeGreaterThan(3)
    for (const part of parts) {
      expect(part[0]).toEqual(head)
      expect(part[1]?.map(({ at }) => at)).toEqual([0, 1])
      for (const [at, row] of part.entries()) {
        for (const each of row) expect(at + each.rows).toBeLessThanOrEqual(part.length)
      }
    }
    expect(parts.flatMap((part) => part.slice(1))).toHaveLength(120)
  })

  test('the border between two pieces stands for a line break', () => {
    const children = Array.from({ length: 1000 }, (_, at): Inline =>
      at % 2 === 0 ? { kind: 'text', text: `line ${String(at)}` } : { kind: 'break' },
    )
    const pieces = piecesOf([{ kind: 'paragraph', children }])
    expect(pieces.map(({ goesOn }) => goesOn)).toEqual(pieces.map((_, at) => at > 0))
    for (const { body } of pieces) {
      const [block] = body
      expect(block?.kind === 'paragraph' && block.children[0]?.kind).toBe('text')
    }
  })
})
