import { join, relative, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, fileOf, typeOf } from './app-files.ts'

const root = join('/', 'opt', 'callpoint', 'renderer')

describe('the files behind app://callpoint', () => {
  it('finds files in the folder', () => {
    expect(fileOf(root, 'app://callpoint/index.html')).toBe(join(root, 'index.html'))
    expect(fileOf(root, 'app://callpoint/assets/a%20b.js?x#y')).toBe(join(root, 'assets', 'a b.js'))
  })

  it.each([
    'app://callpoint/',
    'app://callpoint',
    'app://callpoint/..%2f..%2fetc/passwd',
    'app://callpoint/%2e%2e/%2e%2e/etc/passwd',
    'app://callpoint/..%5c..%5cetc',
    'app://callpoint/a%00.js',
    'app://callpoint/%E0%A4%A',
    'app://elsewhere/index.html',
    'file:///etc/passwd',
    'nonsense',
  ])('refuses %s or keeps it inside', (address) => {
    const file = fileOf(root, address)
    expect(file === undefined || !relative(root, file).startsWith('..')).toBe(true)
  })

  it('cannot be climbed out of', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '%2e%2e', '.', '/', '%2f', '\\', '%5c', '%00', '//', '%252e'),
      fc.string(),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const file = fileOf(root, `app://callpoint/${pieces.join('')}`)
        const parts = file === undefined ? [] : relative(root, file).split(sep)
        expect(parts).not.toContain('..')
        expect(file?.startsWith(root) ?? true).toBe(true)
      }),
    )
  })

  it('returns the content type of a file', () => {
    expect(typeOf('index.html')).toContain('text/html')
    expect(typeOf('x.unknown')).toBe('application/octet-stream')
  })
})

describe('the content security policy', () => {
  it('allows only its own files, and connections to the SIP server', () => {
    const policy = contentSecurityPolicy(['wss://sip.example'])
    expect(policy).toContain(`default-src 'none'`)
    expect(policy).toContain(`connect-src 'self' wss://sip.example`)
    expect(policy).toContain(`require-trusted-types-for 'script'`)
    expect(policy).not.toMatch(/unsafe|\*/u)
  })
})
