import type { Block, Inline, PageRef, Rich } from '../../contract/rich.ts'
import { inlinesOf, type Run } from './rich-inline.ts'
import { safeText } from './safe-text.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

/** Lists and quotes deeper than this are drawn flat. */
const MAX_NESTING = 5

type Container =
  | { readonly kind: 'root' | 'quote' | 'item'; readonly blocks: Block[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: Rich[] }

/**
 * Puts a tree together from what a reader of markup meets in order. Inline marks are flags on flat
 * runs until a paragraph is complete, so wrong nesting cannot build a deep or a large tree.
 */
export interface RichBuilder {
  strong: number
  emphasis: number
  page: PageRef | undefined
  /** True as long as nothing visible has been written. */
  readonly empty: boolean
  text(text: string, keepLines: boolean): void
  lineBreak(): void
  /** The next text stands on a new line of the same paragraph (`div`, `tr`). */
  newLine(): void
  newParagraph(): void
  /** A blank between table cells. */
  space(): void
  code(text: string): void
  /** Answers the handle for `close`; undefined where nesting is too deep (then it is flat). */
  open(kind: 'list' | 'ordered' | 'item' | 'quote'): number | undefined
  close(handle: number | undefined): void
  finish(): Rich
}

export function createRichBuilder(policy: UrlPolicy): RichBuilder {
  const containers: Container[] = [{ kind: 'root', blocks: [] }]
  const root = containers[0]
  let runs: Run[] = []
  let pendingBreak = false
  let pendingSpace = false
  let wrote = false
  const links = { left: 50 }

  function target(): Block[] {
    for (;;) {
      const top = containers[containers.length - 1]
      if (top === undefined) return []
      if (top.kind !== 'list') return top.blocks
      containers.push({ kind: 'item', blocks: [] })
    }
  }

  function flush(): void {
    pendingBreak = false
    pendingSpace = false
    const done = runs
    runs = []
    const children: readonly Inline[] = inlinesOf(done, policy, links)
    if (children.length > 0) target().push({ kind: 'paragraph', children })
  }

  function popContainer(): void {
    flush()
    const top = containers.pop()
    if (top === undefined) return
    if (top.kind === 'list') {
      if (top.items.length > 0)
        target().push({ kind: 'list', ordered: top.ordered, items: top.items })
    } else if (top.kind === 'item') {
      const list = containers[containers.length - 1]
      if (list?.kind === 'list' && top.blocks.length > 0) list.items.push(top.blocks)
    } else if (top.kind === 'quote' && top.blocks.length > 0) {
      target().push({ kind: 'quote', children: top.blocks })
    }
  }

  function write(text: string): void {
    wrote = true
    runs.push({
      text,
      strong: builder.strong > 0,
      emphasis: builder.emphasis > 0,
      page: builder.page,
    })
  }

  function append(text: string): void {
    const last = runs[runs.length - 1]
    const atStart = last === undefined || last === 'break' || pendingBreak
    let rest = atStart ? text.replace(/^[ \u00a0]+/u, '') : text
    if (last !== undefined && last !== 'break' && last.text.endsWith(' ')) {
      rest = rest.replace(/^ +/u, '')
    }
    if (rest === '') return
    if (pendingBreak && last !== undefined) runs.push('break')
    else if (pendingSpace && last !== undefined && last !== 'break' && !last.text.endsWith(' ')) {
      rest = rest.startsWith(' ') ? rest : ` ${rest}`
    }
    pendingBreak = false
    pendingSpace = false
    write(rest)
  }

  const builder: RichBuilder = {
    strong: 0,
    emphasis: 0,
    page: undefined,
    get empty() {
      return !wrote
    },
    text(text, keepLines) {
      const safe = safeText(text)
      if (!keepLines) {
        append(collapse(safe))
        return
      }
      safe.split('\n').forEach((line, at) => {
        if (at > 0) builder.lineBreak()
        append(collapse(line))
      })
    },
    lineBreak() {
      if (pendingBreak) pendingBreak = false
      if (runs.length === 0) return
      const last = runs[runs.length - 1]
      // Two breaks in a row are an empty line: a new paragraph says the same.
      if (last === 'break') flush()
      else runs.push('break')
    },
    newLine() {
      if (runs.length > 0 && runs[runs.length - 1] !== 'break') pendingBreak = true
    },
    newParagraph: flush,
    space() {
      pendingSpace = true
    },
    code(text) {
      const safe = safeText(text).replace(/^\n/u, '').trimEnd()
      if (safe.trim() === '') return
      flush()
      wrote = true
      target().push({ kind: 'code', text: safe })
    },
    open(kind) {
      flush()
      const nested = containers.filter((each) => each.kind !== 'item').length
      if (kind !== 'item' && nested > MAX_NESTING) return undefined
      if (kind === 'item') {
        // An item outside a list is only a new line.
        if (!containers.some((each) => each.kind === 'list')) return undefined
        if (containers[containers.length - 1]?.kind === 'item') popContainer()
        if (containers[containers.length - 1]?.kind !== 'list') return undefined
        containers.push({ kind: 'item', blocks: [] })
      } else if (kind === 'quote') {
        target()
        containers.push({ kind: 'quote', blocks: [] })
      } else {
        target()
        containers.push({ kind: 'list', ordered: kind === 'ordered', items: [] })
      }
      return containers.length - 1
    },
    close(handle) {
      flush()
      if (handle === undefined || handle < 1) return
      while (containers.length > handle) popContainer()
    },
    finish() {
      flush()
      while (containers.length > 1) popContainer()
      return root?.kind === 'root' ? root.blocks : []
    },
  }
  return builder
}

/**
 * White space as a browser would show it, with one liberty: a non-breaking blank that stands alone
 * stays, a run that holds one (the centre pads with `&nbsp; `) is a single blank.
 */
function collapse(text: string): string {
  return text.replace(/[ \t\n\f\u00a0]+/gu, (run) => (run === '\u00a0' ? run : ' '))
}
