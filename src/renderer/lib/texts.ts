import type first from '../../../resources/locales/en.json'
import type further from '../../../resources/locales/features/more-en.json'

/** The texts of one language, as its file holds them. */
export interface Texts {
  readonly [key: string]: string | Texts
}

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Bare<Name extends string> = Name extends `${infer Stem}_${Plural}` ? Stem : Name
type Paths<Tree> = {
  [Name in keyof Tree & string]: Tree[Name] extends string
    ? Bare<Name>
    : `${Name}.${Paths<Tree[Name]>}`
}[keyof Tree & string]

/** Every key there is, from the English files; a plural is named without its ending. */
export type TextKey = Paths<typeof first> | Paths<typeof further>

/** Words that are put into a text; `count` chooses the plural. */
export type Values = Readonly<Record<string, string | number>>

/** Both trees as one; where both hold a text, the second's is taken. */
export function mergeTexts(one: Texts, other: Texts): Texts {
  const merged: Record<string, string | Texts> = { ...one }
  for (const [key, value] of Object.entries(other)) {
    const there = merged[key]
    merged[key] =
      typeof there === 'object' && typeof value === 'object' ? mergeTexts(there, value) : value
  }
  return merged
}

/**
 * The texts with the policy's overrides laid over them. `overrides` is key to text
 * (`home.question`); a key that is not a text of ours changes nothing.
 */
export function withOverrides(texts: Texts, overrides: Readonly<Record<string, string>>): Texts {
  return Object.entries(overrides).reduce(
    (tree, [key, text]) => withOne(tree, key.split('.'), text),
    texts,
  )
}

function withOne(tree: Texts, path: readonly string[], text: string): Texts {
  const [name, ...rest] = path
  if (name === undefined || !Object.hasOwn(tree, name)) return tree
  const branch = tree[name]
  if (branch === undefined) return tree
  if (typeof branch === 'string') return rest.length === 0 ? { ...tree, [name]: text } : tree
  return { ...tree, [name]: withOne(branch, rest, text) }
}
