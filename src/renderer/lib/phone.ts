import type { PhoneNumber, Reading } from '../../phone/reader.ts'

export interface Country {
  /** ISO 3166 code. */
  readonly code: string
  readonly name: string
  /** With its plus sign. */
  readonly callingCode: string
  /** Under which it is also found: its code, and its name in English. */
  readonly words: string
}

/** What can be said of phone numbers; made once its data are loaded. */
export interface Phone {
  /** Every country, by its name in the language. */
  countries(language: string): readonly Country[]
  /** The typed text with the blanks of that country, or as it is where that would change anything else. */
  format(text: string, country: string): string
  /** The number, or why it is none. A leading plus names its own country. */
  read(text: string, country: string): Reading
}

/** Loads the numbering plans (about 155 kB, those of main): only once someone is asked for a number. */
export async function loadPhone(): Promise<Phone> {
  const { callingCodeOf, COUNTRIES, readNumber, spaced } = await import('./phone-plans.ts')
  return {
    countries(language) {
      const names = new Intl.DisplayNames([language], { type: 'region' })
      const english = new Intl.DisplayNames(['en'], { type: 'region' })
      return COUNTRIES.map((code) => ({
        code,
        name: names.of(code) ?? code,
        callingCode: callingCodeOf(code),
        words: `${code} ${english.of(code) ?? ''}`,
      })).sort((a, b) => a.name.localeCompare(b.name, language))
    },
    format: spaced,
    read: readNumber,
  }
}

/** The digits after the calling code, in groups short enough to be read out. */
export function spokenGroups({ written, callingCode }: PhoneNumber): readonly string[] {
  return groupsOf(written.slice(callingCode.length))
}

/** The digits of a written number in groups of two to four: `170 5550142` is 170 555 01 42. */
export function groupsOf(written: string): readonly string[] {
  return written
    .split(/\D+/u)
    .filter((group) => group !== '')
    .flatMap((group) => (group.length <= 4 ? [group] : shortGroups(group)))
}

function shortGroups(digits: string): readonly string[] {
  if (digits.length <= 3) return [digits]
  if (digits.length === 4) return [digits.slice(0, 2), digits.slice(2)]
  return [digits.slice(0, 3), ...shortGroups(digits.slice(3))]
}
