import type { Block, Direction, Rich } from '../../contract/rich.ts'
import type { Run } from './rich-inline.ts'

// Letters of the scripts that run right to left, and the right-to-left marks.
const RIGHT_TO_LEFT =
  /[\u0590-\u05ff\u0600-\u065f\u066a-\u06ef\u06fa-\u08ff\u200f\u061c\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const STRONG = /[\p{L}\u200e\u200f\u061c]/u

/** The direction of the first character that has one. */
export function firstDirection(text: string): Direction | undefined {
  if (/^[a-z]/iu.test(text)) return 'ltr'
  const first = STRONG.exec(text)?.[0]
  if (first === undefined) return undefined
  return RIGHT_TO_LEFT.test(first) ? 'rtl' : 'ltr'
}

export function directionOfRuns(runs: readonly Run[]): Direction | undefined {
  for (const run of runs) {
    const found = run.kind === 'break' ? undefined : firstDirection(run.text)
    if (found !== undefined) return found
  }
  return undefined
}

/** Of a list or a quote without a direction of its own: that of the first text in it. */
export function directionOfBlocks(blocks: Rich): Direction | undefined {
  for (const block of blocks) {
    const found = directionOfBlock(block)
    if (found !== undefined) return found
  }
  return undefined
}

function directionOfBlock(block: Block): Direction | undefined {
  return block.kind === 'rule' || block.kind === 'cut' ? undefined : block.direction
}
