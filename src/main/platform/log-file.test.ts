import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileLog } from './file-log.ts'
import { createLogFile } from './log-file.ts'

let home = ''
let folder = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'callpoint-log-'))
  folder = join(home, 'logs')
})
afterEach(() => {
  rmSync(home, { recursive: true })
})

const file = (most = 1000) =>
  createLogFile({
    folder,
    name: 'app.log',
    most,
    keep: 3,
    notice: ({ lines, code }) => `lost ${String(lines)} ${code}\n`,
  })
const read = (name = 'app.log'): string => readFileSync(join(folder, name), 'utf8')

describe('a log file', () => {
  it('is recreated at once after being moved, deleted or truncated, with its folder', () => {
    const log = file()
    log.write('one\n')
    renameSync(join(folder, 'app.log'), join(folder, 'elsewhere'))
    log.write('two\n')
    expect([read('elsewhere'), read()]).toEqual(['one\n', 'two\n'])
    rmSync(join(folder, 'app.log'))
    log.write('three\n')
    expect(read()).toBe('three\n')
    truncateSync(join(folder, 'app.log'))
    log.write('four\n')
    expect(read()).toBe('four\n')
    rmSync(folder, { recursive: true })
    log.write('five\n')
    expect(read()).toBe('five\n')
    expect(log.lost).toBeUndefined()
  })

  it('continues in a file that somebody put in its place', () => {
    const log = file()
    log.write('one\n')
    writeFileSync(join(folder, 'new'), 'theirs\n')
    renameSync(join(folder, 'new'), join(folder, 'app.log'))
    log.write('two\n')
    expect(read()).toBe('theirs\ntwo\n')
  })

  it('counts lines that could not be written, and logs the number afterwards', () => {
    writeFileSync(folder, 'in the way')
    const log = file()
    log.write('one\n')
    log.write('two\n')
    expect(log.lost).toEqual({ code: 'EEXIST', lines: 2 })
    rmSync(folder)
    log.write('three\n')
    expect(read()).toBe('lost 2 EEXIST\nthree\n')
    expect(log.lost).toBeUndefined()
  })

  it.runIf(existsSync('/dev/full'))('a full disk is no reason to throw', () => {
    const log = file()
    log.write('one\n')
    rmSync(join(folder, 'app.log'))
    symlinkSync('/dev/full', join(folder, 'app.log'))
    log.write('two\n')
    log.write('three\n')
    expect(log.lost).toEqual({ code: 'ENOSPC', lines: 2 })
    rmSync(join(folder, 'app.log'))
    log.write('four\n')
    expect(read()).toBe('lost 2 ENOSPC\nfour\n')
  })

  it('keeps the configured number of rotated files, newest first', () => {
    const log = file(10)
    for (let line = 1; line <= 9; line += 1) log.write(`line ${String(line)}\n`)
    expect(readdirSync(folder).sort()).toEqual(['app.log', 'app.log.1', 'app.log.2', 'app.log.3'])
    expect([read(), read('app.log.1'), read('app.log.3')]).toEqual([
      'line 9\n',
      'line 8\n',
      'line 6\n',
    ])
  })

  it('continues the file of the previous run', () => {
    const first = file()
    first.write('one\n')
    first.close()
    file().write('two\n')
    expect(read()).toBe('one\ntwo\n')
  })
})

describe('the log of the app', () => {
  it('reports whether it can be written, whatever its level', () => {
    writeFileSync(folder, 'in the way')
    const log = createFileLog({ folder, level: 'error', now: () => 0 })
    log.error('lost')
    expect(log.probe()).toBe('EEXIST')
    rmSync(folder)
    expect(log.probe()).toBeUndefined()
    const lines = readFileSync(join(folder, 'callpoint.log'), 'utf8').trimEnd().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        level: 50,
        time: '1970-01-01T00:00:00.000Z',
        lines: 2,
        code: 'EEXIST',
        message: 'lines before this one could not be written',
      },
      { level: 30, time: '1970-01-01T00:00:00.000Z', message: 'the log can be written' },
    ])
  })
})
