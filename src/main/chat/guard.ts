/** A finding in a text: code units from `start` to before `end`. */
export interface Finding {
  readonly kind: 'card' | 'iban'
  readonly start: number
  readonly end: number
}

export interface GuardVerdict {
  readonly found: readonly ('card' | 'iban')[]
  /** The text with all but the last four characters of each finding hidden. */
  readonly masked: string
}

/**
 * Card numbers and IBANs in a text that is about to leave. Undefined where there are none. Telephone
 * and order numbers must not raise it: a card number needs an issuer's prefix and length, the Luhn
 * digit, and a grouping that cards have; an IBAN its country's length and the remainder 1.
 */
export function inspect(text: string): GuardVerdict | undefined {
  const findings = findSensitive(text)
  if (findings.length === 0) return undefined
  let masked = ''
  let done = 0
  for (const { kind, start, end } of findings) {
    masked += text.slice(done, start) + mask(text.slice(start, end), kind === 'iban' ? 2 : 0)
    done = end
  }
  masked += text.slice(done)
  return { found: [...new Set(findings.map(({ kind }) => kind))], masked }
}

/**
 * The same for all fields of one request: each field masked, and, for the customer to look at, those in
 * which something was found.
 */
export function inspectAll<T extends Readonly<Record<string, string>>>(
  texts: T,
):
  | { readonly found: GuardVerdict['found']; readonly masked: T; readonly shown: string }
  | undefined {
  const found = new Set<'card' | 'iban'>()
  const shown: string[] = []
  const masked = Object.entries(texts).map(([field, text]) => {
    const verdict = inspect(text)
    if (!verdict) return [field, text]
    for (const kind of verdict.found) found.add(kind)
    shown.push(verdict.masked)
    return [field, verdict.masked]
  })
  if (found.size === 0) return undefined
  // It has exactly the fields of `texts`.
  return { found: [...found], masked: Object.fromEntries(masked) as T, shown: shown.join('\n') }
}

/** All findings, in order, none overlapping. */
export function findSensitive(text: string): readonly Finding[] {
  const plain = digitsToAscii(text)
  const ibans = findIbans(plain)
  const cards = findCards(plain).filter(
    (card) => !ibans.some((iban) => card.start < iban.end && iban.start < card.end),
  )
  return [...ibans, ...cards].sort((a, b) => a.start - b.start)
}

function mask(text: string, keepFront: number): string {
  const total = text.replace(/[^\p{L}\p{N}]/gu, '').length
  let seen = 0
  return text.replace(/[\p{L}\p{N}]/gu, (char) => {
    seen += 1
    return seen <= keepFront || seen > total - 4 ? char : '\u2022'
  })
}

/** Digits of other scripts, one code unit each, so that places stay the same. */
function digitsToAscii(text: string): string {
  return text.replace(
    /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19]/gu,
    (char) => {
      const code = char.charCodeAt(0)
      const zero = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10].find(
        (each) => code >= each && code < each + 10,
      )
      return String(code - (zero ?? code))
    },
  )
}

interface Group {
  readonly start: number
  readonly end: number
}

// No backtracking: digits and separators are disjoint
const RUN = /\d+(?:[ \u00a0\u2009\u202f.\-\u2010-\u2013]\d+)*/gu

function findCards(text: string): Finding[] {
  const findings: Finding[] = []
  for (const run of text.matchAll(RUN)) {
    const groups: Group[] = []
    for (const each of run[0].matchAll(/\d+/gu)) {
      const start = run.index + each.index
      groups.push({ start, end: start + each[0].length })
    }
    for (let first = 0; first < groups.length; first += 1) {
      const last = cardFrom(text, groups, first)
      if (last === undefined) continue
      findings.push({ kind: 'card', start: groups[first]?.start ?? 0, end: groups[last]?.end ?? 0 })
      first = last
    }
  }
  return findings
}

/** The last group of a card number that begins with this group. */
function cardFrom(text: string, groups: readonly Group[], first: number): number | undefined {
  const start = groups[first]?.start ?? 0
  // `A4111...`, `#4111...`, `+4111...`, `RE-4111...`: a reference or a telephone number.
  if (/[\p{L}\p{N}#+_/]$|\p{L}[-.]$/u.test(text.slice(Math.max(0, start - 2), start)))
    return undefined
  let digits = ''
  const sizes: number[] = []
  for (let at = first; at < groups.length && sizes.length < 6; at += 1) {
    const group = groups[at]
    if (!group) return undefined
    digits += text.slice(group.start, group.end)
    sizes.push(group.end - group.start)
    if (digits.length > 19) return undefined
    if (digits.length < 14 || !isIssued(digits) || !isGrouping(sizes) || !luhn(digits)) continue
    if (/^(?:[-_/.]?\p{L}|[_/]\d)/u.test(text.slice(group.end, group.end + 2))) continue
    return at
  }
  return undefined
}

/** Prefixes and lengths in use. Maestro's open range and 13-digit Visa are left out: EANs have them. */
function isIssued(digits: string): boolean {
  const size = digits.length
  const four = Number(digits.slice(0, 4))
  const two = Math.floor(four / 100)
  if (/^(\d)\1+$/u.test(digits)) return false
  if (digits.startsWith('4')) return size === 16 || size === 19
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return size === 16
  if (two === 34 || two === 37) return size === 15
  if (two === 36 || two === 38 || two === 39 || (four >= 3000 && four <= 3059)) return size === 14
  if (four >= 3528 && four <= 3589) return size === 16
  if (four === 6011 || two === 65 || (four >= 6440 && four <= 6499))
    return size === 16 || size === 19
  if (two === 62) return size >= 16
  const maestro = [5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763]
  return maestro.includes(four) && (size === 16 || size === 18 || size === 19)
}

/** In one piece, in fours, as on an American Express or Diners card, or in pairs and threes of fours. */
function isGrouping(sizes: readonly number[]): boolean {
  if (sizes.length === 1) return true
  const shape = sizes.join('-')
  if (shape === '4-6-5' || shape === '4-6-4') return true
  const last = sizes[sizes.length - 1] ?? 0
  return sizes.slice(0, -1).every((size) => size === 4 || size === 8) && last <= 8
}

function luhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at])
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const IBAN_LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 ' +
    'DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 ' +
    'IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 ' +
    'MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 ' +
    'SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
)

const IBAN_START = /[A-Z]{2}[ -]?\d{2}/giu
const BETWEEN = /[ \u00a0\u202f\-.]/u

function findIbans(text: string): Finding[] {
  const findings: Finding[] = []
  let from = 0
  for (const match of text.matchAll(IBAN_START)) {
    const start = match.index
    if (start < from || /[\p{L}\p{N}]/u.test(text[start - 1] ?? '')) continue
    const length = IBAN_LENGTHS[match[0].slice(0, 2).toUpperCase()]
    if (length === undefined) continue
    let code = ''
    let at = start
    for (; at < text.length && code.length < length; at += 1) {
      const char = text[at] ?? ''
      if (/[a-z0-9]/iu.test(char)) code += char.toUpperCase()
      else if (!BETWEEN.test(char) || BETWEEN.test(text[at - 1] ?? '')) break
    }
    if (code.length < length || /[\p{L}\p{N}]/u.test(text[at] ?? '')) continue
    if (remainder97(code.slice(4) + code.slice(0, 4)) !== 1) continue
    findings.push({ kind: 'iban', start, end: at })
    from = at
  }
  return findings
}

function remainder97(code: string): number {
  let rest = 0
  for (const char of code) {
    const value = Number.parseInt(char, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}
