import { isRecord } from './record.ts'

/** A fault of the text, at a place that an editor finds. Never a word of the text itself. */
export class JsonFault extends Error {}

export interface JsonText {
  readonly value: unknown
  /** Keys that stand twice in one object, with the lines of both; `isSame` where both say the same. */
  readonly twice: readonly {
    readonly path: string
    readonly lines: readonly [number, number]
    readonly isSame: boolean
  }[]
}

/** What stands where two lines contradict each other: no schema takes it. */
export const CONTRADICTION = Symbol('contradiction')
/** What stands for a text with letters that could not be read (U+FFFD): no schema takes it either. */
export const UNREADABLE = Symbol('unreadable')

const DEEPEST = 40
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/**
 * Reads JSON as RFC 8259 has it, and tells what `JSON.parse` keeps to itself: line and column of a
 * fault, and keys that stand twice. Two objects of one name are joined; two values of one name that
 * differ are a contradiction, and neither counts.
 * @throws JsonFault with line and column.
 */
export function readJson(text: string): JsonText {
  const twice: JsonText['twice'][number][] = []
  const lines = new Map<string, number>()
  let at = 0

  function fault(what: string, where = at): JsonFault {
    const before = text.slice(0, where).split(/\r\n|\r|\n/u)
    const column = (before.at(-1) ?? '').length + 1
    return new JsonFault(`line ${String(before.length)}, column ${String(column)}: ${what}`)
  }
  const lineAt = (where: number): number => text.slice(0, where).split(/\r\n|\r|\n/u).length

  function space(): void {
    while (/[ \t\r\n]/u.test(text[at] ?? '')) at += 1
    const next = text.slice(at, at + 2)
    if (next === '//' || next === '/*' || text[at] === '#') {
      throw fault('JSON has no comments: take this one out')
    }
  }

  function value(path: string, depth: number): unknown {
    space()
    if (depth > DEEPEST) throw fault('this is nested too deeply')
    const sign = text[at]
    if (sign === '{') return object(path, depth)
    if (sign === '[') return list(path, depth)
    if (sign === '"') {
      const read = string()
      return read.includes('\uFFFD') ? UNREADABLE : read
    }
    const word = /^(?:true|false|null)(?![\w$])/u.exec(text.slice(at, at + 6))?.[0]
    if (word !== undefined) {
      at += word.length
      return word === 'null' ? null : word === 'true'
    }
    const figure = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/u.exec(
      text.slice(at, at + 400),
    )?.[0]
    if (figure !== undefined) {
      at += figure.length
      return Number(figure)
    }
    throw fault(wrongValue(sign))
  }

  function wrongValue(sign: string | undefined): string {
    if (sign === undefined) return 'the text ends where a value is missing'
    if (sign === "'" || /[\u2018-\u201f\u00ab\u00bb]/u.test(sign)) {
      return 'texts stand in straight double quotation marks: "'
    }
    if (/[}\],:]/u.test(sign)) return `a value is missing before ${sign}`
    return 'a value is missing, or stands without quotation marks'
  }

  function object(path: string, depth: number): Record<string, unknown> {
    at += 1
    const found: Record<string, unknown> = {}
    space()
    if (text[at] === '}') {
      at += 1
      return found
    }
    for (;;) {
      space()
      if (text[at] !== '"') {
        throw fault(
          text[at] === '}'
            ? 'there is a comma too many before }'
            : text[at] === undefined
              ? 'the text ends within an object: } is missing'
              : 'a key in double quotation marks is missing',
        )
      }
      const start = at
      const key = string()
      const own = path === '' ? key : `${path}.${key}`
      space()
      if (text[at] !== ':') throw fault('a colon is missing after the key')
      at += 1
      const held = value(own, depth + 1)
      const line = lineAt(start)
      if (Object.hasOwn(found, key)) {
        const before = found[key]
        twice.push({
          path: own,
          lines: [lines.get(own) ?? line, line],
          isSame: isSame(before, held),
        })
        define(found, key, joined(before, held))
      } else define(found, key, held)
      lines.set(own, line)
      if (!more('}', 'object')) return found
    }
  }

  function list(path: string, depth: number): unknown[] {
    at += 1
    const found: unknown[] = []
    space()
    if (text[at] === ']') {
      at += 1
      return found
    }
    for (;;) {
      space()
      if (text[at] === ']') throw fault('there is a comma too many before ]')
      found.push(value(`${path}.${String(found.length)}`, depth + 1))
      if (!more(']', 'list')) return found
    }
  }

  /** Past a comma there is more; past the end there is not. */
  function more(end: '}' | ']', what: string): boolean {
    space()
    const sign = text[at]
    at += 1
    if (sign === ',') return true
    if (sign === end) return false
    at -= 1
    if (sign === undefined) throw fault(`the text ends within a ${what}: ${end} is missing`)
    throw fault(`a comma or ${end} is missing`)
  }

  function string(): string {
    const start = at
    let read = ''
    at += 1
    for (;;) {
      const sign = text[at]
      if (sign === undefined) throw fault('this text has no closing quotation mark', start)
      if (sign === '"') {
        at += 1
        return read
      }
      if (sign < ' ') {
        throw fault(
          sign === '\n' || sign === '\r'
            ? 'this text has no closing quotation mark on its line'
            : 'a control character (a tab?) stands within a text',
          sign === '\n' || sign === '\r' ? start : at,
        )
      }
      if (sign !== '\\') {
        read += sign
        at += 1
        continue
      }
      const escape = text[at + 1] ?? ''
      const code = /^[\da-fA-F]{4}$/u.exec(text.slice(at + 2, at + 6))?.[0]
      if (escape === 'u' && code !== undefined) {
        read += String.fromCharCode(parseInt(code, 16))
        at += 6
      } else if (escape !== 'u' && ESCAPES[escape] !== undefined) {
        read += ESCAPES[escape]
        at += 2
      } else throw fault('a backslash is written as \\\\ in a text')
    }
  }

  space()
  if (at === text.length) throw new JsonFault('there is nothing in it')
  const read = value('', 0)
  space()
  if (at < text.length) throw fault('there is more after the end of the object')
  return { value: read, twice }
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
