import { baseOf } from './language-tag.ts'

/** The texts of one language, as its file holds them. */
export interface Texts {
  readonly [key: string]: string | Texts
}

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Bare<Name extends string> = Name extends `${infer Stem}_${Plural}` ? Stem : Name

/** Every key of a file of texts; a plural is named without its ending. */
export type KeyOf<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string
    ? Bare<Name>
    : `${Name}.${KeyOf<Tree[Name]>}`
}[keyof Tree & string]

/** The policy's own texts: language (BCP 47) or `*` to key to text. */
export type Overrides = Readonly<Record<string, Readonly<Record<string, string>>>>

/** The text of a key, as it is in the files: `{{name}}` is where a value goes. */
export type TextFinder = (key: string, count?: unknown) => string | undefined

/**
 * Finds the texts of a language: the policy's for exactly this language, for its base, for any (`*`); then those of the
 * files. A number as `count` asks for the plural form that the language has for it; a text without plural forms is
 * the same for every number.
 */
export function textFinder(
  language: string,
  files: readonly Texts[],
  overrides: Overrides,
): TextFinder {
  const plurals = new Intl.PluralRules(language)
  const own = [language, baseOf(language), '*']
    .map((tag) => overrides[tag])
    .filter((texts) => texts !== undefined)
  return (key, count) => {
    const forms = typeof count === 'number' ? [`${key}_${plurals.select(count)}`, key] : [key]
    for (const texts of own) {
      for (const form of forms) if (Object.hasOwn(texts, form)) return texts[form]
    }
    for (const form of forms) {
      for (const texts of files) {
        const text = textAt(texts, form)
        if (text !== undefined) return text
      }
    }
    return undefined
  }
}

function textAt(texts: Texts, key: string): string | undefined {
  let at: string | Texts | undefined = texts
  for (const name of key.split('.')) {
    at = typeof at === 'object' && Object.hasOwn(at, name) ? at[name] : undefined
  }
  return typeof at === 'string' ? at : undefined
}

/** A text with its values put in; what stands in a value is never read as a place for another. */
export function filled(text: string, valueOf: (name: string) => string): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/gu, (_, name: string) => valueOf(name))
}
