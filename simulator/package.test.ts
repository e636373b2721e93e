import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const containerfile = read('simulator/Containerfile')

/** The packages that the program itself imports, wherever in the simulator but in its page. */
const imported = (): readonly string[] => {
  const files = readdirSync(join(root, 'simulator'), { recursive: true, encoding: 'utf8' })
  const packages = files
    .filter(
      (file) =>
        file.endsWith('.ts') &&
        !/\.test\.ts$|^console|^dist|testing\/|^docs-tables|^build/.test(file),
    )
    .flatMap((file) => [
      ...read(join('simulator', file)).matchAll(
        /(?:from |require\(|import\(|import\.meta\.url\)\()'([@a-z][^'\n]*)'/g,
      ),
    ])
    .map(([, name = '']) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
  return [...new Set(packages)]
}

describe('simulator/Containerfile', () => {
  it('copies existing files on its list only', () => {
    const lists = read('simulator/Containerfile.dockerignore').split('\n')
    const sources = [...containerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, from = '']) => from.split(' '),
    )
    expect(sources.length).toBeGreaterThan(3)
    for (const source of sources) {
      expect([source, existsSync(join(root, source))]).toEqual([source, true])
      expect(
        lists.some((line) => line === `!${source}` || `!${source}`.startsWith(`${line}/`)),
      ).toBe(true)
    }
  })
})

describe('the package of the simulator', () => {
  it('depends on every package that the program imports, and on no other', () => {
    const { dependencies, optionalDependencies } = z
      .object({
        dependencies: z.record(z.string(), z.string()),
        optionalDependencies: z.record(z.string(), z.string()),
      })
      .parse(JSON.parse(read('simulator/package.json')))
    const declared = Object.keys({ ...dependencies, ...optionalDependencies })
    expect(imported().toSorted()).toEqual(declared.toSorted())
  })
})
