import type { Block, Inline, ListItem, Rich } from '../../contract/rich.ts'
import { inlinesOf, type LinkMark, type Run, type Wrap } from './rich-inline.ts'
import { safeText } from './safe-text.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

/** Lists and quotes deeper than this are drawn flat. */
const MAX_NESTING = 5

const STRONG: Wrap = { kind: 'strong' }
const EMPHASIS: Wrap = { kind: 'emphasis' }
const BREAK: Run = { kind: 'break' }

type Container =
  | { readonly kind: 'root' | 'quote' | 'item'; readonly blocks: Block[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: ListItem[] }

/**
 * Puts a tree together from what a reader of markup meets in order. Inline marks are flags on flat
 * runs until a paragraph is complete, so wrong nesting cannot build a deep or a large tree.
 */
export interface RichBuilder {
  strong: number
  emphasis: number
  link: LinkMark | undefined
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
    const children: readonly Inline[] = inlinesOf(trimmed(done), policy, links)
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
      if (list?.kind === 'list' && top.blocks.length > 0) {
        const value = list.items.length + 1
        list.items.push(
          list.ordered
            ? { marker: `${String(value)}.`, value, body: top.blocks }
            : { marker: '•', body: top.blocks },
        )
      }
    } else if (top.kind === 'quote' && top.blocks.length > 0) {
      target().push({ kind: 'quote', children: top.blocks })
    }
  }

  function write(text: string): void {
    wrote = true
    const wraps: Wrap[] = builder.link === undefined ? [] : [builder.link]
    if (builder.strong > 0) wraps.push(STRONG)
    if (builder.emphasis > 0) wraps.push(EMPHASIS)
    runs.push({ kind: 'text', text, wraps })
  }

  function append(text: string): void {
    const last = runs[runs.length - 1]
    const atStart = last?.kind !== 'text' || pendingBreak
    let rest = atStart ? text.replace(/^[ \u00a0]+/u, '') : text
    if (last?.kind === 'text' && last.text.endsWith(' ')) {
      rest = rest.replace(/^ +/u, '')
    }
    if (rest === '') return
    if (pendingBreak && last !== undefined) runs.push(BREAK)
    else if (pendingSpace && last?.kind === 'text' && !last.text.endsWith(' ')) {
      rest = rest.startsWith(' ') ? rest : ` ${rest}`
    }
    pendingBreak = false
    pendingSpace = false
    write(rest)
  }

  const builder: RichBuilder = {
    strong: 0,
    emphasis: 0,
    link: undefined,
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
      if (last?.kind === 'break') flush()
      else runs.push(BREAK)
    },
    newLine() {
      if (runs.length > 0 && runs[runs.length - 1]?.kind !== 'break') pendingBreak = true
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
      target().push({ kind: 'code', children: codeOf(safe) })
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

function trimmed(runs: readonly Run[]): Run[] {
  const out = [...runs]
  for (;;) {
    const last = out.pop()
    if (last === undefined) return []
    if (last.kind === 'break') continue
    const text = last.text.replace(/[ \u00a0\n]+$/u, '')
    if (text === '') continue
    out.push({ ...last, text })
    break
  }
  // A blank before a break would only be an invisible end of line.
  return out.map((run, at) =>
    run.kind !== 'break' && out[at + 1]?.kind === 'break'
      ? { ...run, text: run.text.trimEnd() }
      : run,
  )
}

function codeOf(text: string): Inline[] {
  return text
    .split('\n')
    .flatMap((line, at): Inline[] => [
      ...(at > 0 ? [{ kind: 'break' as const }] : []),
      ...(line === '' ? [] : [{ kind: 'text' as const, text: line }]),
    ])
}

/**
 * White space as a browser would show it, with one liberty: a non-breaking blank that stands alone
 * stays, a run that holds one (the centre pads with `&nbsp; `) is a single blank.
 */
function collapse(text: string): string {
  return text.replace(/[ \t\n\f\u00a0]+/gu, (run) => (run === '\u00a0' ? run : ' '))
}
