import type { Inline, Mark, PageRef } from '../../contract/rich.ts'
import { judgeUrl, type UrlPolicy } from '../viewer/url-policy.ts'

/** A link of the markup, before it is judged. One object per element: pieces are told by identity. */
export interface LinkMark {
  readonly kind: 'link'
  readonly href: string
}

/** A link that was judged. */
interface PageMark {
  readonly kind: 'page'
  readonly page: PageRef
}

/** What an inline element says about its text. One object per element, shared by its runs. */
export type Wrap =
  | { readonly kind: Mark }
  | LinkMark
  | PageMark
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

// No backtracking: one character class, then what is trimmed by hand.
const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"'`\u2066-\u2069]+/giu
// The dot is in no class: no backtracking
const LOOKS_LIKE_ADDRESS = /^(?:https?:\/\/|www\.)\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/\S*)?$/iu

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

/** Runs of one link lie together, whatever else wraps them. */
function groupsOf(runs: readonly Run[]): Group[] {
  const groups: Group[] = []
  for (const run of runs) {
    const last = groups[groups.length - 1]
    // A line end stands in the link that it follows.
    const link = run.kind === 'break' ? last?.link : linkAround(run)
    if (last !== undefined && last.link === link) last.runs.push(run)
    else groups.push({ link, runs: [run] })
  }
  return groups
}

function linkAround(piece: Piece): LinkMark | undefined {
  return piece.wraps.find((each) => each.kind === 'link')
}

function linked(link: LinkMark, runs: readonly Run[], policy: UrlPolicy): Run[] {
  const verdict = judgeUrl(link.href, policy)
  const words = runs.map((run) => (run.kind === 'break' ? ' ' : run.text)).join('')
  const page = verdict.ok ? honest(words, verdict.page, policy) : undefined
  const outer: readonly Wrap[] = page === undefined ? [] : [{ kind: 'page', page }]
  return runs.map((run) =>
    run.kind === 'break'
      ? run
      : { ...run, wraps: [...outer, ...run.wraps.filter((each) => each !== link)] },
  )
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

/** A link whose words name another host than it leads to is no link. */
function honest(text: string, page: PageRef, policy: UrlPolicy): PageRef | undefined {
  const words = text.trim()
  if (!LOOKS_LIKE_ADDRESS.test(words)) return page
  const verdict = judgeUrl(/^https?:/iu.test(words) ? words : `https://${words}`, {
    ...policy,
    linkHosts: ['*'],
  })
  if (!verdict.ok) return /^(?:https?:|www\.)/iu.test(words) ? undefined : page
  const strip = (host: string): string => host.replace(/^www\./u, '')
  return strip(verdict.page.host) === strip(page.host) ? page : undefined
}

/** Addresses written in the text, however it is marked: `www.<b>example</b>.com` is one. */
function linkified(runs: readonly Run[], policy: UrlPolicy, links: { left: number }): Run[] {
  const text = runs.map((run) => (run.kind === 'text' ? run.text : '\n')).join('')
  if (!/:\/\/|www\./iu.test(text)) return [...runs]
  const found: { readonly from: number; readonly to: number; readonly mark: PageMark }[] = []
  for (const match of text.matchAll(ADDRESS)) {
    const before = match.index === 0 ? '' : (text[match.index - 1] ?? '')
    if (/[\p{L}\p{N}_@]/u.test(before) || links.left <= 0) continue
    const address = withoutTail(match[0])
    const verdict = judgeUrl(address, policy)
    if (!verdict.ok) continue
    links.left -= 1
    const to = match.index + address.length
    found.push({ from: match.index, to, mark: { kind: 'page', page: verdict.page } })
  }
  return withMarks(runs, found)
}

/** Cuts the runs where a found address begins and ends, and wraps what is between. */
function withMarks(
  runs: readonly Run[],
  found: readonly { readonly from: number; readonly to: number; readonly mark: PageMark }[],
): Run[] {
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

/** Punctuation behind an address belongs to the sentence; a bracket only if it is not paired. */
function withoutTail(address: string): string {
  let end = address.length
  let open = 0
  for (const char of address) open += char === '(' ? 1 : char === ')' ? -1 : 0
  for (; end > 0; end -= 1) {
    const last = address[end - 1] ?? ''
    if (last === ')' && open < 0) open += 1
    else if (!'.,;:!?]}\u2026\u3002\u060c'.includes(last)) break
  }
  return address.slice(0, end)
}
