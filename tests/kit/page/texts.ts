import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TextKey, Texts } from '../../../src/renderer/lib/texts.ts'
import { mergeTexts } from '../../../src/renderer/lib/texts.ts'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'

const read = new Map<string, Texts>()

function textsOf(language: string): Texts {
  const known = read.get(language)
  if (known !== undefined) return known
  const file = (name: string): Texts =>
    JSON.parse(readFileSync(join(repositoryRoot, 'resources/locales', name), 'utf8')) as Texts
  const made = mergeTexts(file(`${language}.json`), file(`features/more-${language}.json`))
  read.set(language, made)
  return made
}

/** The text that the app shows for a key, so that a test does not break when its wording does. */
export function textOf(
  key: TextKey,
  values: Readonly<Record<string, string | number>> = {},
  language = 'en',
): string {
  let at: string | Texts | undefined = textsOf(language)
  for (const name of key.split('.')) at = typeof at === 'object' ? at[name] : undefined
  if (typeof at !== 'string') throw new Error(`there is no text ${key} in ${language}`)
  return at.replace(/\{\{(\w+)\}\}/gu, (_, name: string) => String(values[name] ?? ''))
}
