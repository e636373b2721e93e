import { expect, it } from 'vitest'
import { baseOf, directionOf } from './language-tag.ts'

it('the base language is the first part of a tag, in any spelling', () => {
  expect(['de-AT', 'DE', 'zh-Hant-TW', ''].map(baseOf)).toEqual(['de', 'de', 'zh', ''])
})

it('text direction follows the language of a tag', () => {
  expect(['ar-EG', 'he', 'UR-pk', 'ps'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl', 'rtl'])
  expect(['de', 'en-US'].map(directionOf)).toEqual(['ltr', 'ltr'])
})
