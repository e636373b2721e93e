/**
 * The markup of a paste as the browser gets it. The rules stand in docs/pastes.md; each has its
 * number here. They are written without the app's own code, which they judge.
 */

// One class each, up to the first character that no name has: no backtracking.
const OPENED = /<(?<closes>\/?)(?<name>[a-z][^\s/<>\u00a0]*)/giu
const COMMENT = /<!--|<[!?]/gu
const PREFIXED = /^[a-z][a-z0-9]*(?:[:-][a-z][\w.-]*)+$/u
const ATTRIBUTE = /^(?:\s+[a-z][\w:-]*)*\s+[\w:-]+\s*=/iu

/** Elements of old, which browsers call unknown today. */
const OLD = new Set('blink isindex multicol nextid spacer bgsound keygen layer nolayer'.split(' '))
/** They hide everything up to their end tag: without one, the whole rest. */
const HIDING = new Set(
  (
    'script style title textarea noscript iframe noembed noframes xmp template object applet audio ' +
    'video canvas select datalist svg math plaintext frameset dialog'
  ).split(' '),
)

/** The names behind `<` in a markup, in small letters. */
export function namesIn(html: string): readonly string[] {
  return [...new Set(Array.from(html.matchAll(OPENED), ({ groups }) => nameOf(groups)))]
}

/** `isElement` answers for a name whether the browser knows an element by it. */
export function markupForBrowser(html: string, isElement: (name: string) => boolean): string {
  const known = (name: string): boolean => OLD.has(name) || isElement(name)
  const hasMarkup = namesIn(html).some(known)
  const text = withTypedText(html, known, hasMarkup)
  // Rule 18: without any tag it is plain text, whose line ends and blanks count.
  const isPlain = !hasMarkup && !/<[a-z!/]/iu.test(text)
  return isPlain ? `<body style="white-space: pre-wrap">${text}` : text
}

/** Rule 17: what only looks like a tag is text. */
function withTypedText(html: string, known: (name: string) => boolean, hasMarkup: boolean): string {
  const first = new Map<string, number>()
  const last = new Map<string, number>()
  for (const { index, groups } of html.matchAll(OPENED)) {
    const name = nameOf(groups)
    if (groups?.['closes'] === '/') last.set(name, index)
    else if (!first.has(name)) first.set(name, index)
  }
  const lastComment = html.lastIndexOf('-->')
  const typed: number[] = []
  for (const { 0: start, index } of html.matchAll(COMMENT)) {
    const end = start === '<!--' ? lastComment : html.lastIndexOf('>')
    if (end < index) typed.push(index)
  }
  for (const { 0: start, index, groups } of html.matchAll(OPENED)) {
    const name = nameOf(groups)
    const closes = groups?.['closes'] === '/'
    if (known(name)) {
      if (!closes && HIDING.has(name) && (last.get(name) ?? -1) < index) typed.push(index)
      continue
    }
    if (PREFIXED.test(name) || /[="']/u.test(name)) continue
    const behind = html.slice(index + start.length, index + start.length + 200)
    if (hasMarkup && ATTRIBUTE.test(behind)) continue
    const partner = closes ? (first.get(name) ?? Infinity) < index : (last.get(name) ?? -1) > index
    if (!partner || !/^[a-z][a-z0-9]*$/u.test(name)) typed.push(index)
  }
  typed.sort((a, b) => a - b)
  let out = ''
  let done = 0
  for (const at of typed) {
    out += `${html.slice(done, at)}&lt;`
    done = at + 1
  }
  return out + html.slice(done)
}

function nameOf(groups: Readonly<Record<string, string | undefined>> | undefined): string {
  return groups?.['name']?.toLowerCase() ?? ''
}
