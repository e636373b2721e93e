/** Longest value of a header and longest display name of ours, in UTF-16 units. */
const LONGEST = 200
const LONGEST_NAME = 120

/**
 * The address to dial or to be: `sip:user@domain`. A number loses its blanks and brackets; a full
 * address is taken as it stands. Undefined where nothing is left to dial.
 */
export function sipAddress(text: string, domain: string): string | undefined {
  const trimmed = text.trim()
  const full = /^sips?:([^\s@<>"]+)@([^\s@<>"]+)$/u.exec(trimmed)
  if (full !== null) return trimmed
  const isNumber = /^[+\d][\d\s()./-]*$/u.test(trimmed)
  const user = isNumber ? trimmed.replace(/[\s()./-]/gu, '') : trimmed
  if (user === '' || user.length > 80) return undefined
  return `sip:${encodeURIComponent(user).replaceAll('%2B', '+')}@${domain}`
}

/** A value for a header: one line, nothing that could begin another. */
export function headerValue(text: string): string {
  return cut(oneLine(text), LONGEST)
}

/** A display name, which the SIP library puts between quotation marks. */
export function quotable(text: string): string {
  return cut(oneLine(text).replace(/["\\]/gu, "'"), LONGEST_NAME).trim()
}

/** Between characters: half of one would not survive UTF-8. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/\p{Cs}$/u, '')
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}
