import type { Wrap } from './rich-inline.ts'
import { attributeOf, isElement, textWithin, type TreeElement, type TreeNode } from './rich-tree.ts'
import { clip, safeText } from './safe-text.ts'
import { declarationsOf } from './rich-declarations.ts'
import { readChildren, type Place, type Walk } from './rich-walk.ts'

const SPECIAL: ReadonlySet<string> = new Set(
  'br hr img image input textarea select ruby mfrac msqrt msup msub msubsup'.split(' '),
)

/** Elements that are more than a style and a box. Answers whether it was one of them. */
export function readSpecial(element: TreeElement, place: Place, walk: Walk): boolean {
  if (!SPECIAL.has(element.tagName)) return false
  switch (element.tagName) {
    case 'br':
      place.flow.lineBreak(place.style)
      return true
    case 'hr':
      place.flow.boundary(2)
      if (!place.flow.isEmpty && !place.style.hidden) place.flow.block({ kind: 'rule' })
      return true
    case 'img':
    case 'image':
      picture(element, place)
      return true
    case 'input':
      input(element, place)
      return true
    case 'textarea':
    case 'select':
      return true
    case 'ruby':
      ruby(element, place, walk)
      return true
    case 'mfrac':
    case 'msqrt':
    case 'msup':
    case 'msub':
    case 'msubsup':
      formula(element, place, walk)
      return true
    default:
      return false
  }
}

function write(text: string, { flow, style, wraps }: Place): void {
  const words = safeText(text)
  if (words.trim() !== '' && !style.hidden) flow.text(words, { ...style, space: 'pre' }, wraps)
}

/** Smaller ones are ornaments, spacers or counters of readers, in CSS pixels. */
const SMALLEST = 40

function picture(element: TreeElement, place: Place): void {
  const { flow, style, wraps } = place
  if (style.hidden) return
  const alt = attributeOf(element, 'alt')
  const words = safeText(alt ?? '').replace(/\s+/gu, ' ')
  const text = words.trim()
  if (text !== '') {
    if (words.startsWith(' ')) flow.blank()
    // A picture of an emoji is the emoji.
    if (/^(?:\p{Extended_Pictographic}|\p{Emoji_Component}|\ufe0f)+$/u.test(text)) {
      flow.text(text, { ...style, space: 'pre' }, wraps)
    } else flow.picture(text, style, wraps)
    if (words.endsWith(' ')) flow.blank()
    return
  }
  const isLinked = wraps.some((each) => each.kind === 'link')
  if (isLinked || (alt === undefined && isLarge(element))) flow.picture('', style, wraps)
}

function isLarge(element: TreeElement): boolean {
  const declarations = declarationsOf(attributeOf(element, 'style') ?? '')
  return (['width', 'height'] as const).every((name) => {
    const said = declarations.get(name) ?? attributeOf(element, name) ?? ''
    const size = /^\d{1,6}/u.exec(said)?.[0]
    return size === undefined || said.endsWith('%') || Number(size) >= SMALLEST
  })
}

function input(element: TreeElement, place: Place): void {
  const type = (attributeOf(element, 'type') ?? 'text').toLowerCase()
  const isOn = attributeOf(element, 'checked') !== undefined
  if (place.style.hidden) return
  if (type === 'checkbox') {
    const marker = isOn ? '\u2611' : '\u2610'
    if (place.list?.tick(place.flow, marker) !== true) box(marker, place)
  } else if (type === 'radio') box(isOn ? '\u25c9' : '\u25cb', place)
}

function box(sign: string, place: Place): void {
  write(sign, place)
  place.flow.blank()
}

/** Each `rt` stands above what is before it. */
function ruby(element: TreeElement, place: Place, walk: Walk): void {
  let base: TreeNode[] = []
  const flush = (above: string): void => {
    const nodes = base
    base = []
    const wrap: Wrap | undefined = above === '' ? undefined : { kind: 'ruby', above }
    const wraps = wrap === undefined ? place.wraps : [...place.wraps, wrap]
    readChildren(nodes, { ...place, wraps }, walk)
  }
  for (const node of element.childNodes) {
    if (isElement(node) && /^(?:rt|rtc)$/u.test(node.tagName)) {
      const above = clip(safeText(textWithin(node)).replace(/\s+/gu, ' ').trim(), 100)
      if (base.length > 0) flush(above)
    } else if (!(isElement(node) && node.tagName === 'rp')) base.push(node)
  }
  flush('')
}

/** A formula on one line: `1/2`, `√(x)`, powers raised. */
function formula(element: TreeElement, place: Place, walk: Walk): void {
  const parts = element.childNodes.filter(isElement)
  const { tagName: tag } = element
  const put = (text: string): void => {
    place.flow.text(text, place.style, place.wraps)
  }
  if (tag === 'msqrt') {
    put('\u221a(')
    readChildren(element.childNodes, place, walk)
    put(')')
    return
  }
  for (const [at, part] of parts.entries()) {
    if (tag === 'mfrac' && at > 0) put('/')
    const wrap: Wrap | undefined =
      tag === 'mfrac' || at === 0
        ? undefined
        : { kind: tag === 'msup' || at === 2 ? 'raised' : 'lowered' }
    readChildren(
      [part],
      { ...place, wraps: wrap === undefined ? place.wraps : [...place.wraps, wrap] },
      walk,
    )
  }
}
