import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOfSources } from './build-targets.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callpoint-unit-'))
  mkdirSync(join(folder, 'src'))
  writeFileSync(join(folder, 'src', 'a.ts'), 'one')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('hashOfSources', () => {
  const hash = () => hashOfSources({ sources: ['package.json', 'src/**/*'] }, folder)

  it('changes with what goes into a build: contents, names, new files', () => {
    const hashes = [hash()]
    writeFileSync(join(folder, 'src', 'a.ts'), 'two')
    hashes.push(hash())
    writeFileSync(join(folder, 'src', 'b.ts'), 'two')
    hashes.push(hash())
    rmSync(join(folder, 'src', 'a.ts'))
    hashes.push(hash())
    writeFileSync(join(folder, 'package.json'), '{}')
    hashes.push(hash())
    expect(new Set(hashes).size).toBe(5)
  })

  it('does not change with tests, build output or file times', () => {
    const before = hash()
    writeFileSync(join(folder, 'src', 'a.test.ts'), 'test')
    mkdirSync(join(folder, 'src', 'dist'))
    writeFileSync(join(folder, 'src', 'dist', 'a.js'), 'built')
    writeFileSync(join(folder, 'src', 'a.ts'), 'one')
    expect(hash()).toBe(before)
  })
})
