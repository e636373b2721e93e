import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { archiveUrl, binaryWithin, isRemembered } from './electron-download.ts'
import {
  checkIntegrity,
  developmentOnlyMarker,
  isElectronFile,
  publish,
} from './electron-fallback.ts'
import { isMarked } from './electron-runtime.ts'
import { npmCommand } from './npm.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callpoint-unit-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe("Electron's own download", () => {
  it('has its address on GitHub, or on a mirror', () => {
    expect(archiveUrl('45.5.0', {}, 'linux', 'x64')).toBe(
      'https://github.com/electron/electron/releases/download/v45.5.0/electron-v45.5.0-linux-x64.zip',
    )
    const mirror = { ELECTRON_MIRROR: 'https://mirror.test/' }
    expect(archiveUrl('45.5.0', mirror, 'darwin', 'arm64')).toBe(
      'https://mirror.test/v45.5.0/electron-v45.5.0-darwin-arm64.zip',
    )
  })

  it('is not retried for a day, unless its address has changed', () => {
    const file = join(folder, 'memory.json')
    const hour = 3_600_000
    writeFileSync(file, JSON.stringify({ url: 'https://a.test', atMs: 0 }))
    expect(isRemembered(file, 'https://a.test', 23 * hour)).toBe(true)
    expect(isRemembered(file, 'https://a.test', 25 * hour)).toBe(false)
    expect(isRemembered(file, 'https://b.test', hour)).toBe(false)
    writeFileSync(file, 'half a fi')
    expect(isRemembered(file, 'https://a.test', hour)).toBe(false)
    expect(isRemembered(join(folder, 'none.json'), 'https://a.test', hour)).toBe(false)
  })

  it('has its binary in the usual place of each platform', () => {
    expect(binaryWithin('/d', 'linux')).toBe(join('/d', 'electron'))
    expect(binaryWithin('/d', 'win32')).toBe(join('/d', 'electron.exe'))
    expect(binaryWithin('/d', 'darwin')).toContain('Electron.app')
  })
})

describe('the fallback', () => {
  it('is refused if its digest differs', async () => {
    const file = join(folder, 'archive.tgz')
    writeFileSync(file, 'content')
    const digest = createHash('sha512').update('content').digest('base64')
    await expect(checkIntegrity(file, `sha512-${digest}`)).resolves.toBeUndefined()
    writeFileSync(file, 'contents')
    await expect(checkIntegrity(file, `sha512-${digest}`)).rejects.toThrow('not unpacked')
  })

  it('is stripped of the application in it, and of nothing else', () => {
    const within = (...names: string[]) => names.map((name) => `Cypress/${name}`)
    const kept = within('Cypress', 'resources.pak', 'v8_context_snapshot.bin', 'locales/en-US.pak')
    const lost = [
      ...within('', 'resources/', 'resources/app/package.json', 'browser_v8_context_snapshot.bin'),
      '../elsewhere',
    ]
    expect(kept.filter(isElectronFile)).toEqual(kept)
    expect(lost.filter(isElectronFile)).toEqual([])
  })

  it('is installed once by two simultaneous runs', () => {
    const [first, second, target] = ['first', 'second', 'target'].map((name) => join(folder, name))
    if (first === undefined || second === undefined || target === undefined) throw new Error()
    for (const path of [first, second]) {
      mkdirSync(path)
      writeFileSync(join(path, 'who'), path)
      publish(path, target)
    }
    expect(readFileSync(join(target, 'who'), 'utf8')).toBe(first)
  })

  it('is marked as not to be shipped', () => {
    expect(isMarked(folder)).toBe(false)
    writeFileSync(join(folder, developmentOnlyMarker), '')
    expect(isMarked(folder)).toBe(true)
    expect(isMarked(join(folder, 'electron'))).toBe(true)
  })
})

describe('npmCommand', () => {
  it('starts the npm that is running, with its own node', () => {
    const environment = { npm_execpath: '/n/npm-cli.js', npm_node_execpath: '/usr/bin/node' }
    expect(npmCommand(environment)).toEqual(['/usr/bin/node', '/n/npm-cli.js'])
  })

  it('does not start another package manager', () => {
    const environment = { npm_execpath: '/y/yarn.js', npm_node_execpath: '/usr/bin/node' }
    expect(npmCommand(environment)).toEqual(['npm'])
  })
})
