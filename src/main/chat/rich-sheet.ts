import { declarationsOf, type Declarations } from './rich-declarations.ts'
import { attributeOf, isElement, type TreeElement } from './rich-tree.ts'

export interface SheetRules {
  readonly isEmpty: boolean
  /** What the sheets say of an element, under what it says itself. */
  merged(element: TreeElement, own: Declarations): Declarations
}

interface Part {
  readonly tag: string | undefined
  readonly id: string | undefined
  readonly classes: readonly string[]
  readonly attributes: readonly (readonly [name: string, value: string | undefined])[]
}

interface Rule {
  /** From the element itself outwards, each with how the next one outwards is found. */
  readonly parts: readonly { readonly part: Part; readonly child: boolean }[]
  readonly specificity: number
  readonly place: number
  readonly normal: Declarations
  readonly important: Declarations
}

const MAX_RULES = 3000
/** Blocks in blocks; deeper ones are left out. */
const MAX_DEPTH = 20
/**
 * Comparisons of an element with a selector in one message; what is left then is read unstyled.
 * Public mails and pastes need at most 6,609 (docs/pastes.md).
 */
const MAX_STEPS = 40_000
/** A sheet's answer to a question about the width of the window: a desktop's, where agents read. */
const WIDTH = 1280

/** Only what changes the text: most of a sheet is colours and margins. */
const TELLING =
  /(?:display|visibility|opacity|white-space|font|text-decoration|text-transform|list-style|direction|vertical-align|overflow|height|float|position|clip|margin|text-align)/iu

const NO_RULES: SheetRules = { isEmpty: true, merged: (_, own) => own }

/** The style sheets of a message: element, class, id and attribute selectors, one in another. */
export function sheetRules(sheets: readonly string[]): SheetRules {
  if (sheets.length === 0) return NO_RULES
  const byKey = new Map<string, Rule[]>()
  let count = 0
  const add = (selectors: string, body: string): void => {
    if (count >= MAX_RULES || !TELLING.test(body)) return
    const { normal, important } = split(body)
    for (const text of selectors.split(',')) {
      const parts = partsOf(text)
      const own = parts?.[0]?.part
      if (parts === undefined || own === undefined) continue
      count += 1
      const rule = { parts, specificity: specificityOf(parts), place: count, normal, important }
      const key =
        own.id !== undefined
          ? `#${own.id}`
          : own.classes[0] !== undefined
            ? `.${own.classes[0]}`
            : (own.tag ?? '*')
      const list = byKey.get(key)
      if (list === undefined) byKey.set(key, [rule])
      else list.push(rule)
    }
  }
  for (const sheet of sheets) read(sheet.replace(/<!--|-->/gu, ' '), add)

  let steps = 0
  const matches = (element: TreeElement, { parts }: Rule): boolean => {
    let at: TreeElement | undefined = element
    for (const [place, { part }] of parts.entries()) {
      for (; at !== undefined; at = parentOf(at)) {
        steps += 1
        if (fits(at, part)) break
        if (place === 0 || parts[place - 1]?.child === true) return false
      }
      if (at === undefined) return false
      if (place < parts.length - 1) at = parentOf(at)
    }
    return true
  }

  return {
    isEmpty: count === 0,
    merged(element, own) {
      if (steps > MAX_STEPS) return own
      const keys = keysOf(element)
      const found = keys
        .flatMap((key) => byKey.get(key) ?? [])
        .filter((rule) => matches(element, rule))
      if (found.length === 0) return own
      found.sort((a, b) => a.specificity - b.specificity || a.place - b.place)
      const out = new Map<string, string>()
      for (const rule of found) for (const [name, value] of rule.normal) out.set(name, value)
      for (const [name, value] of own) out.set(name, value)
      for (const rule of found) for (const [name, value] of rule.important) out.set(name, value)
      return out
    },
  }
}

function keysOf(element: TreeElement): string[] {
  const keys = ['*', element.tagName]
  const id = attributeOf(element, 'id')
  if (id !== undefined) keys.push(`#${id}`)
  const classes = new Set((attributeOf(element, 'class') ?? '').split(/\s+/u).slice(0, 50))
  for (const each of classes) if (each !== '') keys.push(`.${each}`)
  return keys
}

function parentOf(element: TreeElement): TreeElement | undefined {
  const parent = element.parentNode
  return parent !== null && isElement(parent as TreeElement) ? (parent as TreeElement) : undefined
}

function fits(element: TreeElement, { tag, id, classes, attributes }: Part): boolean {
  if (tag !== undefined && element.tagName !== tag) return false
  if (id !== undefined && attributeOf(element, 'id') !== id) return false
  if (classes.length > 0) {
    const own = (attributeOf(element, 'class') ?? '').split(/\s+/u)
    if (!classes.every((each) => own.includes(each))) return false
  }
  return attributes.every(([name, value]) => {
    const own = attributeOf(element, name)
    return value === undefined ? own !== undefined : own === value
  })
}

function specificityOf(parts: Rule['parts']): number {
  let out = 0
  for (const { part } of parts) {
    out += part.id === undefined ? 0 : 10_000
    out += 100 * (part.classes.length + part.attributes.length)
    out += part.tag === undefined ? 0 : 1
  }
  return out
}

function split(body: string): { normal: Declarations; important: Declarations } {
  const important = body.split(';').filter((each) => /!\s*important/iu.test(each))
  const normal = body.split(';').filter((each) => !/!\s*important/iu.test(each))
  return {
    normal: declarationsOf(normal.join(';')),
    important: declarationsOf(important.join(';')),
  }
}

/** Rules of a sheet, and of those blocks in it that hold on a desktop's screen. */
function read(sheet: string, add: (selectors: string, body: string) => void): void {
  const text = sheet.replace(/\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\//gu, ' ')
  let at = 0
  let depth = 0
  const walk = (): void => {
    depth += 1
    while (at < text.length) {
      const next = nextOf(text, at, '{};')
      const head = text.slice(at, next).trim()
      const mark = text[next]
      at = next + 1
      if (mark === '}') break
      if (mark !== '{') continue
      if (/^@(?:media|supports|layer|document)/iu.test(head)) {
        if (depth < MAX_DEPTH && holds(head)) walk()
        else skip()
      } else if (head.startsWith('@')) skip()
      else body(head)
    }
    depth -= 1
  }
  /** Declarations, and blocks in them that hold: `br { display: none; @media (...) { ... } }`. */
  const body = (selectors: string): void => {
    let own = ''
    for (let mark: string | undefined = ';'; mark !== '}' && at < text.length;) {
      const next = nextOf(text, at, '{};')
      const piece = text.slice(at, next)
      mark = text[next]
      at = next + 1
      if (mark !== '{') own += `${piece};`
      else if (depth < MAX_DEPTH && /^\s*@media/iu.test(piece) && holds(piece.trim())) {
        add(selectors, own)
        own = ''
        depth += 1
        body(selectors)
        depth -= 1
      } else skip()
    }
    add(selectors, own)
  }
  const skip = (): void => {
    for (let open = 1; open > 0 && at < text.length;) {
      const next = nextOf(text, at, '{}')
      open += text[next] === '{' ? 1 : -1
      at = next + 1
    }
  }
  while (at < text.length) walk()
}

function nextOf(text: string, from: number, marks: string): number {
  for (let at = from; at < text.length; at += 1) if (marks.includes(text[at] ?? '')) return at
  return text.length
}

function holds(head: string): boolean {
  if (!/^@media/iu.test(head)) return true
  return head
    .slice(6)
    .toLowerCase()
    .split(',')
    .some((query) => {
      if (
        /\b(?:print|speech|handheld|projection|tv|not|dark|yahoo|dppx|dpi|pixel-ratio)\b/u.test(
          query,
        )
      )
        return false
      for (const [, bound, size, unit] of query.matchAll(
        /\b(min|max)-(?:device-)?width\s*:\s*(\d{1,6}(?:\.\d{1,3})?)\s*(px|em|rem)?/gu,
      )) {
        const width = Number(size) * (unit === 'px' || unit === undefined ? 1 : 16)
        if (bound === 'min' ? width > WIDTH : width < WIDTH) return false
      }
      return true
    })
}

// One class for each piece: no backtracking
const PIECE = /([.#]?)([\w-]+|\*)|\[\s*([\w-]+)\s*(?:=\s*["']?([^"'\]]*)["']?\s*)?\]/guy

/** A selector from the right to the left; undefined where it holds something that is not read. */
function partsOf(selector: string): Rule['parts'] | undefined {
  const text = selector
    .trim()
    .replace(/\s*>\s*/gu, '>')
    .replace(/:(?:any-)?link(?![\w-])/giu, '[href]')
    .replace(/\s+/gu, ' ')
  if (text === '' || text.length > 300 || /[:+~\\&]/u.test(text)) return undefined
  const out: { part: Part; child: boolean }[] = []
  const pieces = text.split(/([ >])/u)
  for (let at = pieces.length - 1; at >= 0; at -= 2) {
    const part = partOf(pieces[at] ?? '')
    if (part === undefined) return undefined
    out.push({ part, child: pieces[at - 1] === '>' })
  }
  return out
}

function partOf(text: string): Part | undefined {
  let tag: string | undefined
  let id: string | undefined
  const classes: string[] = []
  const attributes: (readonly [string, string | undefined])[] = []
  PIECE.lastIndex = 0
  let end = 0
  for (const match of text.matchAll(PIECE)) {
    const [all, mark, name = '', attribute, value] = match
    end += all.length
    if (attribute !== undefined) attributes.push([attribute.toLowerCase(), value])
    else if (mark === '.') classes.push(name)
    else if (mark === '#') id = name
    else if (name !== '*') tag = name.toLowerCase()
  }
  return end === text.length && end > 0 ? { tag, id, classes, attributes } : undefined
}
