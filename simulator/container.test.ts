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
      (file) => file.endsWith('.ts') && !/\.test\.ts$|^console|testing\/|^docs-tables/.test(file),
    )
    .flatMap((file) => [
      ...read(join('simulator', file)).matchAll(/(?:from |require\()'([@a-z][^'\n]*)'/g),
    ])
    .map(([, name = '']) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
    .filter((name) => !name.startsWith('node:') && !builtinModules.includes(name))
  return [...new Set(packages)]
}

describe('simulator/Containerfile', () => {
  it('copies what is there, and only what its list lets through', () => {
    const lists = read('simulator/Containerfile.dockerignore')
    const sources = [...containerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, from = '']) => from.split(' '),
    )
    expect(sources.length).toBeGreaterThan(3)
    for (const source of sources) {
      expect([source, existsSync(join(root, source))]).toEqual([source, true])
      expect(lists).toContain(`!${source}`)
    }
  })

  it('installs every package that the program imports', () => {
    const { devDependencies } = z
      .object({ devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')))
    const installed = [...containerfile.matchAll(/'([@a-z0-9./-]+)'/g)].map(([, name = '']) => name)
    for (const name of imported()) {
      expect(installed).toContain(name)
      expect(Object.keys(devDependencies)).toContain(name)
    }
  })
})
