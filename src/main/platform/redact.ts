/**
 * Keeps secrets and personal data of customers out of the log. The first barrier is said.ts, which the
 * compiler enforces; after it fields are judged by name and strings by what they contain.
 */
import { errorOf } from './said.ts'

const PRIVATE_NAME =
  /secret|token|password|passwd|authori[sz]ation|cookie|session_?id|caption|content|text|draft|comment|phone|number|e-?mail|customer|ha1|credential|^name$/iu
/** Names that hold the words above and are harmless. */
const PUBLIC_NAME = /^(contents|textZoom|visit|contentType|contentLength)$/u

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/giu, '$1 [redacted]'],
  [/\b[\w.%+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+/gu, '[e-mail]'],
  [/(client_secret|access_token|password|secret)=[^&\s]+/giu, '$1=[redacted]'],
  [/\+?\d[\d\s()/.-]{7,}\d/gu, '[number]'],
]

const DEEPEST = 5
const LONGEST = 2000

/** The same value, fit to be written down. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value instanceof Error) return redactAll(errorOf(value), depth)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEEPEST) return '[deep]'
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, field]: [string, unknown]) => [
      name,
      PRIVATE_NAME.test(name) && !PUBLIC_NAME.test(name) && typeof field !== 'boolean'
        ? '[redacted]'
        : redact(name === 'error' ? errorOf(field) : field, depth + 1),
    ]),
  )
}

function redactAll(fields: object, depth: number): unknown {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]: [string, unknown]) => [
      name,
      redact(field, depth + 1),
    ]),
  )
}

/** Takes known patterns of secrets and persons out of a sentence. */
export function redactText(text: string): string {
  let clean = text.slice(0, LONGEST)
  for (const [pattern, instead] of PATTERNS) clean = clean.replace(pattern, instead)
  return clean
}
