import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import { ToldError, type Sentence, type WordKey } from '../platform/words.ts'
import { isRecord } from './record.ts'

/** A syntax error with line and column. Never quotes the text itself. */
export class JsonFault extends ToldError {}

export interface JsonText {
  readonly value: unknown
  /** Keys that occur twice in one object, with both lines; `isSame` if both values are equal. */
  readonly twice: readonly {
    readonly path: string
    readonly lines: readonly [number, number]
    readonly isSame: boolean
  }[]
}

/** Replaces two values that contradict each other: no schema accepts it. */
export const CONTRADICTION = Symbol('contradiction')
/** Replaces a text with unreadable characters (U+FFFD): no schema accepts it either. */
export const UNREADABLE = Symbol('unreadable')

const DEEPEST = 40
const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: true }

/**
 * Reads JSON as in RFC 8259, and reports what `JSON.parse` does not: line and column of a syntax error,
 * and duplicate keys. Two objects under one key are merged; two different values under one key are a
 * contradiction, and neither counts.
 * @throws JsonFault with line and column.
 */
export function readJson(text: string): JsonText {
  const twice: JsonText['twice'][number][] = []
  const lines = new Map<string, number>()
  const before = (where: number): string[] => text.slice(0, where).split(/\r\n|\r|\n/u)
  const lineAt = (where: number): number => before(where).length

  function fault(what: Sentence, where: number): JsonFault {
    const column = (before(where).at(-1) ?? '').length + 1
    return new JsonFault({ key: 'reason.at', values: { line: lineAt(where), column, what } })
  }

  function value({ type, value: held, children = [], offset }: Node, path: string, depth: number) {
    if (depth > DEEPEST) throw fault({ key: 'reason.deep' }, offset)
    if (type === 'object') return object(children, path, depth)
    if (type === 'array') {
      return children.map((child, at): unknown => value(child, `${path}.${String(at)}`, depth + 1))
    }
    return typeof held === 'string' && held.includes('\uFFFD') ? UNREADABLE : (held as unknown)
  }

  function object(properties: readonly Node[], path: string, depth: number): object {
    const found: Record<string, unknown> = {}
    for (const { children: [name, content] = [], offset } of properties) {
      if (name === undefined || content === undefined) continue
      const key = String(name.value)
      const own = path === '' ? key : `${path}.${key}`
      const held: unknown = value(content, own, depth + 1)
      const line = lineAt(offset)
      if (Object.hasOwn(found, key)) {
        const earlier = found[key]
        const both: [number, number] = [lines.get(own) ?? line, line]
        twice.push({ path: own, lines: both, isSame: isSame(earlier, held) })
        define(found, key, joined(earlier, held))
      } else define(found, key, held)
      lines.set(own, line)
    }
    return found
  }

  if (text.trim() === '') throw new JsonFault({ key: 'reason.nothing' })
  const errors: ParseError[] = []
  const root = treeOf(text, errors)
  const [first] = errors
  if (first !== undefined) throw fault(reason(first, text), first.offset)
  if (root === undefined) throw new JsonFault({ key: 'reason.nothing' })
  return { value: value(root, '', 0), twice }
}

/** The parser recurses for each level: too many levels are reported as an error of the text. */
function treeOf(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, STRICT)
  } catch (error) {
    throw error instanceof RangeError ? new JsonFault({ key: 'reason.deep' }) : error
  }
}

/** What is wrong, for somebody who has typed it. */
function reason({ error, offset, length }: ParseError, text: string): Sentence {
  const sign = text[offset]
  const ends: Readonly<Record<string, WordKey>> = {
    PropertyNameExpected: 'reason.endInObject',
    CloseBraceExpected: 'reason.endInObject',
    CloseBracketExpected: 'reason.endInList',
    ValueExpected: 'reason.endInValue',
  }
  const name = printParseErrorCode(error)
  const end = sign === undefined ? ends[name] : undefined
  if (end !== undefined) return { key: end }
  switch (name) {
    case 'InvalidCommentToken':
    case 'UnexpectedEndOfComment':
      return { key: 'reason.comment' }
    case 'PropertyNameExpected':
      return sign === '}'
        ? { key: 'reason.commaBefore', values: { sign } }
        : { key: 'reason.noKey' }
    case 'ColonExpected':
      return { key: 'reason.noColon' }
    case 'CommaExpected':
      return { key: 'reason.noComma' }
    case 'CloseBraceExpected':
      return { key: 'reason.noCommaOr', values: { sign: '}' } }
    case 'CloseBracketExpected':
      return { key: 'reason.noCommaOr', values: { sign: ']' } }
    case 'EndOfFileExpected':
      return { key: 'reason.more' }
    case 'UnexpectedEndOfString':
      return { key: 'reason.noQuote' }
    case 'InvalidEscapeCharacter':
    case 'InvalidUnicode':
      return { key: 'reason.backslash' }
    case 'InvalidCharacter':
      return { key: 'reason.control' }
    case 'ValueExpected':
      return {
        key: sign === ']' ? 'reason.commaBefore' : 'reason.noValue',
        values: { sign: sign ?? '' },
      }
    default:
      return { key: unknownWord(text.slice(offset, offset + length)) }
  }
}

function unknownWord(word: string): WordKey {
  if (/^['\u2018-\u201f\u00ab\u00bb]/u.test(word)) return 'reason.straight'
  return /^[-+.\d]/u.test(word) ? 'reason.noNumber' : 'reason.unquoted'
}

/** As an own property, whatever its name is. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

function joined(first: unknown, second: unknown): unknown {
  if (isRecord(first) && isRecord(second)) {
    const both: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(first)) define(both, key, value)
    for (const [key, value] of Object.entries(second)) {
      define(both, key, Object.hasOwn(first, key) ? joined(first[key], value) : value)
    }
    return both
  }
  return isSame(first, second) ? second : CONTRADICTION
}

function isSame(first: unknown, second: unknown): boolean {
  return typeof first !== 'symbol' && JSON.stringify(first) === JSON.stringify(second)
}
