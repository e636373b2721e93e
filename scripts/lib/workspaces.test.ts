import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { repositoryRoot } from './paths.ts'

const versions = z.record(z.string(), z.string()).default({})
const manifestSchema = z.object({
  workspaces: z.array(z.string()).default([]),
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
})
const lockSchema = z.object({ packages: z.record(z.string(), z.unknown()) })

const read = (...path: readonly string[]): unknown =>
  JSON.parse(readFileSync(join(repositoryRoot, ...path), 'utf8'))
const app = manifestSchema.parse(read('package.json'))
const manifests = new Map([
  ['.', app],
  ...app.workspaces.map(
    (name) => [name, manifestSchema.parse(read(name, 'package.json'))] as const,
  ),
])

describe('app, simulator and component', () => {
  it('name one exact version of what several of them need', () => {
    const found = new Map<string, Set<string>>()
    for (const { dependencies, devDependencies, optionalDependencies } of manifests.values()) {
      const all = { ...dependencies, ...devDependencies, ...optionalDependencies }
      for (const [name, version] of Object.entries(all)) {
        expect([name, version]).toEqual([
          name,
          expect.stringMatching(/^(?:npm:[a-z-]+@)?\d+\.\d+\.\d+$/u),
        ])
        found.set(name, (found.get(name) ?? new Set()).add(version))
      }
    }
    expect(manifests.size).toBe(3)
    expect([...found].filter(([, each]) => each.size > 1)).toEqual([])
  })

  it('share one node_modules: nothing is installed a second time for a package', () => {
    const { packages } = lockSchema.parse(read('package-lock.json'))
    const own = app.workspaces.map((name) => `${name}/node_modules/`)
    expect(
      Object.keys(packages).filter((path) => own.some((each) => path.startsWith(each))),
    ).toEqual([])
  })

  it('leave the app without dependencies at run time: what it ships is bundled', () => {
    expect(app.dependencies).toEqual({})
  })
})
