import { describe, expect, it } from 'vitest'
import { terminalLanguage } from '../platform/words.ts'
import { usage } from './usage.ts'

describe('usage', () => {
  it('prints every option in the language of the terminal', () => {
    const text = usage(['--help'], { LANG: 'de_DE.UTF-8' }, '0.1.0') ?? ''
    for (const option of ['--config FILE', '--doctor', '--store-secret NAME', '--version']) {
      expect(text).toContain(option)
    }
    expect(text).toContain('Aufruf')
    expect(usage(['--help'], { LANG: 'C' }, '0.1.0')).toContain('Usage')
  })

  it('prints the version', () => {
    expect(usage(['app', '--version'], {}, '0.1.0')).toBe('callpoint 0.1.0\n')
  })

  it.each([[[]], [['--kiosk']], [['--', '--help']]])('has nothing to print for %j', (args) => {
    expect(usage(args, {}, '0.1.0')).toBeUndefined()
  })
})

it.each([
  [{ LANG: 'fi_FI.UTF-8' }, 'fi-FI'],
  [{ LANG: 'de_DE.UTF-8', LC_ALL: 'ar_EG.UTF-8' }, 'ar-EG'],
  [{ LANG: 'de_AT@euro', LC_MESSAGES: '' }, 'de-AT'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LC_ALL: 'POSIX' }, 'en'],
  [{}, 'en'],
])('terminal with %j gets the help in %s', (environment, language) => {
  expect(terminalLanguage(environment)).toBe(language)
})
