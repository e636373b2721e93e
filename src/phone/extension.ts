/** Words for an extension in the languages of the countries that have them, as regular expressions. */
const WORDS = [
  'e?xt(?:ensi[oó]n|ens[aã]o|n)?',
  'estensione',
  'durchwahl',
  'd\\.?\\s?w',
  'nebenstelle',
  'nst',
  'app(?:arat)?',
  'kl(?:appe)?',
  'int(?:erno|erne?)?',
  'anexo',
  'poste',
  'ramal',
  'toestel',
  'tst',
  'anknytning',
  'ankn',
  'lokal(?:nummer)?',
  'alanumero',
  'alanro',
  'wew(?:n[eę]trzny)?',
  'linka',
  'mell[eé]k',
  'dahili',
  'доб(?:авочный)?',
  'вн(?:утр(?:енний)?)?',
  'εσωτ(?:ερικ[οό])?',
  'שלוחה',
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
  'x+',
].join('|')

const WORD = new RegExp(`^[\\s,;(/-]*(?:${WORDS})(?!\\p{L})`, 'iu')
/** After a word: `. 12`, `: 12`, `=12)`. */
const AFTER_WORD = /^[\s.:=#-]*(\d(?:[\s-]?\d){0,14})\s*[)#.]*$/u
/** Without a word: `#12`, `,12`, `,,12#`, `;12`, `~12`. Fewer digits: more would be another number. */
const AFTER_MARK = /^\s*(?:#|,+|;+|~)\s*(\d{1,6})#?$/u

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
