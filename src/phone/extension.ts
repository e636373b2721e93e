/** Words for an extension in the languages of the countries that have them, as regular expressions. */
const WORDS = [
  'e?xt(?:ensi[oó]n|ens[aã]o|n)?',
  'estensione',
  'durchw(?:ahl)?',
  'd\\.?\\s?w',
  'nebenst(?:elle)?',
  'nst',
  'app(?:arat)?',
  'kl(?:appe)?',
  'int(?:erno|erne?|ernnr)?',
  'anexo',
  'poste',
  'ramal',
  'toestel',
  'tst',
  'ank(?:n(?:ytning)?)?',
  'lok(?:al(?:nummer)?)?',
  'al(?:an(?:umero|ro)?)?',
  'wew(?:n[eę]trzny)?',
  'linka',
  'mell(?:[eé]k)?',
  'dahili',
  'доб(?:авочный)?',
  'доп(?:олнительный)?',
  'дод(?:атковий)?',
  'вн(?:утр(?:енний)?)?',
  'εσωτ(?:ερικ[οό])?',
  'שלוחה',
  "שלו['׳]",
  'تحويلة',
  'داخلي',
  'داخلی',
  'فرعي',
  '内線',
  '內線',
  '分机',
  '分機',
  '转',
  '轉',
  '내선',
  '교환',
  'x+',
].join('|')

const WORD = new RegExp(`^[\\s,;(/-]*(?:${WORDS})(?!\\p{L})`, 'iu')
/** After a word: `. 12`, `: 12`, `=12)`, ` no. 12`. */
const AFTER_WORD =
  /^[\s.:=#-]*(?:(?:no|nr|num(?:ber|mer)?|n[uú]mero)[\s.:]*)?(\d(?:[\s-]?\d){0,14})\s*[)#.]*$/iu
/** Without a word: `#12`, `,12`, `,,12#`, `;12`, `~12`, and the pauses of address books: `p12`, `w12`. Fewer digits:
 * more would be another number. */
const AFTER_MARK = /^\s*(?:#|,+|;+|~|[pw]{1,4})\s*(\d{1,6})#?$/iu

/** The extension in what follows a number; `undefined` where it is none, empty where its digits are still to come. */
export function extensionIn(tail: string): string | undefined {
  const word = WORD.exec(tail)
  if (word !== null) {
    const rest = tail.slice(word[0].length)
    if (/^[\s.:=#-]*$/u.test(rest)) return ''
    return AFTER_WORD.exec(rest)?.[1]?.replace(/\D/gu, '')
  }
  if (/^\s*[#~]\s*$/u.test(tail)) return ''
  return AFTER_MARK.exec(tail)?.[1]
}

/** Whether a word before the digits says that they are an extension, not a number. */
export function isExtensionWord(text: string): boolean {
  return WORD.test(text)
}
