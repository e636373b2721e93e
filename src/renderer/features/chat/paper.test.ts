import { expect, test } from 'vitest'
import { i18n } from '../../lib/i18n.svelte.ts'
import { paperWords } from './paper.ts'

test.each(i18n.available)(
  'in %s every text is there, with the place of the name',
  async (language) => {
    await i18n.use(language)
    const words = paperWords('Nordlicht', Date.UTC(2026, 10, 24))
    expect(words.language).toBe(language)
    expect(words.title).toContain('Nordlicht')
    for (const key of ['page', 'joined', 'left'] as const) expect(words[key]).toContain('{{name}}')
    for (const text of Object.values(words)) expect(text).not.toMatch(/^$|chat\.|undefined/u)
  },
)
