import { extensionIn, isExtensionWord } from './extension.ts'
import { kindsOf } from './kind-of.ts'
import { WORLD, type Callable } from './kinds.ts'
import { mainCountryOf, parse, type Parsed } from './plans.ts'
import { digitsOf, plainText } from './text.ts'
import { vanityDigits } from './vanity.ts'

export interface PhoneNumber extends Callable {
  /** E.164 with `+`. */
  readonly e164: string
  /** With its plus: what `written` begins with. */
  readonly callingCode: string
  /** ISO 3166; undefined where it has none (+800, +881) or none is known. */
  readonly country: string | undefined
  /** As it is shown everywhere, the country's code in front: `+49 40 5550142`. */
  readonly written: string
  /** Digits to be dialled after the answer; empty where there are none. */
  readonly extension: string
  /** False where the numbering plans allow such a number and do not know it: the customer is asked. */
  readonly isCertain: boolean
}

/**
 * Why there is no number: nothing typed; no telephone has it; more than 15 digits; an emergency or other short number;
 * more than one; or words, signs and digits around it that could change it.
 */
export type Unread = 'missing' | 'invalid' | 'too-long' | 'short' | 'several' | 'unclear'

export type Reading =
  | { readonly number: PhoneNumber; readonly problem?: undefined }
  | { readonly number?: undefined; readonly problem: Unread }

const ADDRESS = /^(?:tel|sips?|callto):/iu
/** Longer texts are no number. */
const LONGEST_TEXT = 400
/** E.164. */
const MOST_DIGITS = 15
/** National digits. What the plans do not know and is shorter may be an emergency number. */
const SHORT = 6
const EMERGENCY = /^(?:1(?:1[0-9]|0[0-9])|911|999|000|116\d{3})$/u

/**
 * A number as it was typed or pasted, of the country (ISO 3166) unless it names another (R47, C16). What is left out
 * never changes the number: an extension is kept apart, and what cannot be told from the number is refused.
 */
export function readNumber(text: string, country: string): Reading {
  const plain = plainText(ADDRESS.test(text.trim()) ? decoded(text) : text)
  if (plain === '') return { problem: 'missing' }
  if (plain.length > LONGEST_TEXT) return { problem: 'unclear' }
  const lines = plain.split('\n')
  const whole = readLine(lines.join(' '), country)
  if (lines.length === 1 || whole.number?.isCertain === true) return whole
  // One line of several has the number, and the others no digits that could belong to it.
  const read = lines.map((line) => readLine(line, country))
  const found = read.flatMap(({ number }) => (number?.isCertain === true ? [number] : []))
  const [first] = found
  if (first === undefined) return whole
  if (found.some(({ e164 }) => e164 !== first.e164)) return { problem: 'several' }
  const isApart = lines.every(
    (line, at) =>
      read[at]?.number !== undefined || (digitsOf(line).length < SHORT && !isExtensionWord(line)),
  )
  return isApart ? { number: first } : { problem: 'unclear' }
}

function readLine(line: string, country: string): Reading {
  const start = line.search(/[+\d]/u)
  if (start < 0) return { problem: 'unclear' }
  const lead = line.slice(0, start).replace(/[(\s]+$/u, '')
  if (!isLabel(lead, line[start - 1])) return { problem: 'unclear' }
  const {
    body,
    extension: given,
    context,
  } = withoutParameters(line.slice(lead.length).trim(), lead)
  const head = /^[\d\s()+./-]*/u.exec(body)?.[0] ?? ''
  const tail = body.slice(head.length)
  const local = `${context}${context === '' ? '' : ' '}${head}`
  const result = readHead(local, country)
  if (tail === '') return withExtension(result, given)
  const extension = extensionIn(tail)
  if (extension === '') return { problem: 'unclear' }
  if (extension !== undefined) return withExtension(result, extension)
  if (digitsOf(tail).length > SHORT && result.number !== undefined) return severalIn(body, country)
  if (!/[\p{N}*#@]/u.test(tail) && result.number?.isCertain === true) return result
  const vanity = vanityDigits(body, country)
  return vanity === undefined ? { problem: 'unclear' } : readHead(vanity, country)
}

/** Words before a number: `Tel.:`, `Mobile (private)`. Not `O` for a zero, nor what makes it an extension. */
function isLabel(lead: string, before: string | undefined): boolean {
  if (lead === '') return true
  if (
    lead.length > 80 ||
    /[*#@\p{N}]|[零一二三四五六七八九]\s*$/u.test(lead) ||
    isExtensionWord(lead)
  )
    return false
  const isWord = /\p{L}{2}|[^\p{ASCII}]|\p{L}[.:)]/u.test(lead)
  const touches = before !== undefined && /[A-Za-z]/u.test(before)
  return touches
    ? /(?:^|\P{L})(?:tel|phone|fon|mobil|handy|puh)$/iu.test(lead)
    : isWord || !/\p{L}/u.test(lead)
}

/** Parameters that say nothing of what is dialled. */
const IDLE_PARAMETER = /^(?:user|transport|npdi|rn|cic|tgrp|trunk-context)(?:=|$)/iu

/** Of a `sip:` address; parameters stand before it as well as behind. */
const HOST = /@[\w.:-]+/u

/** Takes the parameters off a `tel:` or `sip:` address (RFC 3966). One that is not understood stays. */
function withoutParameters(
  text: string,
  lead: string,
): { readonly body: string; readonly extension: string; readonly context: string } {
  const isAddress = ADDRESS.test(lead)
  const [first = '', ...parameters] = (isAddress ? text.replace(HOST, '') : text).split(';')
  if (parameters.some((parameter) => !/^\s*[a-z-]+(?:=.*)?$/iu.test(parameter))) {
    return { body: text, extension: '', context: '' }
  }
  let extension = ''
  let context = ''
  const left: string[] = []
  for (const parameter of parameters.map((each) => each.trim())) {
    const [name = '', value = ''] = parameter.split('=')
    if (/^ext$/iu.test(name) && /^[\d.()-]+$/u.test(value)) extension = digitsOf(value)
    else if (/^phone-context$/iu.test(name)) context = value.startsWith('+') ? value : ''
    else if (!IDLE_PARAMETER.test(parameter)) left.push(parameter)
  }
  return { body: [first.trim(), ...left].join(';'), extension, context }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function withExtension(reading: Reading, extension: string): Reading {
  if (reading.number === undefined || extension === '') return reading
  return { number: { ...reading.number, extension } }
}

/** Digits, a plus, and what divides them. */
function readHead(head: string, country: string): Reading {
  const several = severalIn(head, country)
  if (several.problem === 'several') return several
  if (several.number !== undefined) return several
  // Right-to-left text shows a plus at its end in front.
  const turned = /^[^+]*\d[^+]*\+\s*$/u.test(head) ? `+${head.replace('+', '')}` : head
  if (/\d[^+]*\+/u.test(turned)) return { problem: 'unclear' }
  // A group in brackets at the end, or a second ending, is no part of the number.
  if (/\d[^(]*\(\s*\d+\s*\)[\s./-]*$/u.test(turned)) return { problem: 'unclear' }
  const ending = /^(.*\d{3}.*)\/\s*\d{1,3}\s*$/u.exec(turned)?.[1]
  if (ending !== undefined && best(ending, country)?.isValid() === true) {
    return { problem: 'several' }
  }
  const found = best(turned, country)
  const digits = digitsOf(turned)
  if (found !== undefined && digitsOf(found.number).length > MOST_DIGITS) {
    return { problem: 'too-long' }
  }
  if (found === undefined || isShort(found)) {
    if (digits.length > MOST_DIGITS) return { problem: 'too-long' }
    const isFew = digits.length <= SHORT || (found !== undefined && isShort(found))
    return { problem: isFew ? 'short' : 'invalid' }
  }
  const isCertain = found.isValid()
  if (!isCertain && !isPlausible(found)) return { problem: 'invalid' }
  return { number: numberOf(found, isCertain) }
}

/** Parts that are numbers each: several of them, unless all are the same. */
function severalIn(text: string, country: string): Reading {
  return apart(text.split(STRONG), country) ?? whereJoinedIsNone(text, country) ?? none
}

/** What stands between two numbers, and hardly inside one. */
const STRONG = /[/;,|(]|\s-\s|\s{2,}|(?=\+)|\p{L}+/u
const none: Reading = { problem: 'invalid' }

function whereJoinedIsNone(text: string, country: string): Reading | undefined {
  return best(text, country)?.isValid() === true ? undefined : apart(text.split(/\s+/u), country)
}

function apart(all: readonly string[], country: string): Reading | undefined {
  const parts = all.filter((part) => digitsOf(part).length > SHORT)
  const read = parts.map((part) => best(part, country))
  const [first] = read
  if (first === undefined || parts.length < 2) return undefined
  if (!read.every((each) => each?.isValid() === true)) return undefined
  const isOne = read.every((each) => each?.number === first.number)
  return isOne ? { number: numberOf(first, true) } : { problem: 'several' }
}

/** The best reading of the digits: one that the plans know, else one that they allow. */
function best(text: string, country: string): Parsed | undefined {
  const read = variantsOf(text, country).flatMap((digits) => parse(digits, country) ?? [])
  return read.find((each) => each.isValid()) ?? read.find((each) => each.isPossible()) ?? read[0]
}

/** What the digits may mean, the likeliest first. */
function variantsOf(text: string, country: string): readonly string[] {
  const digits = (part: string): string => part.replace(/[^\d+]/gu, '').replace(/^\++/u, '+')
  const plain = digits(text)
  const all = [plain]
  // `+49 (0)40`: the zero is dialled at home only. Italy's own stays.
  if (/\(\s*0\s*\)/u.test(text)) all.push(digits(text.replace(/\(\s*0\s*\)/u, '')))
  // The international prefix of another country than the one chosen.
  all.push(...all.map((each) => each.replace(/^(?:\+?00|011)/u, '+')))
  // Mexico dialled a 1 before mobile numbers until 2019: it still stands in address books.
  all.push(...all.map((each) => each.replace(/^\+521(?=\d{10}$)/u, '+52')))
  if (country === 'MX') all.push(plain.replace(/^(?:01|04[45]|521)(?=\d{10}$)/u, ''))
  return [...new Set(all)]
}

function isShort(parsed: Parsed): boolean {
  if (!parsed.isValid()) return parsed.nationalNumber.length <= SHORT
  const groups = parsed.formatInternational().split(' ').slice(1)
  // `+49 40 112`: valid by its length, and answered by the fire brigade.
  return groups.length === 2 && EMERGENCY.test(groups[1] ?? '')
}

/** What the plans allow without knowing it. North America's own rules go beyond the length. */
function isPlausible(parsed: Parsed): boolean {
  const { countryCallingCode, nationalNumber: national } = parsed
  if (!parsed.isPossible() || national.startsWith('00')) return false
  return countryCallingCode !== '1' || /^[2-9](?!11)\d{9}$/u.test(national)
}

function numberOf(parsed: Parsed, isCertain: boolean): PhoneNumber {
  const { country, countryCallingCode } = parsed
  return {
    e164: parsed.number,
    callingCode: `+${countryCallingCode}`,
    country,
    written: parsed.formatInternational(),
    extension: '',
    isCertain,
    place: country ?? mainCountryOf(countryCallingCode) ?? WORLD,
    kinds: kindsOf(parsed),
  }
}
