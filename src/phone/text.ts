/*
 * What people type and paste, before anything is read: characters that look alike become one, and those that nobody
 * sees go.
 */

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\u20E3]/gu
const LINE_ENDS = /[\n\v\f\r\u0085\u2028\u2029]+/gu
const BLANKS = /[\p{Zs}\p{Cc}]/gu
/** Hyphens and dashes, the minus sign, and the long vowel of Japanese, which is typed for a dash. */
const DASHES = /[\p{Pd}\u2212\u2043\u30FC\uFF70]/gu
const DOTS = /[\u00B7\u0387\u06D4\u2022\u2024\u2027\u2219\u22C5\u3002\u30FB\uFF61\uFF65]/gu

const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/[\u207A\u2795\uFB29]/gu, '+'],
  [/[[{\u3010\u3014]/gu, '('],
  [/[\]}\u3011\u3015]/gu, ')'],
  [/[\u2044\u2215\u29F8\\]/gu, '/'],
  [/[\u060C\u3001]/gu, ','],
  [/\u061B/gu, ';'],
  [/\u266F/gu, '#'],
  [/[\u00D7\u0445]/gu, 'x'],
  [/\u0425/gu, 'X'],
]

/** The text with Western digits, plain blanks, dashes and brackets; line ends become `\n`. */
export function plainText(text: string): string {
  let plain = text
    .replace(INVISIBLE, '')
    // Full-width and small forms of ASCII.
    .replace(/[\uFE50-\uFE6F\uFF01-\uFF5E]/gu, (char) => char.normalize('NFKC'))
    .replace(/\p{Nd}/gu, westernDigit)
    .replace(LINE_ENDS, '\n')
    .replace(/[^\n]/gu, (char) => char.replace(BLANKS, ' '))
    .replace(DASHES, '-')
    .replace(DOTS, '.')
  for (const [pattern, instead] of ALIKE) plain = plain.replace(pattern, instead)
  return plain.trim()
}

/** The digits alone, in Western digits. */
export function digitsOf(text: string): string {
  return plainText(text).replace(/\D/gu, '')
}

/** Unicode keeps the decimal digits of a script together, in order from zero. */
function westernDigit(char: string): string {
  const code = char.codePointAt(0) ?? 0
  let before = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1
  return String(before % 10)
}
