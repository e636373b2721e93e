import type { Block, Cell, Inline, ListItem, Rich, Table } from './rich.ts'

/** A part of a message that is drawn at once. */
export interface Piece {
  readonly body: Rich
  /** What it costs to draw: about one for each element, and for each so many letters. */
  readonly cost: number
  /** Its first block goes on from the piece before: no space between them. */
  readonly goesOn: boolean
}

/** One piece is drawn in a few milliseconds, also by a slow machine. */
export const PIECE_COST = 100
const LETTERS = 40
/** More than that is not counted: it is long. */
export const NO_LIMIT = Number.POSITIVE_INFINITY

/** What costs more than that is long: only its beginning is sent to the screen, and shown folded. */
export const LONG_COST = 240
/** Of a long message at least so much is its beginning: more than a screen. */
const BEGINNING_COST = 80

export interface LongMessage {
  readonly beginning: Rich
  readonly rest: readonly Piece[]
}

/** Undefined for a message that is shown whole. */
export function longMessage(body: Rich): LongMessage | undefined {
  if (costOf(body, LONG_COST) <= LONG_COST) return undefined
  const pieces = piecesOf(body)
  let cost = 0
  const first = pieces.findIndex((piece) => (cost += piece.cost) >= BEGINNING_COST) + 1
  if (first === 0 || first === pieces.length) return undefined
  return {
    beginning: pieces.slice(0, first).flatMap((piece) => piece.body),
    rest: pieces.slice(first),
  }
}

/** What a message costs to draw; counting ends above `most`. */
export function costOf(body: Rich, most = NO_LIMIT): number {
  let cost = 0
  for (const block of body) {
    cost += blockCost(block, most - cost)
    if (cost > most) break
  }
  return cost
}

/**
 * A message in pieces of about `PIECE_COST`, whatever it consists of: long lists and tables are cut
 * between items and rows (the head stands again above each part, as on paper), long paragraphs at a
 * line end or behind a word.
 */
export function piecesOf(body: Rich): readonly Piece[] {
  const pieces: Piece[] = []
  let blocks: Block[] = []
  let cost = 0
  let goesOn = false
  const close = (): void => {
    if (blocks.length > 0) pieces.push({ body: blocks, cost, goesOn })
    blocks = []
    cost = 0
  }
  for (const block of body) {
    for (const [at, part] of partsOf(block).entries()) {
      const more = blockCost(part)
      if (at > 0 || cost + more > PIECE_COST) {
        close()
        goesOn = at > 0
      }
      blocks.push(part)
      cost += more
    }
  }
  close()
  return pieces
}

function blockCost(block: Block, most = NO_LIMIT): number {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'code':
      return 1 + inlinesCost(block.children, most)
    case 'quote':
    case 'indent':
      return 1 + costOf(block.children, most)
    case 'list':
      return sum(block.items, (item, left) => 2 + costOf(item.body, left), most)
    case 'table':
      return sum(block.rows, (row, left) => 1 + rowCost(row, left), most)
    case 'rule':
    case 'cut':
      return 1
  }
}

function rowCost(row: readonly Cell[], most = NO_LIMIT): number {
  return sum(row, (cell, left) => 2 + costOf(cell.body, left), most)
}

function inlinesCost(inlines: readonly Inline[], most = NO_LIMIT): number {
  return sum(inlines, inlineCost, most)
}

function inlineCost(inline: Inline, most = NO_LIMIT): number {
  if (inline.kind === 'text' || inline.kind === 'picture') return 1 + inline.text.length / LETTERS
  return inline.kind === 'break' ? 1 : 2 + inlinesCost(inline.children, most)
}

function sum<T>(
  items: readonly T[],
  cost: (item: T, most: number) => number,
  most: number,
): number {
  let total = 0
  for (const item of items) {
    total += cost(item, most - total)
    if (total > most) break
  }
  return total
}

/** Parts of a block, none dearer than a piece as far as it can be cut. */
function partsOf(block: Block): readonly Block[] {
  if (blockCost(block, PIECE_COST) <= PIECE_COST) return [block]
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'code':
      return inlineParts(block.children).map((children) => ({ ...block, children }))
    case 'quote':
    case 'indent':
      return piecesOf(block.children).map(({ body }) => ({ ...block, children: body }))
    case 'list':
      return grouped(block.items.flatMap(itemParts), ({ body }) => 2 + costOf(body)).map(
        (items) => ({ ...block, items }),
      )
    case 'table':
      return tableParts(block)
    case 'rule':
    case 'cut':
      return [block]
  }
}

function itemParts(item: ListItem): readonly ListItem[] {
  if (costOf(item.body, PIECE_COST) <= PIECE_COST) return [item]
  return piecesOf(item.body).map(({ body }, at) =>
    at === 0 ? { ...item, body } : { marker: '', body },
  )
}

function tableParts(table: Table): readonly Block[] {
  const heads = table.rows.slice(0, table.headRows)
  const rows = table.rows.slice(table.headRows)
  // Who lays out a page with tables writes rows that are pages: they are read one after the other.
  if (rows.some((row) => rowCost(row, PIECE_COST) > PIECE_COST)) {
    return table.rows.flatMap((row) => row.flatMap(({ body }) => body.flatMap(partsOf)))
  }
  const groups = grouped(rows, (row) => 1 + rowCost(row))
  let from = table.headRows
  return groups.map((group, at): Table => {
    const start = from
    from += group.length
    const caption = at === 0 ? table.caption : []
    const reaching = cellsInto(table, start)
    const [first = [], ...others] = group.map((row, place) =>
      row.map((cell) => ({ ...cell, rows: Math.min(cell.rows, group.length - place) })),
    )
    const whole = [...reaching, ...first]
      .sort((a, b) => a.at - b.at)
      .map((cell) => ({ ...cell, rows: Math.min(cell.rows, group.length) }))
    return { ...table, caption, rows: [...heads, whole, ...others] }
  })
}

/** Cells of earlier rows that span into this one. */
function cellsInto({ rows, headRows }: Table, start: number): readonly Cell[] {
  // No span is longer than a piece: what reaches further back would have cut it short.
  const from = Math.max(headRows, start - PIECE_COST)
  return rows.slice(from, start).flatMap((row, at) =>
    row.flatMap((cell) => {
      const left = cell.rows - (start - from - at)
      return left > 0 ? [{ ...cell, rows: left }] : []
    }),
  )
}

function grouped<T>(items: readonly T[], cost: (item: T) => number): readonly (readonly T[])[] {
  const groups: T[][] = []
  let total = 0
  for (const item of items) {
    const more = cost(item)
    const last = groups.at(-1)
    if (last === undefined || total + more > PIECE_COST) {
      groups.push([item])
      total = more
    } else {
      last.push(item)
      total += more
    }
  }
  return groups
}

/** A long paragraph is cut at the last line end of a part, else between two of its pieces. */
function inlineParts(children: readonly Inline[]): readonly (readonly Inline[])[] {
  const parts: Inline[][] = []
  let part: Inline[] = []
  let cost = 0
  for (const child of children.flatMap(splitInline)) {
    const more = inlineCost(child)
    if (part.length > 0 && cost + more > PIECE_COST) {
      const end = part.map(({ kind }) => kind).lastIndexOf('break')
      const rest = end > 0 ? part.splice(end).slice(1) : []
      parts.push(part)
      part = rest
      cost = inlinesCost(rest)
    }
    // A line end between two parts is said by their border.
    if (part.length > 0 || child.kind !== 'break') part.push(child)
    cost += more
  }
  if (part.length > 0) parts.push(part)
  return parts
}

function splitInline(inline: Inline): readonly Inline[] {
  if (inlineCost(inline, PIECE_COST) <= PIECE_COST) return [inline]
  if (inline.kind === 'text') return textParts(inline.text).map((text) => ({ ...inline, text }))
  if (!('children' in inline)) return [inline]
  return inlineParts(inline.children).map((children) => ({ ...inline, children }))
}

function textParts(text: string): readonly string[] {
  const most = (PIECE_COST - 4) * LETTERS
  const parts: string[] = []
  for (let from = 0; from < text.length;) {
    let end = Math.min(text.length, from + most)
    if (end < text.length) {
      const blank = text.lastIndexOf(' ', end)
      if (blank > from + most / 2) end = blank + 1
      // A pair of surrogates stays together.
      else if (/[\ud800-\udbff]/u.test(text[end - 1] ?? '')) end -= 1
    }
    parts.push(text.slice(from, end))
    from = end
  }
  return parts
}
