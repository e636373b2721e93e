import { typed } from './plans.ts'
import { plainText } from './text.ts'

/**
 * A number that is being typed, with the blanks of its country. A text with anything else in it stays as it is: the
 * formatter of the library drops letters and joins what stands around them.
 */
export function spaced(text: string, country: string): string {
  const plain = plainText(text)
  if (!/^\+?[\d\s()./-]*$/u.test(plain) || !/\p{Nd}$/u.test(text)) return text
  // What stands after a whole number may be a second one, or no part of it.
  if (/^\+?(?:\D*\d){7,}\D*[/(]/u.test(plain)) return text
  const digits = plain.replace(/[^\d+]/gu, '')
  const formatted = typed(digits, country)
  return formatted.replace(/[^\d+]/gu, '') === digits && digits !== '' ? formatted : text
}
