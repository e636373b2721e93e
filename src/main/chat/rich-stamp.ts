import { displayOf } from './rich-elements.ts'
import { attributeOf, isElement, isText, textWithin, type TreeNode } from './rich-tree.ts'

/**
 * The sample of the guide puts the server's date and time in front of an agent's message as spans
 * that the agent's editor protects (`contentEditable=false tabIndex=-1`). The customer does not
 * want them: the day and month are ambiguous, the clock is the server's, and each bubble carries
 * this device's time. So protected spans at the very start that are a date and a time, or one of
 * them with a comma behind it, are left out, with the comma. Nothing else is: an agent's console
 * protects what it fills into a template as well (`4711 is your ticket number`).
 */
export interface Stamp {
  readonly nodes: ReadonlySet<TreeNode>
  /** The text behind the stamp begins with marks that belong to it. */
  readonly after: TreeNode | undefined
}

export const NO_STAMP: Stamp = { nodes: new Set(), after: undefined }
/** What of the text behind it belongs to the stamp. */
export const STAMP_TAIL = /^[\s\u00a0,:;\u060c]+/u

// No backtracking: digits in groups of fixed length between single marks
const DATE = /^(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\.?$/u
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([ap])\.?m\.?)?$/iu

/** A stamp is among the first few pieces, or there is none. */
const PIECES = 12

export function stampOf(roots: readonly TreeNode[]): Stamp {
  const nodes = new Set<TreeNode>()
  let found = { date: false, time: false }
  let separated = false
  for (const node of leading(roots)) {
    if (isText(node)) {
      if (STAMP_TAIL.test(node.value))
        separated ||= /[,:;\u060c]/u.test(STAMP_TAIL.exec(node.value)?.[0] ?? '')
      if (node.value.replace(STAMP_TAIL, '') === '') {
        nodes.add(node)
        continue
      }
      return isWhole(found, separated) ? { nodes, after: node } : NO_STAMP
    }
    const stamp = readStamp(textWithin(node))
    if (stamp === undefined || (stamp.date && found.date) || (stamp.time && found.time)) {
      return isWhole(found, separated) ? { nodes, after: undefined } : NO_STAMP
    }
    found = { date: found.date || stamp.date, time: found.time || stamp.time }
    nodes.add(node)
  }
  return isWhole(found, separated) ? { nodes, after: undefined } : NO_STAMP
}

function isWhole(found: { date: boolean; time: boolean }, separated: boolean): boolean {
  return (found.date && found.time) || ((found.date || found.time) && separated)
}

/** Protected spans and texts at the start, in order. */
function* leading(roots: readonly TreeNode[]): Generator<TreeNode> {
  let count = 0
  function* walk(nodes: readonly TreeNode[]): Generator<TreeNode> {
    for (const node of nodes) {
      if (count > PIECES) return
      if (isText(node)) {
        if (node.value === '') continue
        count += 1
        yield node
      } else if (isElement(node) && displayOf(node.tagName) !== 'none') {
        if (isLocked(node)) {
          count += 1
          yield node
        } else yield* walk(node.childNodes)
      }
    }
  }
  yield* walk(roots)
}

function isLocked(node: TreeNode): boolean {
  return (
    isElement(node) &&
    attributeOf(node, 'contenteditable')?.toLowerCase() === 'false' &&
    attributeOf(node, 'tabindex') === '-1'
  )
}

/** A date, a time or both; undefined for any other text. */
function readStamp(text: string): { date: boolean; time: boolean } | undefined {
  const clean = text.replace(/[\s\u00a0\u202f]+/gu, ' ').trim()
  if (clean.length > 40) return undefined
  if (isTime(clean)) return { date: false, time: true }
  if (isDate(clean)) return { date: true, time: false }
  const cut = clean.search(/[ ,]/u)
  if (cut < 0) return undefined
  const rest = clean.slice(cut).replace(/^[ ,]+/u, '')
  return isDate(clean.slice(0, cut)) && isTime(rest) ? { date: true, time: true } : undefined
}

function isDate(text: string): boolean {
  const match = DATE.exec(text)
  if (match === null) return false
  const [a, b, c] = [Number(match[1]), Number(match[3]), Number(match[4])]
  const isYear = (value: number): boolean => value >= 1900 && value <= 2199
  const isDay = (value: number): boolean => value >= 1 && value <= 31
  if (isYear(a)) return isDay(b) && isDay(c)
  return (
    isDay(a) &&
    isDay(b) &&
    Math.min(a, b) <= 12 &&
    (isYear(c) || (match[4]?.length === 2 && match[1]?.length !== 4))
  )
}

function isTime(text: string): boolean {
  const match = TIME.exec(text)
  if (match === null) return false
  const hour = Number(match[1])
  return (
    hour <= (match[4] === undefined ? 23 : 12) &&
    Number(match[2]) <= 59 &&
    Number(match[3] ?? 0) <= 59
  )
}
