import type { Inline, PageRef } from '../../contract/rich.ts'
import { judgeUrl, type UrlPolicy } from '../viewer/url-policy.ts'

/** A piece of a paragraph before it is nested. */
export type Run =
  | {
      readonly text: string
      readonly strong: boolean
      readonly emphasis: boolean
      readonly page: PageRef | undefined
    }
  | 'break'

// No backtracking: one character class, then what is trimmed by hand.
const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"'`\u2066-\u2069]+/giu
// The dot is in no class: no backtracking
const LOOKS_LIKE_ADDRESS = /^(?:https?:\/\/|www\.)\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/\S*)?$/iu

/**
 * The children of one paragraph. Blanks and breaks at its ends are dropped, addresses written in
 * the text become links under the same policy as any other (`links.left` bounds their number).
 */
export function inlinesOf(
  runs: readonly Run[],
  policy: UrlPolicy,
  links: { left: number },
): Inline[] {
  const out: Inline[] = []
  for (const run of trimmed(runs)) {
    if (run === 'break') {
      out.push({ kind: 'break' })
      continue
    }
    const pieces =
      run.page === undefined
        ? linkify(run.text, policy, links)
        : [{ text: run.text, page: honest(run.text, run.page, policy) }]
    for (const piece of pieces) {
      let inline: Inline = { kind: 'text', text: piece.text }
      if (run.emphasis) inline = { kind: 'emphasis', children: [inline] }
      if (run.strong) inline = { kind: 'strong', children: [inline] }
      append(out, inline, piece.page)
    }
  }
  return out
}

function append(out: Inline[], inline: Inline, page: PageRef | undefined): void {
  if (page === undefined) {
    out.push(inline)
    return
  }
  const last = out[out.length - 1]
  if (last?.kind === 'link' && last.page.url === page.url) {
    out[out.length - 1] = { ...last, children: [...last.children, inline] }
  } else {
    out.push({ kind: 'link', page, children: [inline] })
  }
}

function trimmed(runs: readonly Run[]): Run[] {
  const out = [...runs]
  for (;;) {
    const last = out.pop()
    if (last === undefined) return []
    if (last === 'break') continue
    const text = last.text.replace(/[ \u00a0\n]+$/u, '')
    if (text === '') continue
    out.push({ ...last, text })
    break
  }
  // A blank before a break would only be an invisible end of line.
  return out.map((run, at) =>
    run !== 'break' && out[at + 1] === 'break' ? { ...run, text: run.text.trimEnd() } : run,
  )
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

interface Piece {
  readonly text: string
  readonly page?: PageRef | undefined
}

function linkify(text: string, policy: UrlPolicy, links: { left: number }): Piece[] {
  if (!/:\/\/|www\./iu.test(text)) return [{ text }]
  const pieces: Piece[] = []
  let done = 0
  for (const match of text.matchAll(ADDRESS)) {
    const before = match.index === 0 ? '' : (text[match.index - 1] ?? '')
    if (/[\p{L}\p{N}_@]/u.test(before) || links.left <= 0) continue
    const address = withoutTail(match[0])
    const verdict = judgeUrl(address, policy)
    if (!verdict.ok) continue
    links.left -= 1
    if (match.index > done) pieces.push({ text: text.slice(done, match.index) })
    pieces.push({ text: address, page: verdict.page })
    done = match.index + address.length
  }
  if (done < text.length) pieces.push({ text: text.slice(done) })
  return pieces
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
