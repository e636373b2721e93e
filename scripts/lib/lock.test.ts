import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from './lock.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callpoint-unit-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('withLock', () => {
  it('admits one at a time, and is released after a failure', async () => {
    const path = join(folder, 'lock')
    const events: string[] = []
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const first = withLock(path, async () => {
      events.push('first in')
      await held
      events.push('first out')
      throw new Error('broken')
    })
    const second = withLock(
      path,
      async () => await Promise.resolve(events.push('second in')),
      () => release(),
    )
    await expect(first).rejects.toThrow('broken')
    await second
    expect(events).toEqual(['first in', 'first out', 'second in'])
    expect(existsSync(path)).toBe(false)
  })

  it('is taken over from a dead owner', async () => {
    const path = join(folder, 'lock')
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(path, String(pid))
    await expect(withLock(path, async () => await Promise.resolve(7))).resolves.toBe(7)
  })
})
