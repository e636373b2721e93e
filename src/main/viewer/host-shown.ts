import { domainToUnicode } from 'node:url'

// The scripts in general use (Unicode Standard Annex 31, table 5). Others come out as punycode.
const SCRIPTS = (
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi ' +
  'Han Hangul Hebrew Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala ' +
  'Tamil Telugu Thaana Thai Tibetan'
)
  .split(' ')
  .map((name) => ({ name, letter: new RegExp(`\\p{Script=${name}}`, 'u') }))

/** Which scripts one label may mix (Unicode Technical Standard 39, "highly restrictive"). */
const MIXES = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
].map((each) => new Set(each))

/** Letters that look like Latin ones: a label of nothing else passes for a Latin name. */
const LATIN_ALIKE: readonly { readonly letters: RegExp; readonly tops: RegExp }[] = [
  {
    letters:
      /^[\u0430\u044b\u0441\u0501\u0435\u050d\u04bb\u0456\u044e\u0458\u04cf\u043e\u0440\u0517\u051b\u0455\u051d\u0445\u0443\u044a\u042c\u04bd\u043f\u0433\u0475\u0461\d-]+$/u,
    tops: /^(?:bg|by|kz|mk|mn|rs|ru|su|ua|uz)$|\p{Script=Cyrillic}/u,
  },
  {
    letters: /^[\u03b1\u03b9\u03ba\u03bd\u03c1\u03c5\u03c9\u03b7\u03bf\u03c4\d-]+$/u,
    tops: /^(?:gr|cy|eu)$|\p{Script=Greek}/u,
  },
  {
    letters: /^[\u0561\u0563\u0566\u0567\u056c\u0570\u0575\u0578\u057d\u0582\u0585\d-]+$/u,
    tops: /^am$|\p{Script=Armenian}/u,
  },
  {
    letters: /^[\u10d8\u10dd\u10e7\u10eb\u10ee\u10fd\u10ff\d-]+$/u,
    tops: /^ge$|\p{Script=Georgian}/u,
  },
  {
    letters: /^[\u05d3\u05d5\u05d7\u05d9\u05df\u05e1\u05f0\u05f2\d-]+$/u,
    tops: /^il$|\p{Script=Hebrew}/u,
  },
  {
    letters: /^[\u1200\u1220\u1230\u1235\u1260\u1290\u1280\u12a0\u12d0\u12d8\u1320\u1350\d-]+$/u,
    tops: /^(?:er|et)$|\p{Script=Ethiopic}/u,
  },
  {
    letters:
      /^[\u0e17\u0e19\u0e1a\u0e1e\u0e23\u0e2b\u0e40\u0e41\u0e50\u0e14\u0e25\u0e1b\u0e1f\u0e21\d-]+$/u,
    tops: /^th$|\p{Script=Thai}/u,
  },
]

// Latin letters of living languages: Latin-1, Extended-A, Romanian and Azerbaijani, Vietnamese. Not
// the dotless i, the long s, the letters of phonetics, and Icelandic ones outside Iceland.
const LATIN =
  /^[a-z\d\u00df-\u00ef\u00f1-\u00f6\u00f8-\u00ff\u0101-\u0130\u0132-\u0137\u0139-\u017e\u01a1\u01b0\u0219\u021b\u0259\u1e80-\u1e85\u1ea0-\u1ef9-]*$/u
const ICELANDIC = /[\u00f0\u00fe]/u
// Kana and strokes that pass for a slash, a dash or a dot beside letters of another script.
const STROKES =
  /(?<![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\u3093\u30ce\u30bd\u30be\u30f3\u30fc\u30fb-\u30fe\u4e36\u4e3f]|[\u30ce\u30bd\u30be\u30f3\u30fb\u4e36\u4e3f](?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]|$)/u
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Zs}]/u
// A dot in the middle stands between two l only, as in Catalan.
const MIDDLE_DOT = /(?<!l)\u00b7|\u00b7(?!l)/u

/**
 * A host as customers can read it: names in their own letters (`b\u00fccher.example`) unless these may
 * pass for others; then punycode, as in browsers. `host` is a URL's, with its port; `own` are hosts
 * that the business names, which no other may look like.
 */
export function shownHost(host: string, own: readonly string[] = []): string {
  if (!host.includes('xn--')) return host
  const [name = '', port] = host.split(':')
  const labels = name.split('.')
  const top = domainToUnicode(labels.filter((label) => label !== '').at(-1) ?? '')
  const shown = labels.map((label) => shownLabel(label, top)).join('.')
  const plain = withoutMarks(shown)
  if (plain !== shown && own.some((each) => plain.endsWith(each.replace(/^\*\./u, '')))) return host
  return port === undefined ? shown : `${shown}:${port}`
}

function withoutMarks(name: string): string {
  const letters = name.normalize('NFD').replace(/\p{M}/gu, '')
  return letters
    .replace(/\u0142/gu, 'l')
    .replace(/\u00f8/gu, 'o')
    .replace(/\u0111/gu, 'd')
}

function shownLabel(label: string, top: string): string {
  if (!label.startsWith('xn--')) return label
  const letters = domainToUnicode(label)
  return letters === '' || isDoubtful(letters, top) ? label : letters
}

function isDoubtful(label: string, top: string): boolean {
  if (INVISIBLE.test(label) || MIDDLE_DOT.test(label) || STROKES.test(label)) return true
  const scripts = new Set<string>()
  for (const char of label) {
    if (/[\d\u00b7\u30fb\u30fc-]|\p{M}/u.test(char)) continue
    const script = SCRIPTS.find(({ letter }) => letter.test(char))
    if (script === undefined) return true
    scripts.add(script.name)
  }
  if (scripts.size > 1 && !MIXES.some((mix) => [...scripts].every((each) => mix.has(each))))
    return true
  if (scripts.has('Latin')) return isDoubtfulLatin(label, top, scripts.size > 1)
  // Digits of one kind, and marks on letters only.
  if (/^\p{M}/u.test(label)) return true
  return LATIN_ALIKE.some(({ letters, tops }) => letters.test(label) && !tops.test(top))
}

function isDoubtfulLatin(label: string, top: string, isMixed: boolean): boolean {
  // Beside Han or Kana only plain letters.
  if (isMixed)
    return /[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}\p{M}a-z\d\u30fb\u30fc-]/u.test(
      label,
    )
  if (ICELANDIC.test(label) && !/^(?:is|fo)$/u.test(top)) return true
  return !LATIN.test(label.normalize('NFC').replace(/\u00b7/gu, ''))
}
