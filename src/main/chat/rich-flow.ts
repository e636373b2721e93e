import type { Block, Direction, Inline, Rich } from '../../contract/rich.ts'
import { directionOfRuns } from './rich-direction.ts'
import { inlinesOf, type Run, type Wrap } from './rich-inline.ts'
import type { Style } from './rich-style.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

/** What all parts of one message share. */
export interface Shared {
  readonly policy: UrlPolicy
  readonly links: { left: number }
  /** Characters of text that may still be shown. */
  readonly budget: { left: number; cut: boolean }
}

/** What a line of text belongs to. */
export interface Kind {
  readonly kind: 'paragraph' | 'code'
  readonly level?: 1 | 2 | 3 | 4 | 5 | 6
}

/** How two lines stand to each other: beside (0), below (1), with an empty line between (2). */
export type Gap = 0 | 1 | 2

/**
 * The lines of one container (a message, an item, a cell, a quote) as they come: blanks folded as a
 * browser does, empty lines as gaps.
 */
export interface Flow {
  /** What the next text belongs to. */
  kind: Kind
  text(text: string, style: Style, wraps: readonly Wrap[]): void
  picture(text: string, style: Style, wraps: readonly Wrap[]): void
  lineBreak(style: Style): void
  /** A blank between the cells of a row. */
  blank(): void
  boundary(gap: Gap): void
  block(block: Block): void
  /** Blocks are open between the container and its text. */
  depth: number
  readonly isEmpty: boolean
  finish(): Rich
}

const BREAK = { kind: 'break' as const }

/** `inCell`: paragraphs that stand in the container without a block of their own are marked. */
export function createFlow(shared: Shared, inCell = false): Flow {
  return new Lines(shared, inCell)
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

const PARAGRAPH: Kind = { kind: 'paragraph' }

class Lines implements Flow {
  kind = PARAGRAPH
  depth = 0
  readonly #shared: Shared
  readonly #inCell: boolean
  readonly #blocks: Block[] = []
  #runs: Run[] = []
  /** What stands in the block of code that was closed last. */
  #code: Inline[] = []
  #direction: Direction | undefined = undefined
  #lineKind = PARAGRAPH
  #bare = false
  /** A line of nothing but a blank that does not break. */
  #isBlankLine = false
  #gap: Gap = 2
  /** Nothing visible stands in this line yet. */
  #atStart = true
  #afterBlank = false

  constructor(shared: Shared, inCell: boolean) {
    this.#shared = shared
    this.#inCell = inCell
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0 && this.#runs.every((run) => run.kind === 'break')
  }

  text(text: string, style: Style, wraps: readonly Wrap[]): void {
    const within = spend(text, this.#shared)
    if (within === '') return
    if (style.space === 'normal') {
      this.#folded(within, style, wraps)
      return
    }
    within.split('\n').forEach((line, at) => {
      if (at > 0) this.lineBreak(style)
      if (style.space === 'pre') this.#kept(line, style, wraps)
      else this.#folded(line, style, wraps)
    })
  }

  picture(text: string, style: Style, wraps: readonly Wrap[]): void {
    const within = spend(text, this.#shared)
    if (within === '' && text !== '') return
    this.#begin(style)
    this.#afterBlank = false
    this.#write({ kind: 'picture', text: within, wraps })
  }

  lineBreak(style: Style): void {
    const last = this.#runs[this.#runs.length - 1]
    this.#begin(style)
    this.#runs.push(BREAK)
    // An empty line parts paragraphs, but not the lines of code.
    if (this.kind.kind !== 'code' && (last === undefined || last.kind === 'break')) {
      this.#close()
      this.#gap = 2
      return
    }
    this.#atStart = true
    this.#afterBlank = false
  }

  blank(): void {
    if (this.#atStart || this.#afterBlank) return
    this.#runs.push({ kind: 'text', text: ' ', wraps: [] })
    this.#afterBlank = true
  }

  boundary(gap: Gap): void {
    this.#close()
    if (gap > this.#gap) this.#gap = gap
  }

  block(block: Block): void {
    this.#close()
    this.#blocks.push(block)
    this.#gap = 2
  }

  finish(): Rich {
    this.#close()
    return this.#blocks
  }

  #begin(style: Style): void {
    if (this.#runs.length > 0) return
    this.#direction = style.direction
    this.#lineKind = this.kind
    this.#bare = this.#inCell && this.depth === 0
  }

  #write(run: Run): void {
    this.#runs.push(run)
    this.#atStart = false
  }

  #folded(text: string, style: Style, wraps: readonly Wrap[]): void {
    let rest = fold(text)
    if (this.#atStart) rest = withoutIndent(rest)
    else if (this.#afterBlank && rest.startsWith(' ')) rest = rest.slice(1)
    if (rest === '') {
      if (this.#atStart && text.includes('\u00a0')) this.#isBlankLine = true
      return
    }
    this.#begin(style)
    this.#afterBlank = rest.endsWith(' ')
    this.#write({ kind: 'text', text: rest, wraps })
  }

  #kept(text: string, style: Style, wraps: readonly Wrap[]): void {
    if (text === '') return
    this.#begin(style)
    this.#afterBlank = false
    this.#write({ kind: 'text', text, wraps })
  }

  #close(): void {
    if (this.#runs.length === 0) {
      // A line of its own without words is an empty line.
      if (this.#isBlankLine) this.#gap = 2
      this.#isBlankLine = false
      return
    }
    const { kind, level } = this.#lineKind
    const runs = trimmed(this.#runs, kind === 'code')
    this.#runs = []
    this.#isBlankLine = false
    this.#atStart = true
    this.#afterBlank = false
    if (runs.length === 0) {
      this.#gap = 2
      return
    }
    const isHeading = level !== undefined && runs.every(isStrongRun)
    const told = isHeading ? runs.map(withoutStrong) : runs
    const children = inlinesOf(told, this.#shared.policy, this.#shared.links)
    const direction = this.#direction ?? directionOfRuns(runs)
    if (isHeading) this.#blocks.push({ kind: 'heading', level, ...wayOf(direction), children })
    else if (kind === 'code') this.#pushCode(children, wayOf(direction))
    else {
      // Written one by one: conditional spreads cost a tenth of the whole reading.
      const paragraph: Writable<Extract<Block, { kind: 'paragraph' }>> = {
        kind: 'paragraph',
        children,
      }
      if (direction !== undefined) paragraph.direction = direction
      if (this.#gap < 2 && this.#blocks.length > 0) paragraph.tight = true
      if (this.#bare) paragraph.bare = true
      this.#blocks.push(paragraph)
    }
    this.#gap = 0
  }

  /** Blocks in one `pre` are its lines. */
  #pushCode(children: readonly Inline[], way: { readonly direction?: Direction }): void {
    const last = this.#blocks[this.#blocks.length - 1]
    if (last?.kind === 'code' && this.#gap === 1) this.#code.push(BREAK, ...children)
    else {
      this.#code = [...children]
      this.#blocks.push({ kind: 'code', ...way, children: this.#code })
    }
  }
}

function wayOf(direction: Direction | undefined): { readonly direction?: Direction } {
  return direction === undefined ? {} : { direction }
}

/** A heading says by itself that it is bold; one that is not bold is none to the eye. */
function isStrongRun(run: Run): boolean {
  return run.kind !== 'text' || run.text.trim() === '' || run.wraps.some(isStrong)
}

function withoutStrong(run: Run): Run {
  return run.kind === 'break' ? run : { ...run, wraps: run.wraps.filter((each) => !isStrong(each)) }
}

function isStrong({ kind }: Wrap): boolean {
  return kind === 'strong'
}

function spend(text: string, { budget }: Shared): string {
  if (budget.left >= text.length) {
    budget.left -= text.length
    return text
  }
  if (/\S/u.test(text)) budget.cut = true
  const rest = text.slice(0, budget.left).replace(/[\ud800-\udbff]$/u, '')
  budget.left = 0
  return rest
}

function withoutIndent(text: string): string {
  const first = text[0]
  return first === ' ' || first === '\u00a0' ? text.replace(/^[ \u00a0]+/u, '') : text
}

const FOLDED = /[\t\n\f\r\u00a0]| {2}/u

/**
 * White space as a browser would show it, with one liberty: a non-breaking blank that stands alone
 * stays, a run that holds one (the centre pads with `&nbsp; `) is a single blank.
 */
function fold(text: string): string {
  if (!FOLDED.test(text)) return text
  return text.replace(/[ \t\n\f\r\u00a0]+/gu, (run) => (run === '\u00a0' ? run : ' '))
}

function trimmed(runs: readonly Run[], isCode: boolean): readonly Run[] {
  const [only] = runs
  if (only?.kind === 'text' && runs.length === 1) {
    const text = only.text.trimEnd()
    return text === '' ? [] : text === only.text ? runs : [{ ...only, text }]
  }
  const out = [...runs]
  for (;;) {
    const last = out.pop()
    if (last === undefined) return []
    if (last.kind === 'break') continue
    const text = last.kind === 'picture' ? last.text : last.text.replace(/[\s\u00a0]+$/u, '')
    if (text === '' && last.kind === 'text') continue
    out.push({ ...last, text })
    break
  }
  if (isCode) return out
  while (out[0]?.kind === 'break') out.shift()
  // A blank before a break would only be an invisible end of line.
  return out.map((run, at) =>
    run.kind === 'text' && out[at + 1]?.kind === 'break'
      ? { ...run, text: run.text.trimEnd() }
      : run,
  )
}
