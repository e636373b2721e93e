import type { Inline, Mark } from '../../contract/rich.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'
import { addressesIn } from './addresses.ts'
import { judgeLink, judgeTyped, type LinkVerdict } from './rich-links.ts'

/** A link of the markup, before it is judged. One object per element: pieces are told by identity. */
export interface LinkMark {
  readonly kind: 'link'
  readonly href: string
}

/** A link that was judged. */
type JudgedMark = Exclude<LinkVerdict, { kind: 'words' }>

/** What an inline element says about its text. One object per element, shared by its runs. */
export type Wrap =
  | { readonly kind: Mark }
  | LinkMark
  | JudgedMark
  | Readonly<Omit<Extract<Inline, { kind: 'abbreviation' }>, 'children'>>
  | Readonly<Omit<Extract<Inline, { kind: 'ruby' }>, 'children'>>
  | Readonly<Omit<Extract<Inline, { kind: 'isolated' }>, 'children'>>

/** A piece of a paragraph before it is nested; `wraps` from the outermost to the innermost. */
export type Run = Piece | { readonly kind: 'break' }

export interface Piece {
  readonly kind: 'text' | 'picture'
  readonly text: string
  readonly wraps: readonly Wrap[]
}

/** What every address has, and prices and most sentences have not. */
const ADDRESS_SIGN = /:\/\/|\.\p{L}/u

/**
 * The children of one paragraph, in the order of its runs. Each link is judged as a whole;
 * addresses written in the text become links under the same policy (`links.left` bounds their
 * number in a message).
 */
export function inlinesOf(
  runs: readonly Run[],
  policy: UrlPolicy,
  links: { left: number },
): Inline[] {
  const [only] = runs
  if (only?.kind === 'text' && runs.length === 1 && only.wraps.length === 0) {
    if (!ADDRESS_SIGN.test(only.text)) return [{ kind: 'text', text: only.text }]
  }
  const judged = groupsOf(runs).flatMap((group) =>
    group.link === undefined
      ? linkified(group.runs, policy, links)
      : linked(group.link, group.runs, policy),
  )
  return nest(judged, 0)
}

interface Group {
  readonly link: LinkMark | undefined
  readonly runs: Run[]
}

/**
 * Runs of one link lie together, whatever else wraps them; so do those of neighbours that lead to
 * one place, into which editors cut a link.
 */
function groupsOf(runs: readonly Run[]): Group[] {
  const groups: Group[] = []
  for (const run of runs) {
    const last = groups[groups.length - 1]
    // A line end stands in the link that it follows.
    const link = run.kind === 'break' ? last?.link : linkAround(run)
    const goesOn = last?.link === link || (link !== undefined && last?.link?.href === link.href)
    if (last !== undefined && goesOn) last.runs.push(run)
    else groups.push({ link, runs: [run] })
  }
  return groups
}

function linkAround(piece: Piece): LinkMark | undefined {
  return piece.wraps.find((each) => each.kind === 'link')
}

function linked(link: LinkMark, runs: readonly Run[], policy: UrlPolicy): Run[] {
  const words = runs.map(wordsOf).join('')
  const verdict = judgeLink(link.href, words, policy)
  const outer: readonly Wrap[] = verdict.kind === 'words' ? [] : [verdict]
  return runs.map((run) =>
    run.kind === 'break'
      ? run
      : { ...run, wraps: [...outer, ...run.wraps.filter(({ kind }) => kind !== 'link')] },
  )
}

/** A picture stands apart from the words beside it, as a line does. */
function wordsOf(run: Run): string {
  if (run.kind === 'break') return '\n'
  return run.kind === 'picture' ? `\n${run.text}\n` : run.text
}

/** Runs that share the object that wraps them at this depth become its children. */
function nest(runs: readonly Run[], depth: number): Inline[] {
  const out: Inline[] = []
  for (let at = 0; at < runs.length;) {
    const run = runs[at]
    if (run === undefined) break
    const wrap = run.kind === 'break' ? undefined : run.wraps[depth]
    if (wrap === undefined) {
      out.push(run.kind === 'break' ? run : { kind: run.kind, text: run.text })
      at += 1
      continue
    }
    const end = endOf(runs, at, depth, wrap)
    const children = nest(runs.slice(at, end), depth + 1)
    if (wrap.kind === 'page') out.push({ kind: 'link', page: wrap.page, children })
    else if (wrap.kind !== 'link') out.push({ ...wrap, children })
    else out.push(...children)
    at = end
  }
  return out
}

/** Where the element that wraps the run at `from` ends: line ends between its pieces are its own. */
function endOf(runs: readonly Run[], from: number, depth: number, wrap: Wrap): number {
  let end = from + 1
  for (let at = end; at < runs.length; at += 1) {
    const run = runs[at]
    if (run === undefined || run.kind === 'break') continue
    if (run.wraps[depth] !== wrap) break
    end = at + 1
  }
  return end
}

/** Addresses written in the text, however it is marked: `www.<b>example</b>.com` is one. */
function linkified(runs: readonly Run[], policy: UrlPolicy, links: { left: number }): Run[] {
  const text = runs.map((run) => (run.kind === 'text' ? run.text : '\n')).join('')
  if (!ADDRESS_SIGN.test(text)) return [...runs]
  const found: Found[] = []
  for (const { start, end, url } of addressesIn(text)) {
    if (links.left <= 0) break
    const page = judgeTyped(url, policy)
    if (page === undefined) continue
    links.left -= 1
    found.push({ from: start, to: end, mark: { kind: 'page', page } })
  }
  return found.length === 0 ? [...runs] : withMarks(runs, found)
}

interface Found {
  readonly from: number
  readonly to: number
  readonly mark: JudgedMark
}

/** Cuts the runs where a found address begins and ends, and wraps what is between. */
function withMarks(runs: readonly Run[], found: readonly Found[]): Run[] {
  const out: Run[] = []
  let next = 0
  let place = 0
  for (const run of runs) {
    if (run.kind !== 'text') {
      out.push(run)
      place += 1
      continue
    }
    let done = 0
    while (done < run.text.length) {
      while ((found[next]?.to ?? Infinity) <= place + done) next += 1
      const here = found[next]
      const inside = here !== undefined && here.from <= place + done
      const end = Math.min(run.text.length, (inside ? here.to : (here?.from ?? Infinity)) - place)
      const wraps = inside ? [here.mark, ...run.wraps] : run.wraps
      out.push({ kind: 'text', text: run.text.slice(done, end), wraps })
      done = end
    }
    place += run.text.length
  }
  return out
}
