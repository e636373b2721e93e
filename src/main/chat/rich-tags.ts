import type { Token } from 'parse5'

/** Anything that a browser would take for markup; else the text is plain and keeps its lines. */
export const MARKUP = /<[a-z!/?]/iu

/** Elements with an empty line around them. */
export const PARAGRAPHS: ReadonlySet<string> = new Set(
  'p h1 h2 h3 h4 h5 h6 table dl pre ul ol menu blockquote fieldset hr'.split(' '),
)
/** Elements that begin a new line. */
export const BLOCKS: ReadonlySet<string> = new Set(
  (
    'div tr center section article header footer main nav aside address dt dd figure figcaption ' +
    'form details summary caption legend li tbody thead tfoot body html'
  ).split(' '),
)
export const CELLS: ReadonlySet<string> = new Set(['td', 'th'])

/** Their text is not for people: dropped up to their own end tag. */
export const RAW_TEXT: ReadonlySet<string> = new Set(
  'script style title textarea noscript iframe noembed noframes xmp'.split(' '),
)
/** Dropped with everything inside. */
export const DROPPED: ReadonlySet<string> = new Set(
  'svg math template object applet audio video canvas select datalist map frameset dialog'.split(
    ' ',
  ),
)
export const VOID: ReadonlySet<string> = new Set(
  (
    'area base basefont bgsound col embed frame input keygen link meta param source track wbr ' +
    'image'
  ).split(' '),
)

const HIDDEN_STYLE =
  /(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:^|[;\s])(?:opacity|font-size)\s*:\s*0(?![.\d]*[1-9]))/iu

export function isHidden(attrs: readonly Token.Attribute[]): boolean {
  return attrs.some(
    ({ name, value }) =>
      name === 'hidden' || (name === 'style' && HIDDEN_STYLE.test(value.slice(0, 2000))),
  )
}

/** A span that the agent's editor protects: the centre's own insertion. */
export function isLocked(attrs: readonly Token.Attribute[]): boolean {
  const value = (name: string): string =>
    attrs.find((each) => each.name === name)?.value.toLowerCase() ?? ''
  return value('contenteditable') === 'false' && value('tabindex') === '-1'
}

export function hrefOf(attrs: readonly Token.Attribute[]): string {
  return attrs.find((each) => each.name === 'href')?.value ?? ''
}
