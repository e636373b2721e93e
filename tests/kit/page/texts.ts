import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filled, textFinder, type TextFinder, type Texts } from '../../../src/contract/texts.ts'
import type { TextKey, Values } from '../../../src/renderer/lib/texts.ts'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'

const finders = new Map<string, TextFinder>()

function finderOf(language: string): TextFinder {
  const known = finders.get(language)
  if (known !== undefined) return known
  const file = (name: string): Texts =>
    JSON.parse(readFileSync(join(repositoryRoot, 'resources/locales', name), 'utf8')) as Texts
  const files = [file(`${language}.json`), file(`features/more-${language}.json`)]
  const made = textFinder(language, files, {})
  finders.set(language, made)
  return made
}

/** The text that the app shows for a key, so that a test does not break when its wording does. */
export function textOf(key: TextKey, values: Values = {}, language = 'en'): string {
  const text = finderOf(language)(key, values['count'])
  if (text === undefined) throw new Error(`there is no text ${key} in ${language}`)
  return filled(text, (name) => String(values[name] ?? ''))
}
