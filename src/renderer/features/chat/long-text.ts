import type { Rich } from '../../../contract/rich.ts'
import { PIECE_COST, type Piece } from '../../../contract/pieces.ts'

/** What is known of a long message for as long as it is held, on the screen or not. */
export interface LongText {
  isOpen: boolean
  /** What has been read of it. */
  readonly pieces: Map<number, Piece>
  /** Of each piece that was drawn, in CSS pixels. */
  readonly heights: Map<number, number>
}

const known = new WeakMap<Rich, LongText>()

/** By the beginning of the message. */
export function longText(beginning: Rich): LongText {
  const before = known.get(beginning)
  if (before !== undefined) return before
  const long: LongText = { isOpen: false, pieces: new Map(), heights: new Map() }
  known.set(beginning, long)
  return long
}

/** What an undrawn piece will probably need, in CSS pixels: what the others needed for their cost. */
export function expectedHeight({ pieces, heights }: LongText, at: number): number {
  const before = heights.get(at)
  if (before !== undefined) return before
  let [height, cost] = [0, 0]
  for (const [place, each] of heights) {
    height += each
    cost += pieces.get(place)?.cost ?? PIECE_COST
  }
  const cheap = 12
  return Math.round((pieces.get(at)?.cost ?? PIECE_COST) * (cost > 0 ? height / cost : cheap))
}
