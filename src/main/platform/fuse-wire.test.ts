import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wrongFuses } from './fuse-wire.ts'

test('self-test reads the fuses of the binary, even across two chunks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fuses-'))
  const file = join(folder, 'binary')
  const wire = (states: string): Buffer =>
    Buffer.concat([
      Buffer.alloc(4 * 1024 * 1024 - 10),
      Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'),
      Buffer.from([1, states.length]),
      Buffer.from(states, 'latin1'),
    ])
  writeFileSync(file, wire('0100010'))
  expect(await wrongFuses(file)).toEqual([])
  writeFileSync(file, wire('1011000'))
  expect(await wrongFuses(file)).toEqual([
    'RunAsNode',
    'EnableNodeOptionsEnvironmentVariable',
    'EnableNodeCliInspectArguments',
    'EnableCookieEncryption',
    'OnlyLoadAppFromAsar',
  ])
  writeFileSync(file, Buffer.alloc(100))
  expect(await wrongFuses(file)).toBeUndefined()
  rmSync(folder, { recursive: true })
})
