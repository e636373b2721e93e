import type { Mark } from '../../contract/rich.ts'

/** How an element stands in the text, before its style says otherwise. */
export type Display =
  'none' | 'inline' | 'block' | 'item' | 'table' | 'caption' | 'row-group' | 'row' | 'cell'

const WORDS = (names: string): readonly string[] => names.split(' ')

/** Elements with an empty line around them, by a browser's own style. */
export const SPACED: ReadonlySet<string> = new Set(
  WORDS(
    'p h1 h2 h3 h4 h5 h6 table dl pre listing xmp plaintext ul ol menu dir blockquote fieldset figure hr',
  ),
)

const DISPLAYS: ReadonlyMap<string, Display> = new Map([
  ...WORDS(
    'p h1 h2 h3 h4 h5 h6 dl pre listing xmp plaintext ul ol menu dir blockquote fieldset figure hr ' +
      'html body div center section article header footer main nav aside address search hgroup dt dd ' +
      'figcaption form details summary legend optgroup option marquee',
  ).map((tag) => [tag, 'block'] as const),
  ...WORDS(
    'head title meta base link script style template noscript noembed noframes iframe object ' +
      'audio video canvas area datalist frameset frame param source track col colgroup embed ' +
      'bgsound basefont rp svg dialog xml annotation annotation-xml',
  ).map((tag) => [tag, 'none'] as const),
  ['li', 'item'],
  ['table', 'table'],
  ['caption', 'caption'],
  ...WORDS('tbody thead tfoot').map((tag) => [tag, 'row-group'] as const),
  ['tr', 'row'],
  ...WORDS('td th').map((tag) => [tag, 'cell'] as const),
])

export function displayOf(tag: string): Display {
  return DISPLAYS.get(tag) ?? 'inline'
}

/** What an element's name says about its text. Bold, italic and lines are left to the style. */
export const MARKS: ReadonlyMap<string, Mark> = new Map<string, Mark>([
  ['ins', 'inserted'],
  ['del', 'deleted'],
  ['mark', 'highlighted'],
  ['small', 'small'],
  ['sup', 'raised'],
  ['sub', 'lowered'],
  ['code', 'code'],
  ['samp', 'code'],
  ['tt', 'code'],
  ['kbd', 'keyboard'],
  ['q', 'quoted'],
])

export const STRONG: ReadonlySet<string> = new Set(WORDS('b strong th h1 h2 h3 h4 h5 h6'))
export const EMPHASIS: ReadonlySet<string> = new Set(WORDS('i em cite dfn var address'))
export const UNDERLINED: ReadonlySet<string> = new Set(['u'])
export const STRUCK: ReadonlySet<string> = new Set(['s', 'strike'])

/** Their text is not parsed, or they hide it up to their end tag. */
export const SWALLOWING: ReadonlySet<string> = new Set(
  WORDS(
    'script style title textarea noscript iframe noembed noframes xmp template object audio ' +
      'video canvas select datalist svg math xml plaintext frameset dialog',
  ),
)

/** Every name that HTML gives or gave an element, and the roots of what can stand in it. */
export const KNOWN: ReadonlySet<string> = new Set([
  ...DISPLAYS.keys(),
  ...MARKS.keys(),
  ...WORDS(
    'a abbr acronym applet b bdi bdo big blink br button cite data dfn em font i img image input keygen ' +
      'label map math meter nobr output picture progress rb rt rtc ruby s select slot span strike strong ' +
      'textarea time u var wbr center isindex nextid spacer multicol layer ilayer nolayer command ' +
      'content element shadow portal fencedframe selectedcontent',
  ),
])
