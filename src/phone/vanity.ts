import { parse } from './plans.ts'

const KEYS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz']
/** Kinds that are sold by their letters. */
const LETTERED = new Set(['TOLL_FREE', 'PREMIUM_RATE', 'SHARED_COST', 'UAN', 'PERSONAL_NUMBER'])

/**
 * `1-800-FLOWERS` in digits; undefined where it is no such number. A stray letter is none: `O` for a zero and a name
 * after a number would make another number.
 */
export function vanityDigits(text: string, country: string): string | undefined {
  const letters = /^[+\d(][\d\s().-]*((?:[\s.-]*[a-z0-9])+)$/iu.exec(text.replace(/\s+$/u, ''))?.[1]
  if (letters === undefined || (letters.match(/[a-z]/giu)?.length ?? 0) < 3) return undefined
  const digits = text
    .replace(/[^+\da-z]/giu, '')
    .replace(/[a-z]/giu, (letter) =>
      String(KEYS.findIndex((key) => key.includes(letter.toLowerCase())) + 2),
    )
  return known(digits, country) ?? shortened(text, digits, country)
}

/** North America's exchanges take no notice of letters beyond the last digit: `1-800-CONTACTS`. */
function shortened(text: string, digits: string, country: string): string | undefined {
  const length = digits.startsWith('+') ? 12 : digits.startsWith('1') ? 11 : 10
  const beyond = digits.length - length
  const isLetters = beyond > 0 && new RegExp(`[a-z]{${String(beyond)}}$`, 'iu').test(text.trim())
  if (!isLetters) return undefined
  const cut = digits.slice(0, length)
  return parse(cut, country)?.countryCallingCode === '1' ? known(cut, country) : undefined
}

function known(digits: string, country: string): string | undefined {
  const number = parse(digits, country)
  if (number?.isValid() !== true) return undefined
  const isLettered = number.countryCallingCode === '1' || LETTERED.has(number.getType() ?? '')
  return isLettered ? digits : undefined
}
