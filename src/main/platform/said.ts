/**
 * A text that a log line may carry. A plain `string` is not accepted: the caller states where it comes
 * from, and that decides how much of it is logged. Literals and unions of literals need no such statement.
 */
export type Said = string & { readonly [SAID]: true }
declare const SAID: unique symbol

/** The only place where a text is marked. */
function said(text: string): Said {
  return text as Said
}

const LONGEST = 300

/** From this program, its policy or this machine: names of files, printers, versions. Never of a person. */
export function ours(text: string): Said {
  return said(text.slice(0, LONGEST))
}

/** From a customer, an agent, a page or any other outside source: only its length is logged. */
export function foreign(text: string): Said {
  return said(`[${String(text.length)} characters]`)
}

/** A constant of an outside interface (`AGENT_MESSAGE`); anything that does not look like one is foreign. */
export function enumOf(text: string): Said {
  return /^[A-Z][A-Z_]{1,39}$/u.test(text) ? said(text) : foreign(text)
}

/** Any web address: scheme and host only, since paths and queries may hold names and numbers. */
export function addressOf(url: string): Said {
  try {
    const { protocol, host } = new URL(url)
    return said(`${protocol}//${host}`)
  } catch {
    return foreign(url)
  }
}

/** A message of a library, which may quote its input: quoted parts are left out. */
export function quoting(sentence: string): Said {
  return said(withoutQuotes(sentence).slice(0, LONGEST))
}

/** Errors of the engine and of the schema library, which repeat their input in many ways. */
const ENGINE =
  /^(?:SyntaxError|RangeError|TypeError|ReferenceError|URIError|ZodError|DOMException)$/u
const QUOTES =
  /"(?:[^"\\]|\\.)*"?|`[^`]*`?|\u201c[^\u201d]*\u201d?|\u00ab[^\u00bb]*\u00bb?|(?<![\p{L}\p{N}])'[^']*'?/gu

function withoutQuotes(sentence: string): string {
  return sentence.replace(QUOTES, '[...]')
}

interface ToldError {
  readonly type: string
  readonly code?: string
  readonly message: string
  readonly stack?: string
}

/** An error of main as it may be logged: type, code, stack, and the message without quoted parts. */
export function errorOf(error: unknown): ToldError {
  if (!(error instanceof Error)) return { type: typeof error, message: '' }
  const code: unknown = Reflect.get(error, 'code')
  // Errors of the system name files of this machine, never a customer's words.
  const isOfSystem = typeof Reflect.get(error, 'syscall') === 'string'
  return told(error.name, error.message, error.stack, isOfSystem, code)
}

/** The same for a fault that the page reports as text: only a text in the form of an error keeps its message. */
export function faultOf(message: string, stack: string | undefined): ToldError {
  const [, type, words = ''] = /^(\w{1,40}(?:Error|Exception)): (.*)$/su.exec(message) ?? []
  if (type === undefined) return told('fault', foreign(message), stack, true, undefined)
  return told(type, words, stack, false, undefined)
}

function told(
  type: string,
  message: string,
  stack: string | undefined,
  isWhole: boolean,
  code: unknown,
): ToldError {
  const words = isWhole ? message : withoutQuotes(message)
  const first =
    !isWhole && ENGINE.test(type) ? (words.split(/: | from |\[\.\.\.\]/u, 1)[0] ?? '') : words
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at .+:\d+:\d+\)?$/u.test(line))
  return {
    type: type.slice(0, 60),
    ...(typeof code === 'string' && /^[\w.:-]{1,60}$/u.test(code) ? { code } : {}),
    message: first.trim().slice(0, LONGEST),
    ...(frames.length === 0 ? {} : { stack: frames.slice(0, 12).join('\n') }),
  }
}
