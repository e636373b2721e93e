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

it('probe creates a missing folder, and leaves nothing in it', () => {
  probeFolder(join(folder, 'a', 'b'))
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual([])
})

it('probe reports a folder that is a file', () => {
  const file = join(folder, 'logs')
  writeFileSync(file, '')
  expect(() => {
    probeFolder(file)
  }).toThrow(`nothing can be kept in ${file}: E`)
})

it('probe follows no symbolic link', () => {
  const other = join(folder, 'other')
  writeFileSync(other, 'precious')
  symlinkSync(other, join(folder, '.callpoint-probe'))
  probeFolder(folder)
  expect(readdirSync(folder)).toEqual(['other'])
})
