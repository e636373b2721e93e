import { beforeEach, describe, expect, test } from 'vitest'
import type { Texts } from '../../contract/texts.ts'
import { I18n } from './i18n.svelte.ts'
import { fakeZone } from './fake-zones.ts'

const files = import.meta.glob<Texts>('../../../resources/locales/**/*.json', {
  import: 'default',
  eager: true,
})
/** Each language with its files. */
const locales = new Map<string, readonly Texts[]>()
for (const [path, texts] of Object.entries(files)) {
  const language = path.replace(/^.*\/(more-)?|\.json$/gu, '')
  locales.set(language, [...(locales.get(language) ?? []), texts])
}

const leavesOf = (language: string): [string, string][] =>
  (locales.get(language) ?? []).flatMap((texts) => leaves(texts))

function leaves(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  )
}

const PLURAL = /_(zero|one|two|few|many|other)$/u
const bare = (key: string): string => key.replace(PLURAL, '')
const english = new Map(leavesOf('en'))

/** Read by those who set the app up: it names devices and windows, whose grammar differs. */
const STAFF_ONLY = /^(doctor|desktop)\./u
/** Where one English sentence is two in another language: a page and a date differ in gender, a telephone is picked up. */
const APART: Readonly<Record<string, readonly string[]>> = {
  ar: ['chat.page.takeTitle'],
  de: ['call.noAnswerTitle'],
}

test('German says Uhr after a time that stands in a sentence', () => {
  const bareTime = /\b(?:um|seit|bis|vor) \{\{(?:time|end)\}\}(?!\sUhr)/iu
  const said = leavesOf('de')
  expect(said.filter(([key, text]) => !STAFF_ONLY.test(key) && bareTime.test(text))).toEqual([])
})

describe.each([...locales.keys()])('the language file %s', (language) => {
  const own = new Map(leavesOf(language))

  test('has every text of the English one, and no other', () => {
    expect([...new Set([...own.keys()].map(bare))].sort()).toEqual(
      [...new Set([...english.keys()].map(bare))].sort(),
    )
  })

  test('leaves no text empty', () => {
    expect([...own].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test('has every plural that its grammar knows', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const plurals = new Set([...english.keys()].filter((key) => PLURAL.test(key)).map(bare))
    for (const key of plurals) {
      const missing = wanted.filter((category) => !own.has(`${key}_${category}`))
      expect(missing, key).toEqual([])
    }
  })

  test('says in one way what English says in one way', () => {
    const said = new Map<string, Map<string, string>>()
    for (const [key, text] of english) {
      if (STAFF_ONLY.test(key) || PLURAL.test(key)) continue
      if (APART[language]?.includes(key) === true) continue
      const alike = said.get(text) ?? new Map<string, string>()
      said.set(text, alike.set(own.get(key) ?? '', key))
    }
    const twice = [...said].filter(([, alike]) => alike.size > 1)
    expect(twice.map(([text, alike]) => `${text}: ${[...alike.values()].join(', ')}`)).toEqual([])
  })

  test('hints in one line at the times of a callback, which need the room below', () => {
    // A landscape kiosk has room for 88 letters there.
    expect(own.get('callback.when.hint')?.length).toBeLessThanOrEqual(80)
  })

  test('uses only the placeholders of the English text', () => {
    const slots = (text: string): string[] =>
      [...text.matchAll(/\{\{(\w+)\}\}/gu)].map(([, s]) => s ?? '')
    const known = new Map<string, Set<string>>()
    for (const [key, text] of english) {
      const all = known.get(bare(key)) ?? new Set(['count'])
      for (const slot of slots(text)) all.add(slot)
      known.set(bare(key), all)
    }
    for (const [key, text] of own) {
      for (const slot of slots(text)) expect(known.get(bare(key)), key).toContain(slot)
    }
  })
})

describe('the texts', () => {
  let i18n: I18n

  beforeEach(() => {
    i18n = new I18n()
  })

  test('change with the language, without a reload', async () => {
    await i18n.use('en')
    expect(i18n.t('channel.callback.name')).toBe('Call me back')
    await i18n.use('de')
    expect(i18n.t('channel.callback.name')).toBe('Rückruf')
    expect(i18n.direction).toBe('ltr')
    await i18n.use('ar')
    expect(i18n.direction).toBe('rtl')
  })

  test('have plurals', async () => {
    await i18n.use('ar')
    expect(i18n.t('idle.left', { count: 2 })).toBe('بقيت ثانيتان')
    expect(i18n.t('idle.left', { count: 5 })).toBe('بقيت 5 ثوانٍ')
  })

  test('do not escape values, because they are never used as markup', async () => {
    await i18n.use('en')
    expect(i18n.t('home.phone', { number: '<b>&' })).toContain('<b>&')
  })

  test('follow a variant of a language, and fall back to English', async () => {
    await i18n.use('de-AT')
    expect(i18n.language).toBe('de-AT')
    expect(i18n.t('home.finish')).toBe('Beenden')
    await i18n.use('xx')
    expect(i18n.language).toBe('en')
    expect(i18n.offered(['de-AT', 'xx', 'en'])).toEqual(['de-AT', 'en'])
  })

  test('can be overridden by the policy: any language, base, exact', async () => {
    i18n.configure({
      zone: fakeZone('Europe/Berlin'),
      ownZone: fakeZone('America/New_York'),
      texts: {
        '*': { 'home.finish': 'any', 'home.close': 'any' },
        de: { 'home.finish': 'base' },
        'de-AT': { 'home.question': 'exact' },
      },
    })
    await i18n.use('de-AT')
    expect(i18n.t('home.close')).toBe('any')
    expect(i18n.t('home.finish')).toBe('base')
    expect(i18n.t('home.question')).toBe('exact')
    await i18n.use('de')
    expect(i18n.t('home.question')).not.toBe('exact')
  })

  test('of two changes that cross, the later wins', async () => {
    await Promise.all([i18n.use('de'), i18n.use('fi'), i18n.use('en')])
    expect(i18n.language).toBe('en')
    expect(i18n.t('home.finish')).toBe('Finish')
  })

  test('of the first view come first, those further in when they are asked for', async () => {
    await i18n.begin('de')
    expect(i18n.t('home.finish')).toBe('Beenden')
    expect(i18n.t('chat.talk.send')).toBe('chat.talk.send')
    await i18n.complete()
    expect(i18n.t('chat.talk.send')).toBe('Senden')
    expect(i18n.language).toBe('de')
  })
})
