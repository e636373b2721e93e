import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addressOf, enumOf, errorOf, faultOf, foreign, quoting } from './said.ts'

const CANARY = 'Zirbelkiefer'

/** What an attempt throws. */
function thrownBy(task: () => unknown): unknown {
  try {
    task()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('what a log line may contain', () => {
  it('only the length of foreign text', () => {
    expect(foreign(CANARY)).toBe('[12 characters]')
    fc.assert(fc.property(fc.string(), (text) => /^\[\d+ characters\]$/u.test(foreign(text))))
  })

  it('an address without path, query and credentials', () => {
    expect(addressOf(`https://a:${CANARY}@shop.example:8443/${CANARY}?q=${CANARY}#${CANARY}`)).toBe(
      'https://shop.example:8443',
    )
    expect(addressOf(CANARY)).toBe('[12 characters]')
  })

  it('a value of a foreign enumeration only if it looks like a name', () => {
    expect(enumOf('AGENT_MESSAGE')).toBe('AGENT_MESSAGE')
    expect(enumOf(CANARY)).not.toContain(CANARY)
  })

  it.each([
    ['an engine that reads JSON', () => JSON.parse(`${CANARY} says {`) as unknown],
    ['one that reads half of it', () => JSON.parse(`{"name": "${CANARY}"`) as unknown],
    ['an address', () => new URL(CANARY)],
    ['a time zone', () => new Intl.DateTimeFormat('en', { timeZone: CANARY })],
    ['a language', () => new Intl.Locale(`${CANARY}${CANARY}`)],
    [
      'a schema',
      () => z.strictObject({ name: z.enum(['a']) }).parse({ name: CANARY, [CANARY]: 1 }),
    ],
    ['a property', () => Reflect.get(Object(undefined) as object, 'a')[CANARY] as unknown],
    [
      'a word in quotes',
      () => {
        throw new Error(`no such queue: "${CANARY}", or '${CANARY}' or \u201c${CANARY}\u201d`)
      },
    ],
    [
      'no error at all',
      () => {
        // oxlint-disable-next-line @typescript-eslint/only-throw-error -- libraries do
        throw CANARY
      },
    ],
    ['a decoder', () => decodeURIComponent(`%${CANARY}`)],
    ['a pattern', () => new RegExp(`(${CANARY}`, 'u')],
  ])('of an error nothing that was put in: %s', (_name, task) => {
    const error = thrownBy(task)
    const told = JSON.stringify(errorOf(error))
    expect(told).not.toContain(CANARY)
    if (error instanceof Error) {
      expect(JSON.stringify(faultOf(`${error.name}: ${error.message}`, error.stack))).not.toContain(
        CANARY,
      )
      expect(told).toContain('said.test.ts')
    }
    expect(JSON.stringify(faultOf(String(error), undefined))).not.toContain(CANARY)
  })

  it('keeps what a technician needs: kind, code, place, and words that quote nothing', () => {
    const missing = Object.assign(new Error("ENOENT: no such file, open '/var/lib/vault.bin'"), {
      code: 'ENOENT',
      syscall: 'open',
    })
    expect(errorOf(missing)).toMatchObject({
      type: 'Error',
      code: 'ENOENT',
      message: "ENOENT: no such file, open '/var/lib/vault.bin'",
    })
    expect(errorOf(new Error('the keyring is locked')).message).toBe('the keyring is locked')
    expect(quoting('Unrecognized key: "Jonas"')).toBe('Unrecognized key: [...]')
    expect(
      faultOf('TypeError: x is not a function', 'TypeError: x\n    at a (app://b/c.js:1:2)'),
    ).toEqual({
      type: 'TypeError',
      message: 'x is not a function',
      stack: '    at a (app://b/c.js:1:2)',
    })
  })
})
