import { expect, it } from 'vitest'
import { baseOf, directionOf } from './language-tag.ts'

it('a tag has the language of its first part, however it is written', () => {
  expect(['de-AT', 'DE', 'zh-Hant-TW', ''].map(baseOf)).toEqual(['de', 'de', 'zh', ''])
})

it('a tag is written the way of its language', () => {
  expect(['ar-EG', 'he', 'UR-pk', 'ps'].map(directionOf)).toEqual(['rtl', 'rtl', 'rtl', 'rtl'])
  expect(['de', 'en-US'].map(directionOf)).toEqual(['ltr', 'ltr'])
})
