import { describe, expect, it } from 'vitest'
import { SPOKEN, wordsIn } from '../platform/words.ts'
import { layer, LEAVES } from './layers.ts'

const ODD = [null, true, -1, 1.5, 1e9, '', 'x!', 'true', '12', [], ['x!'], [5], {}, { x: 5 }]

/** Every key of the policy with values that somebody may have put there by mistake. */
function mistakes() {
  return LEAVES.flatMap(({ path }) =>
    ODD.flatMap((odd) => {
      const [last = '', ...names] = path.split('.').reverse()
      const values = names.reduce<Record<string, unknown>>((at, name) => ({ [name]: at }), {
        [last]: odd,
      })
      return layer([{ name: 'policy', values }]).problems.map(({ reason }) => ({ path, reason }))
    }),
  )
}

describe('technician reads why a value is refused', () => {
  const english = wordsIn('en')
  const found = mistakes()

  it('in our own words, for any mistake in any key', () => {
    expect(new Set(found.map(({ path }) => path)).size).toBe(LEAVES.length)
    for (const { path, reason } of found) {
      expect(reason.key, path).not.toBe('reason.unreadable')
      expect(english(reason.key, reason.values), path).not.toMatch(/invalid|expected|\{\{|"key"/iu)
    }
  })

  it.each(SPOKEN.filter((language) => language !== 'en'))('entirely in %s', (language) => {
    const words = wordsIn(language)
    for (const { path, reason } of found) {
      const { key, values } = reason
      expect(words(key, values), path).not.toBe(english(key, values))
      expect(words(key, values), path).not.toMatch(/\bmust be\b|\{\{|reason\./u)
    }
  })
})
