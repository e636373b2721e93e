/** The letters of one language's keyboard, row by row as on its usual physical one. */
export interface Letters {
  readonly rows: readonly [readonly string[], readonly string[], readonly string[]]
  /** What shift gives, where it is not the capital letter. */
  readonly shifted?: readonly [readonly string[], readonly string[], readonly string[]]
  readonly hasCase: boolean
  readonly direction: 'ltr' | 'rtl'
  readonly comma: string
  readonly question: string
}

const latin = { hasCase: true, direction: 'ltr', comma: ',', question: '?' } as const

function split(...rows: readonly [string, string, string]): Letters['rows'] {
  const [upper, home, lower] = rows
  return [Array.from(upper), Array.from(home), Array.from(lower)]
}

const english: Letters = { ...latin, rows: split('qwertyuiop', 'asdfghjkl', 'zxcvbnm') }

const layouts: Readonly<Record<string, Letters>> = {
  en: english,
  de: { ...latin, rows: split('qwertzuiopü', 'asdfghjklöä', 'yxcvbnmß') },
  fi: { ...latin, rows: split('qwertyuiopå', 'asdfghjklöä', 'zxcvbnm') },
  sv: { ...latin, rows: split('qwertyuiopå', 'asdfghjklöä', 'zxcvbnm') },
  fr: { ...latin, rows: split('azertyuiopé', 'qsdfghjklmè', `wxcvbn'àç`) },
  pl: { ...latin, rows: split('qwertyuiopęó', 'asdfghjklłąś', 'zxcvbnmżźćń') },
  ru: { ...latin, rows: split('йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбюё') },
  ar: {
    rows: split('ضصثقفغعهخحجد', 'شسيبلاتنمكط', 'ئءؤرىةوزظذ'),
    // No capitals: the other forms of a letter, and the signs above and below it.
    shifted: [
      Array.from('\u064E\u064B\u064F\u064C\u0650\u064D\u0651\u0652\u0670چپڤ'),
      ['أ', 'إ', 'آ', 'ٱ', 'لا', 'لأ', 'لإ', 'لآ', 'ـ', 'گ', 'ژ'],
      Array.from('؛:!"()«»-/'),
    ],
    hasCase: false,
    direction: 'rtl',
    comma: '،',
    question: '؟',
  },
  he: {
    rows: split(`'-קראטוןםפ`, 'שדגכעיחלךף', 'זסבהנמצתץ'),
    hasCase: false,
    direction: 'rtl',
    comma: ',',
    question: '?',
  },
}

/** The language of the layout that serves `tag` (BCP 47): its own, its base's, or English. */
export function layoutOf(tag: string): string {
  const base = tag.split('-', 1)[0]?.toLowerCase() ?? ''
  return Object.hasOwn(layouts, base) ? base : 'en'
}

/** The letters of a layout named by `layoutOf`. */
export function lettersOf(layout: string): Letters {
  return layouts[layout] ?? english
}

/** Whether addresses and most names can be written with it. */
export function isLatin(layout: string): boolean {
  return /^[a-z]$/u.test(lettersOf(layout).rows[1][0] ?? '')
}

/** The capital of a letter; a word keeps its length (ß becomes ẞ). */
export function capitalOf(letter: string, layout: string): string {
  return letter === 'ß' ? 'ẞ' : letter.toLocaleUpperCase(layout)
}

/** Letters of other Latin alphabets: a customer's name may come from anywhere. */
export const ACCENTS = Array.from('àáâãäåąæçćčèéêëęìíîïłñńòóôõöøœśšßùúûüýźżž')
