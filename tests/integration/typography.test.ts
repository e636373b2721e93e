import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import safeTexts from '../../resources/safe/texts.json'

type Texts = { readonly [key: string]: Texts | string }

/** Quotation marks of each language. */
const MARKS = { en: '“”', de: '„“', fi: '””', ar: '«»' } as const
type Language = keyof typeof MARKS
const languages = Object.keys(MARKS) as readonly Language[]

function linesOf(texts: Texts, path = ''): readonly (readonly [key: string, text: string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as const]
      : linesOf(value, `${path}${key}.`),
  )
}

/** What customers read, and what staff read where `withMain`. */
function textsOf(language: Language, withMain = false): ReturnType<typeof linesOf> {
  const files = [`${language}.json`, `features/more-${language}.json`]
  if (withMain) files.push(`main/${language}.json`)
  const texts = files.map(
    (file) => JSON.parse(readFileSync(`resources/locales/${file}`, 'utf8')) as Texts,
  )
  return [...texts, safeTexts[language]].flatMap((each) => linesOf(each))
}

function found(language: Language, pattern: RegExp, withMain = false): readonly string[] {
  return textsOf(language, withMain).flatMap(([key, text]) =>
    pattern.test(text) ? [`${key}: ${text}`] : [],
  )
}

test.each(languages)('%s: apostrophes are curved, and three dots are one character', (language) => {
  expect(found(language, /\p{L}'\p{L}|\p{L}\.{3}/u, true)).toEqual([])
})

test.each(languages)('%s: quotation marks are those of the language', (language) => {
  const others = [...new Set('"“”„«»‚‘')].filter((mark) => !MARKS[language].includes(mark)).join('')
  expect(found(language, new RegExp(`[${others}]`, 'u'))).toEqual([])
})

test.each(languages)(
  '%s: no word or blank is doubled, and no blank precedes punctuation',
  (language) => {
    expect(found(language, / {2}|(?<=\p{L}) [.,;:!?،؛؟]|(?<!\.)\.\.(?!\.)/u, true)).toEqual([])
  },
)

test('ar: commas, semicolons and question marks are the Arabic ones', () => {
  expect(found('ar', /\p{Script=Arabic}\s*[,;?]/u)).toEqual([])
})

test('ar: one word is vowelled in one way', () => {
  expect(found('ar', /(?:^|[^\p{L}])(?:يرجى|تعذر|تعذرت)(?=$|[^\p{L}\p{M}])/u)).toEqual([])
})
