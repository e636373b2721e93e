import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import safeTexts from '../../resources/safe/texts.json'

type Texts = { readonly [key: string]: Texts | string }

function linesOf(texts: Texts, path = ''): readonly (readonly [key: string, text: string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as const]
      : linesOf(value, `${path}${key}.`),
  )
}

function allOf(language: 'de' | 'fi'): readonly (readonly [key: string, text: string])[] {
  const files = [`${language}.json`, `features/more-${language}.json`, `main/${language}.json`]
  const texts = files.map(
    (file) => JSON.parse(readFileSync(`resources/locales/${file}`, 'utf8')) as Texts,
  )
  return [...texts, safeTexts[language]].flatMap((each) => linesOf(each))
}

/** Words that only look like a plural address. */
const FINNISH_OTHERS = /^(?:tunne|minne|sinne|tänne|jonne|varmenne)$/u
/** What the customer says to our team. */
const BY_CUSTOMER = ['chat.talk.callMe', 'chat.callMe.confirm']

test('Finnish says sinä everywhere, as kiosks and apps in Finland do', () => {
  const polite =
    /^(?:te|teitä|teille|teidän|teiltä|teiksi|ette|älkää|\p{L}+tte(?:ko|kö)?|\p{L}+nne|(?:olkaa|tulkaa|menkää|valitkaa|pitäkää|\p{L}+(?:ttakaa|ttäkää|täkää|stakaa|stäkää|pikaa|itkaa|itkää|rtakaa)))$/iu
  const found = allOf('fi').flatMap(([key, text]) =>
    BY_CUSTOMER.includes(key)
      ? []
      : (text.match(/\p{L}+/gu) ?? [])
          .filter((word) => polite.test(word) && !FINNISH_OTHERS.test(word))
          .map((word) => `${key}: ${word}`),
  )
  expect(found).toEqual([])
})

test('German says Sie everywhere', () => {
  const familiar = /^(?:du|dich|dir|dein\p{L}*|euch|euer|eure\p{L}*)$/iu
  const found = allOf('de').flatMap(([key, text]) =>
    (text.match(/\p{L}+/gu) ?? [])
      .filter((word) => familiar.test(word))
      .map((word) => `${key}: ${word}`),
  )
  expect(found).toEqual([])
})
