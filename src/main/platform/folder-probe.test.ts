import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { probeFolder } from './folder-probe.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'probe-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

it('makes the folder where it is missing, and leaves nothing in it', () => {
  probeFolder(join(folder, 'a', 'b'))
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual([])
})

it('names a folder that is a file', () => {
  const file = join(folder, 'logs')
  writeFileSync(file, '')
  expect(() => {
    probeFolder(file)
  }).toThrow(`nothing can be kept in ${file}: E`)
})

it('follows no link that lies in its way', () => {
  const other = join(folder, 'other')
  writeFileSync(other, 'precious')
  symlinkSync(other, join(folder, '.callpoint-probe'))
  probeFolder(folder)
  expect(readdirSync(folder)).toEqual(['other'])
})
