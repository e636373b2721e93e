import { baseOf } from '../../contract/language-tag.ts'
import { filled, textFinder, type KeyOf, type Overrides, type Texts } from '../../contract/texts.ts'
import ar from '../../../resources/locales/main/ar.json' with { type: 'json' }
import de from '../../../resources/locales/main/de.json' with { type: 'json' }
import en from '../../../resources/locales/main/en.json' with { type: 'json' }
import fi from '../../../resources/locales/main/fi.json' with { type: 'json' }

/** Every text that main itself shows: menus, tray, notifications, the self-test. */
export type WordKey = KeyOf<typeof en>

/** What is put into a text: as it is, or worded in the language of that text. */
type Value =
  | string
  | number
  | Sentence
  /** One of these: `a, b or c`. */
  | { readonly anyOf: readonly string[] }
  /** The name of a language, by its tag (BCP 47). */
  | { readonly language: string }

type Values = Readonly<Record<string, Value>>

/** A sentence for people, not yet in any language: it is worded where it is shown. */
export interface Sentence {
  readonly key: WordKey
  readonly values?: Values
}

/** The text of a key in one language, with words put in; where there are plurals, the one for `count`. */
export type Words = (key: WordKey, values?: Values) => string

/** What every language must have: a text for each key of the English file, of its plurals at least these. */
type Complete<T> = {
  readonly [Name in keyof T]: T[Name] extends string ? string : Complete<T[Name]>
}
const FILES: Readonly<Record<string, Texts>> = { ar, de, en, fi } satisfies Readonly<
  Record<string, Complete<typeof en>>
>

/** Languages with texts. */
export const SPOKEN: readonly string[] = Object.keys(FILES)

/** The texts of a language (BCP 47; English where there is no file), under the policy's overrides. */
export function wordsIn(language: string, overrides: Overrides = {}): Words {
  const known = FILES[baseOf(language)]
  const spoken = known === undefined ? 'en' : language
  const find = textFinder(spoken, [known ?? en], overrides)
  const words: Words = (key, values = {}) =>
    filled(find(key, values['count']) ?? key, (name) => shown(values[name] ?? ''))
  const shown = (value: Value): string => {
    if (typeof value !== 'object') return String(value)
    if ('key' in value) return words(value.key, value.values)
    if ('anyOf' in value) {
      return new Intl.ListFormat(spoken, { type: 'disjunction' }).format(value.anyOf)
    }
    return (
      new Intl.DisplayNames([spoken], { type: 'language' }).of(value.language) ?? value.language
    )
  }
  return words
}

/** A sentence for the log, which stays English whatever the policy and the terminal speak. */
export function inEnglish({ key, values }: Sentence): string {
  return wordsIn('en')(key, values)
}

/** An error that says in any language what is wrong. */
export class ToldError extends Error {
  readonly sentence: Sentence

  constructor(sentence: Sentence, options?: ErrorOptions) {
    super(inEnglish(sentence), options)
    this.sentence = sentence
  }
}

/** What an error says: its own sentence, or the words of the system that threw it. */
export function sentenceOf(error: unknown): Sentence {
  if (error instanceof ToldError) return error.sentence
  const message = error instanceof Error ? error.message : String(error)
  return { key: 'reason.system', values: { message } }
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
