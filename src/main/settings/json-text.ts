import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import { isRecord } from './record.ts'

/** A syntax error with line and column. Never quotes the text itself. */
export class JsonFault extends Error {}

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

  function fault(what: string, where: number): JsonFault {
    const column = (before(where).at(-1) ?? '').length + 1
    return new JsonFault(`line ${String(lineAt(where))}, column ${String(column)}: ${what}`)
  }

  function value({ type, value: held, children = [], offset }: Node, path: string, depth: number) {
    if (depth > DEEPEST) throw fault('this is nested too deeply', offset)
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

  if (text.trim() === '') throw new JsonFault('there is nothing in it')
  const errors: ParseError[] = []
  const root = treeOf(text, errors)
  const [first] = errors
  if (first !== undefined) throw fault(reason(first, text), first.offset)
  if (root === undefined) throw new JsonFault('there is nothing in it')
  return { value: value(root, '', 0), twice }
}

/** The parser recurses for each level: too many levels are reported as an error of the text. */
function treeOf(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, STRICT)
  } catch (error) {
    throw error instanceof RangeError ? new JsonFault('this is nested too deeply') : error
  }
}

/** What is wrong, for somebody who has typed it. */
function reason({ error, offset, length }: ParseError, text: string): string {
  const sign = text[offset]
  switch (printParseErrorCode(error)) {
    case 'InvalidCommentToken':
    case 'UnexpectedEndOfComment':
      return 'JSON has no comments: take this one out'
    case 'PropertyNameExpected':
      if (sign === undefined) return 'the text ends within an object: } is missing'
      if (sign === '}') return 'there is a comma too many before }'
      return 'a key in double quotation marks is missing'
    case 'ColonExpected':
      return 'a colon is missing after the key'
    case 'CommaExpected':
      return 'a comma is missing'
    case 'CloseBraceExpected':
      if (sign === undefined) return 'the text ends within an object: } is missing'
      return 'a comma or } is missing'
    case 'CloseBracketExpected':
      if (sign === undefined) return 'the text ends within a list: ] is missing'
      return 'a comma or ] is missing'
    case 'EndOfFileExpected':
      return 'there is more after the end of the object'
    case 'UnexpectedEndOfString':
      return 'this text has no closing quotation mark on its line'
    case 'InvalidEscapeCharacter':
    case 'InvalidUnicode':
      return 'a backslash is written as \\\\ in a text'
    case 'InvalidCharacter':
      return 'a control character (a tab?) stands within a text'
    case 'ValueExpected':
      if (sign === undefined) return 'the text ends where a value is missing'
      return sign === ']'
        ? 'there is a comma too many before ]'
        : `a value is missing before ${sign}`
    default:
      return unknownWord(text.slice(offset, offset + length))
  }
}

function unknownWord(word: string): string {
  if (/^['\u2018-\u201f\u00ab\u00bb]/u.test(word)) {
    return 'texts stand in straight double quotation marks: "'
  }
  return /^[-+.\d]/u.test(word) ? 'this is no number' : 'this stands without quotation marks'
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
