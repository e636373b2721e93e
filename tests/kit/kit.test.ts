import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('a reader of the index finds each file of the kit in it, and none that is not there', () => {
  const index = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  const listed = [...index.matchAll(/^\| `([^`]+)` \| \S/gmu)].map(([, file]) => file)
  const there = globSync('**/*.{ts,yaml}', { cwd: import.meta.dirname })
  expect(listed.toSorted()).toEqual(there.filter((file) => !file.endsWith('.test.ts')).sort())
})
