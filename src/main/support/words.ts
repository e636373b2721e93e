import ar from '../../../resources/locales/main/ar.json' with { type: 'json' }
import de from '../../../resources/locales/main/de.json' with { type: 'json' }
import en from '../../../resources/locales/main/en.json' with { type: 'json' }
import fi from '../../../resources/locales/main/fi.json' with { type: 'json' }

interface Tree {
  readonly [key: string]: string | Tree
}
/** A text with a counted noun is in the files once for each plural form of the language. */
type Bare<Name extends string> = Name extends `${infer Base}_${'one' | 'other'}` ? Base : Name
type Paths<T> = {
  [Name in keyof T & string]: T[Name] extends string ? Bare<Name> : `${Name}.${Paths<T[Name]>}`
}[keyof T & string]

/** Every text that main itself shows: menus, tray, notifications, the self-test. */
export type WordKey = Paths<typeof en>

/** The text of a key in one language, with words put in; where there are plurals, the one for `count`. */
export type Words = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string

type Overrides = Readonly<Record<string, Readonly<Record<string, string>>>>

const FILES: Readonly<Record<string, Tree>> = { ar, de, en, fi }

/** Languages with texts. */
export const SPOKEN: readonly string[] = Object.keys(FILES)

/** The texts of a language (BCP 47; English where there is no file), under the policy's overrides. */
export function wordsIn(language: string, overrides: Overrides = {}): Words {
  const base = language.split('-')[0]?.toLowerCase() ?? ''
  const file = FILES[base] ?? en
  const plurals = new Intl.PluralRules(file === en ? 'en' : base)
  return (key, values = {}) => {
    const { count } = values
    const forms = typeof count === 'number' ? [`${key}_${plurals.select(count)}`, key] : [key]
    const own = [language, base, '*'].flatMap((tag) => forms.map((form) => overrides[tag]?.[form]))
    const found = [...own, ...forms.map((form) => textAt(file, form))]
    const text = found.find((each) => each !== undefined) ?? key
    return text.replace(/\{\{(\w+)\}\}/gu, (_, name: string) => String(values[name] ?? ''))
  }
}

function textAt(tree: Tree, key: string): string | undefined {
  let at: string | Tree | undefined = tree
  for (const name of key.split('.')) at = typeof at === 'object' ? at[name] : undefined
  return typeof at === 'string' ? at : undefined
}

/** The language of a terminal (BCP 47), as POSIX says it: `LC_ALL`, `LC_MESSAGES`, `LANG`; English for `C`. */
export function terminalLanguage(
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const set = [environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']]
  const locale = set.find((value) => value !== undefined && value !== '') ?? ''
  const [tag = ''] = locale.split(/[.@]/u)
  return /^[a-z]{2,3}(_[A-Z]{2})?$/u.test(tag) ? tag.replace('_', '-') : 'en'
}
