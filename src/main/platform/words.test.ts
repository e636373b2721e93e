import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inEnglish, SPOKEN, wordsIn, type Sentence } from './words.ts'

test.each([
  ['en', [0, 1, 3], ['0 findings', '1 finding', '3 findings']],
  ['de', [1, 3], ['1 Befund', '3 Befunde']],
  ['fi', [1, 3], ['1 havainto', '3 havaintoa']],
  ['ar', [0, 1, 2, 3, 11], ['لا نتائج', 'نتيجة واحدة', 'نتيجتان', '3 نتائج', '11 نتيجة']],
  ['sv', [1, 3], ['1 finding', '3 findings']],
] as const)('a count in %s has the noun in the right plural form', (tag, counts, said) => {
  const words = wordsIn(tag)
  expect(counts.map((count) => words('doctor.findings', { count }))).toEqual(said)
})

test('an override replaces one plural form, or all of them', () => {
  const one = wordsIn('de', { de: { 'doctor.findings_one': 'nur einer' } })
  expect([1, 3].map((count) => one('doctor.findings', { count }))).toEqual([
    'nur einer',
    '3 Befunde',
  ])
  const all = wordsIn('de', { '*': { 'doctor.findings': '{{count}} Stück' } })
  expect([1, 3].map((count) => all('doctor.findings', { count }))).toEqual(['1 Stück', '3 Stück'])
})

test('values in a sentence are in its language', () => {
  const sentence: Sentence = {
    key: 'reason.meant',
    values: { reason: { key: 'reason.strange' }, meant: 'mode' },
  }
  const places: Sentence = { key: 'reason.elsewhere', values: { places: { anyOf: ['a', 'b'] } } }
  const name: Sentence = {
    key: 'reason.silentLanguage',
    values: { name: { language: 'fr' }, list: 'en' },
  }
  const all = [sentence, places, name]
  expect(all.map(inEnglish)).toEqual([
    'is not a key of the policy; did you mean "mode"?',
    'is not a key in this place; did you mean a or b?',
    'there are no texts in French, so it is not offered; there are texts in en',
  ])
  const german = wordsIn('de')
  expect(all.map(({ key, values }) => german(key, values))).toEqual([
    'ist kein Schlüssel der Policy; ist „mode“ gemeint?',
    'ist an dieser Stelle kein Schlüssel; ist a oder b gemeint?',
    'auf Französisch gibt es keine Texte, daher wird diese Sprache nicht angeboten; Texte gibt es in en',
  ])
})

test('every language uses the same placeholders in each text', () => {
  const textsOf = (language: string) => {
    const file = `resources/locales/main/${language}.json`
    const texts = new Map<string, string>()
    const walk = (at: unknown, path: string): void => {
      if (typeof at === 'string') texts.set(path, at)
      else for (const [name, below] of Object.entries(at ?? {})) walk(below, `${path}.${name}`)
    }
    walk(JSON.parse(readFileSync(file, 'utf8')), '')
    return texts
  }
  const holesOf = (text = ''): readonly string[] => [...new Set(text.match(/\{\{\w+\}\}/gu))].sort()
  const english = textsOf('en')
  for (const language of SPOKEN) {
    for (const [path, text] of textsOf(language)) {
      const plural = /_(?:zero|one|two|few|many|other)$/u
      // A singular or a dual may say its number in a word.
      if (plural.test(path) && !path.endsWith('_other')) {
        expect(english.has(path.replace(plural, '_other')), `${language}${path}`).toBe(true)
      } else expect(holesOf(text), `${language}${path}`).toEqual(holesOf(english.get(path)))
    }
  }
})
