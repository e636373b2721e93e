import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watchForReady } from './ready.ts'

const start = '{"level":30,"message":"start"}\n'
const ready = '{"level":30,"message":"ready"}\n'
let folder = ''
let log = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ready-'))
  log = join(folder, 'callpoint.log')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('watchForReady', () => {
  it('waits for the log and for a whole line in it', () => {
    const isReady = watchForReady(log)
    expect(isReady()).toBe(false)
    writeFileSync(log, start + ready.slice(0, 25))
    expect(isReady()).toBe(false)
    appendFileSync(log, ready.slice(25))
    expect(isReady()).toBe(true)
    expect(isReady()).toBe(true)
  })

  it('ignores lines of an earlier run', () => {
    writeFileSync(log, start + ready)
    const isReady = watchForReady(log)
    expect(isReady()).toBe(false)
    appendFileSync(log, start)
    expect(isReady()).toBe(false)
    appendFileSync(log, ready)
    expect(isReady()).toBe(true)
  })

  it('reads a rotated log from its beginning', () => {
    writeFileSync(log, start + start + start)
    const isReady = watchForReady(log)
    writeFileSync(log, ready)
    expect(isReady()).toBe(true)
  })
})
