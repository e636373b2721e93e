import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { capture, which } from './command.ts'
import { zipStored } from './zip-store.ts'

function sample(): string {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'))
  mkdirSync(join(folder, 'deep', 'er'), { recursive: true })
  mkdirSync(join(folder, 'left'))
  writeFileSync(join(folder, 'run'), '#!/bin/sh\n')
  chmodSync(join(folder, 'run'), 0o755)
  writeFileSync(join(folder, 'deep', 'er', 'ümlaut.txt'), 'words\n'.repeat(1000))
  writeFileSync(join(folder, 'left', 'out'), 'x')
  return folder
}

it('archive of the same files is identical, without skipped ones', async () => {
  const [folder, out] = [sample(), mkdtempSync(join(tmpdir(), 'zip-out-'))]
  await zipStored(folder, join(out, 'a.zip'), ['left'])
  await zipStored(folder, join(out, 'b.zip'), ['left'])
  const bytes = readFileSync(join(out, 'a.zip'))
  expect(bytes.equals(readFileSync(join(out, 'b.zip')))).toBe(true)
  expect(bytes.includes('left/out')).toBe(false)
})

it.skipIf(which('python3') === undefined)('can be read by another program', async () => {
  const [folder, out] = [sample(), mkdtempSync(join(tmpdir(), 'zip-out-'))]
  const file = join(out, 'a.zip')
  await zipStored(folder, file)
  const program = `import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
for entry in archive.infolist(): print(entry.filename, oct(entry.external_attr >> 16 & 0o777), entry.file_size)`
  const answer = capture('python3', ['-c', program, file], { env: { PYTHONIOENCODING: 'utf8' } })
  expect(answer.stderr).toBe('')
  expect(answer.stdout.trim().split('\n')).toEqual([
    'deep/er/ümlaut.txt 0o644 6000',
    'left/out 0o644 1',
    'run 0o755 10',
  ])
})
