import type { SettingsView, Topic } from '../../contract/settings.ts'
import { baseOf, directionOf } from '../../contract/language-tag.ts'
import { UTC, type Zone } from '../../contract/zone.ts'
import { timeOf, type Style } from '../../contract/moment.ts'
import { filled, textFinder, type TextFinder, type Texts } from '../../contract/texts.ts'
import { labelOf, listOf } from './format.ts'
import type { TextKey, Values } from './texts.ts'

type Load = () => Promise<Texts>

function byLanguage(files: Readonly<Record<string, Load>>): ReadonlyMap<string, Load> {
  return new Map(
    Object.entries(files).map(([path, load]) => [
      path.replace(/^.*\/(more-)?|\.json$/gu, ''),
      load,
    ]),
  )
}

/** One file for each language with what the first view says, fetched when it is spoken. */
const first = byLanguage(
  import.meta.glob<Texts>('../../../resources/locales/*.json', { import: 'default' }),
)
/**
 * And one with what is said further in, which the first view does not wait for. Its name begins
 * with `more-`, so that the built files can be distinguished.
 */
const further = byLanguage(
  import.meta.glob<Texts>('../../../resources/locales/features/*.json', { import: 'default' }),
)

const FALLBACK = 'en'

/** The language the customer reads, and every text in it. */
export class I18n {
  /** BCP 47 tag in use. */
  language = $state(FALLBACK)
  /** The centre's zone, in which its hours are written. */
  zone = $state.raw<Zone>(UTC)
  /** The reader's time zone, in which times are shown. */
  ownZone = $state.raw<Zone>(UTC)
  /** Finds what is said; with each change another one, so that components re-render. */
  #find = $state.raw<TextFinder>(() => undefined)
  /** Whether the texts further in are fetched too. */
  #isWhole = false
  #overrides: SettingsView['texts'] = {}
  #wanted = 0

  /** Languages that have a file. */
  get available(): readonly string[] {
    return [...first.keys()]
  }

  get direction(): 'ltr' | 'rtl' {
    return directionOf(this.language)
  }

  get style(): Style {
    return { language: this.language, zone: this.zone }
  }

  /** Of `languages`, those that can be offered: with a file of their own or of their base. */
  offered(languages: readonly string[]): readonly string[] {
    return languages.filter((language) => this.#fileOf(language) !== undefined)
  }

  /** Takes the settings' part: zones and overrides. Before `use`, or followed by it. */
  configure({ zone, ownZone, texts }: Pick<SettingsView, 'zone' | 'ownZone' | 'texts'>): void {
    this.zone = zone
    this.ownZone = ownZone
    this.#overrides = texts
  }

  /** As `use`, with no more than the texts of the first view; `complete` fetches the others. */
  async begin(language: string): Promise<void> {
    this.#isWhole = false
    await this.#speak(language)
  }

  /** Fetches the texts that `begin` left out. Rejects when they cannot be had. */
  async complete(): Promise<void> {
    if (this.#isWhole) return
    this.#isWhole = true
    try {
      await this.#speak(this.language)
    } catch (error) {
      this.#isWhole = false
      throw error
    }
  }

  /**
   * Changes the language, without a reload. A language without a file falls back to English; when
   * two changes cross, the later one wins.
   */
  async use(language: string): Promise<void> {
    this.#isWhole = true
    await this.#speak(language)
  }

  async #speak(language: string): Promise<void> {
    const wanted = ++this.#wanted
    const file = this.#fileOf(language) ?? FALLBACK
    const spoken = this.#fileOf(language) === undefined ? FALLBACK : language
    const loads = [first.get(file), ...(this.#isWhole ? [further.get(file)] : [])]
    const parts = await Promise.all(loads.map(async (load) => (await load?.()) ?? {}))
    if (wanted !== this.#wanted) return
    this.#find = textFinder(spoken, parts, this.#overrides)
    this.language = spoken
  }

  /** The text of a key in the language in use. */
  readonly t = (key: TextKey, values: Values = {}): string =>
    filled(this.#find(key, values['count']) ?? key, (name) => String(values[name] ?? ''))

  /** A text of the policy in the language in use. */
  label(labels: Topic['labels']): string {
    return labelOf(labels, this.language)
  }

  #fileOf(language: string): string | undefined {
    return [language, baseOf(language)].find((tag) => first.has(tag))
  }
}

export const i18n = new I18n()

/** The text of a key in the customer's language. */
export const t = i18n.t

/** `14:29`, when it happened where the reader stands; `at` in epoch milliseconds. */
export function formatTime(at: number): string {
  return timeOf(at, { language: i18n.language, zone: i18n.ownZone })
}

/** `Anna and Ben`. */
export function formatList(words: readonly string[]): string {
  return listOf(words, i18n.language)
}
