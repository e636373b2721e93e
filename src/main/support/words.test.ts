import { expect, test } from 'vitest'
import { wordsIn } from './words.ts'

test.each([
  ['en', [0, 1, 3], ['0 findings', '1 finding', '3 findings']],
  ['de', [1, 3], ['1 Befund', '3 Befunde']],
  ['fi', [1, 3], ['1 havainto', '3 havaintoa']],
  ['ar', [0, 1, 2, 3, 11], ['لا نتائج', 'نتيجة واحدة', 'نتيجتان', '3 نتائج', '11 نتيجة']],
  ['sv', [1, 3], ['1 finding', '3 findings']],
] as const)(
  'a count in %s stands with its noun, in the plural of the language',
  (tag, counts, said) => {
    const words = wordsIn(tag)
    expect(counts.map((count) => words('doctor.findings', { count }))).toEqual(said)
  },
)

test('an override says one plural anew, or all of them', () => {
  const one = wordsIn('de', { de: { 'doctor.findings_one': 'nur einer' } })
  expect([1, 3].map((count) => one('doctor.findings', { count }))).toEqual([
    'nur einer',
    '3 Befunde',
  ])
  const all = wordsIn('de', { '*': { 'doctor.findings': '{{count}} Stück' } })
  expect([1, 3].map((count) => all('doctor.findings', { count }))).toEqual(['1 Stück', '3 Stück'])
})
