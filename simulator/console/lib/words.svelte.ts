import { namesOf } from './contact.ts'
import { de } from './words-de.ts'
import { en } from './words-en.ts'
import type { Words } from './words-en.ts'

export type Language = 'en' | 'de'

/** How days and times are written; English as in Europe, where the demo's shops are. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' }

const all: Readonly<Record<Language, Words>> = { en, de }

const remembered = (): Language => {
  const wish = localStorage.getItem('language') ?? navigator.language.slice(0, 2)
  return wish === 'de' ? 'de' : 'en'
}

/** Replies in the language of a chat, as the centre names it (`German`); undefined for one without any. */
export const quickIn = (language: string): readonly string[] | undefined => {
  const tag = (Object.keys(all) as Language[]).find((one) => namesOf(one, one).includes(language))
  return tag === undefined ? undefined : all[tag].quick
}

/** The language of the page, remembered in this browser. */
class Speech {
  language = $state<Language>(remembered())
  readonly words = $derived(all[this.language])
  readonly locale = $derived(locales[this.language])

  speak(language: Language): void {
    this.language = language
    localStorage.setItem('language', language)
  }
}

export const speech = new Speech()
