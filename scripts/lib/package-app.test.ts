import { expect, it } from 'vitest'
import { readManifest, refuseDevelopmentOnly } from './package-app.ts'

it('refuses an Electron that must not be shipped, unless it is told to', () => {
  const old = { version: '33.2.1', developmentOnly: true }
  expect(() => refuseDevelopmentOnly(old, false)).toThrow('for development and tests only')
  expect(() => refuseDevelopmentOnly(old, true)).not.toThrow()
  expect(() => refuseDevelopmentOnly({ ...old, developmentOnly: false }, false)).not.toThrow()
})

it('ships of package.json what the app needs, and nothing of its building', () => {
  expect(Object.keys(readManifest()).toSorted()).toEqual(
    ['author', 'description', 'license', 'main', 'name', 'productName', 'version'].toSorted(),
  )
})
