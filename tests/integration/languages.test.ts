import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import safeTexts from '../../resources/safe/texts.json'
import { SPOKEN } from '../../src/main/platform/words.ts'
import { policySchema } from '../../src/main/settings/policy.ts'
import { safePage } from '../../src/main/watchdog/safe-page.ts'
import { directionOf } from '../../src/contract/language-tag.ts'
import { layoutOf, lettersOf } from '../../src/renderer/ui/keyboard/letters.ts'

const LOCALES = 'resources/locales'
const SAFE = 'resources/safe/texts.json'

function languagesIn(folder: string, prefix = ''): readonly string[] {
  return readdirSync(join(LOCALES, folder))
    .filter((name) => name.startsWith(prefix) && name.endsWith('.json'))
    .map((name) => name.slice(prefix.length, -'.json'.length))
}

const first = languagesIn('.')
const further = languagesIn('features', 'more-')
const own = languagesIn('main')
const spoken = [...new Set([...first, ...further, ...own, ...SPOKEN, ...Object.keys(safeTexts)])]

/** The direction that the runtime's own tables know. */
function trueDirection(language: string): unknown {
  const locale = new Intl.Locale(language)
  const told: unknown = Reflect.apply(
    Reflect.get(locale, 'getTextInfo') as () => unknown,
    locale,
    [],
  )
  return Reflect.get(told as object, 'direction')
}

function safeDirection(language: string): string | undefined {
  const policy = policySchema.parse({ languages: [language] })
  const { html } = safePage(policy, { language, theme: 'default' }, { css: '', home: '' })
  return /<html lang="[^"]*" dir="(\w+)"/u.exec(html)?.[1]
}

function missingOf(language: string): readonly string[] {
  const direction = trueDirection(language)
  const needs: readonly (readonly [what: string, isThere: boolean])[] = [
    [`texts of the first view: ${LOCALES}/${language}.json`, first.includes(language)],
    [`texts further in: ${LOCALES}/features/more-${language}.json`, further.includes(language)],
    [`menus, tray and self-test: ${LOCALES}/main/${language}.json`, own.includes(language)],
    ['the same, imported in FILES of src/main/platform/words.ts', SPOKEN.includes(language)],
    [`texts of the safe screen: ${SAFE}`, Object.hasOwn(safeTexts, language)],
    [
      'letters of the on-screen keyboard: src/renderer/ui/keyboard/letters.ts',
      layoutOf(language) === language,
    ],
    [
      `direction ${String(direction)} of the on-screen keyboard: src/renderer/ui/keyboard/letters.ts`,
      lettersOf(layoutOf(language)).direction === direction,
    ],
    [
      `direction ${String(direction)}: RIGHT_TO_LEFT in src/renderer/lib/format.ts`,
      directionOf(language) === direction,
    ],
    [
      `direction ${String(direction)} of the safe screen: RIGHT_TO_LEFT in src/main/watchdog/safe-page.ts`,
      safeDirection(language) === direction,
    ],
  ]
  return needs.flatMap(([what, isThere]) => (isThere ? [] : [what]))
}

test.each(spoken)('the language %s has everything that a language needs', (language) => {
  expect(missingOf(language), `missing for ${language}`).toEqual([])
})

test('check names each missing part of a new language', () => {
  const missing = missingOf('ur')
  expect(missing).toHaveLength(8)
  expect(missing.join()).toContain('RIGHT_TO_LEFT in src/main/watchdog/safe-page.ts')
  expect(missing.join()).toContain('resources/locales/main/ur.json')
})
