import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { differences, differencesIn, runtimePage } from './runtime-docs.ts'

const page = readFileSync(new URL('../../docs/runtimes.md', import.meta.url), 'utf8')

it('docs/runtimes.md lists every difference that a comment names (npm run docs writes it)', () => {
  const found = differences()
  expect(found.length).toBeGreaterThan(3)
  expect(page).toBe(runtimePage(found))
})

it('generator reads a paragraph from either kind of comment', () => {
  const source = `
    /**
     * What it does.
     *
     * Runtimes: one lacks
     * it.
     *
     * More.
     */
    const a = 1
    // Runtimes: the other
    // has it.
    const b = 'Runtimes: no comment'`
  expect(differencesIn(source)).toEqual(['one lacks it.', 'the other has it.'])
})
