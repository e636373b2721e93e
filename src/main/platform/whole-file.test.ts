import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealedFile } from './sealed-file.ts'
import { sweepDrafts, writeWhole } from './whole-file.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callpoint-whole-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('an atomically written file', () => {
  it('replaces the old one, readable by this user only, without a temporary file left', () => {
    const file = join(folder, 'one')
    writeFileSync(file, 'old', { mode: 0o644 })
    writeWhole(file, 'new')
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['one'])
  })

  it('keeps the old one without a temporary file if it cannot be replaced', () => {
    // Over a folder nothing can be renamed.
    mkdirSync(join(folder, 'taken'))
    expect(() => {
      writeWhole(join(folder, 'taken'), 'new')
    }).toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/u)
    expect(readdirSync(folder)).toEqual(['taken'])
  })

  it('removes only temporary files left by a power cut', () => {
    writeFileSync(join(folder, 'vault.bin.tmp-0123456789abcdef'), 'half')
    writeFileSync(join(folder, 'vault.bin'), 'whole')
    sweepDrafts(folder)
    expect(readdirSync(folder)).toEqual(['vault.bin'])
  })
})

describe('a sealed file', () => {
  const secret = 'a'.repeat(64)

  it('returns what was written, and is unreadable without the key', () => {
    const path = join(folder, 'vault.bin')
    const file = sealedFile(path, secret)
    expect(file.read()).toEqual({})
    file.write({ text: 'Heidelbeere', list: [1, { deep: true }] })
    expect(file.read()).toEqual({ text: 'Heidelbeere', list: [1, { deep: true }] })
    expect(readFileSync(path).includes('Heidelbeere')).toBe(false)
    expect(() => sealedFile(path, 'b'.repeat(64)).read()).toThrow()
  })

  it('refuses a file that was changed, truncated or emptied', () => {
    const path = join(folder, 'vault.bin')
    const file = sealedFile(path, secret)
    file.write({ text: 'Heidelbeere' })
    const whole = readFileSync(path)
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 1
      writeFileSync(path, changed)
      // The separator is not part of what is sealed.
      if (at !== 16) expect(() => file.read(), `byte ${String(at)}`).toThrow()
    }
    for (const length of [0, 1, 16, 17, 32, 33, whole.length - 1]) {
      writeFileSync(path, whole.subarray(0, length))
      expect(() => file.read(), `${String(length)} bytes`).toThrow()
    }
  })

  it('reads files written by electron-store', () => {
    const path = join(folder, 'vault.bin')
    writeFileSync(path, Buffer.from(BEFORE, 'base64'))
    expect(sealedFile(path, secret).read()).toEqual({ 'chat.draft': 'Halb fertig' })
  })
})

/** By electron-store 12.0.0 with this key. */
const BEFORE =
  'XfZJlZ2QcfgipicQBtS9yzpZFL5qBpDvOd/KmypBl9naqlNELSzhF5FzCHLKOUvqUQDqVzfBq8OAbk6bspk2xP8='
