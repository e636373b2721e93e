import { expect, it } from 'vitest'
import { readManifest, refuseDevelopmentOnly } from './package-app.ts'

it('packaging refuses a development runtime unless forced', () => {
  const old = { version: '33.2.1', developmentOnly: true }
  expect(() => refuseDevelopmentOnly(old, false)).toThrow('for development and tests only')
  expect(() => refuseDevelopmentOnly(old, true)).not.toThrow()
  expect(() => refuseDevelopmentOnly({ ...old, developmentOnly: false }, false)).not.toThrow()
})

it('package contains only the fields of package.json that the app needs', () => {
  expect(Object.keys(readManifest()).toSorted()).toEqual(
    ['author', 'description', 'license', 'main', 'name', 'productName', 'version'].toSorted(),
  )
})
