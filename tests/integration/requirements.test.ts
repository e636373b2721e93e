import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repositoryRoot } from '../../scripts/lib/paths.ts'

const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')

const legend = read(join('docs', 'requirements.md'))

/** Numbers with a line in the legend, in its order: `R1`, `C7`, `Question 3`. */
const listed = [...legend.matchAll(/^- \*\*(R\d+|C\d+|Question \d+)\*\* \S/gmu)].map(
  ([, number = '']) => number,
)

const upTo = (prefix: string, last: number): readonly string[] =>
  Array.from({ length: last }, (_, index) => `${prefix}${String(index + 1)}`)

const folders = ['src', 'simulator', 'tests', 'docs', 'scripts', 'bench', 'resources/locales']
const files = folders.flatMap((folder) =>
  readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|js|svelte|css|html|json|md|yaml|xml)$/u.test(name))
    .map((name) => join(folder, name)),
)

describe('the legend of requirements', () => {
  it('lists R1 to R280, C1 to C56 and ten questions, once each and in order', () => {
    expect(listed).toEqual([...upTo('R', 280), ...upTo('C', 56), ...upTo('Question ', 10)])
  })

  it('has a line for every number that the repository refers to', () => {
    const known = new Set(listed)
    const used = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', ...files].flatMap((file) =>
      [...read(file).matchAll(/\b[RC][1-9]\d{0,2}\b|\bquestion \d+\b/gu)].map(([found]) => ({
        file,
        number: found.replace('question', 'Question'),
      })),
    )
    expect(used.length).toBeGreaterThan(500)
    expect(used.filter(({ number }) => !known.has(number))).toEqual([])
  })

  it('is linked from README and ARCHITECTURE', () => {
    expect(read('README.md')).toContain('(docs/requirements.md)')
    expect(read('ARCHITECTURE.md')).toContain('(docs/requirements.md)')
  })
})
