import type { CountryCode } from 'libphonenumber-js/min'

export interface Country {
  /** ISO 3166 code. */
  readonly code: string
  readonly name: string
  /** With its plus sign. */
  readonly callingCode: string
  /** Under which it is also found: its code, and its name in English. */
  readonly words: string
}

export interface ReadNumber {
  /** The number in E.164, as the centre wants it (R47, C16). */
  readonly e164: string
  readonly country: string
  /** With its plus sign: what stands before `groups`. */
  readonly callingCode: string
  /** As it is shown everywhere: `+49 40 5550142`. */
  readonly international: string
  /** The digits after the calling code, in groups short enough to be read out. */
  readonly groups: readonly string[]
}

/** What can be said of phone numbers; made once its data are loaded. */
export interface Phone {
  /** Every country, by its name in the language. */
  countries(language: string): readonly Country[]
  /** The typed text with the blanks of that country. */
  format(text: string, country: string): string
  /** The number, if it is a possible and valid one. A leading plus names its own country. */
  read(text: string, country: string): ReadNumber | undefined
}

/** Loads the numbering plans (about 80 kB): only once someone is asked for a number. */
export async function loadPhone(): Promise<Phone> {
  const library = await import('libphonenumber-js/min')
  const codes = library.getCountries()
  const known = (country: string): CountryCode | undefined =>
    codes.find((code) => code === country.toUpperCase())

  return {
    countries(language) {
      const names = new Intl.DisplayNames([language], { type: 'region' })
      const english = new Intl.DisplayNames(['en'], { type: 'region' })
      return codes
        .map((code) => ({
          code,
          name: names.of(code) ?? code,
          callingCode: `+${library.getCountryCallingCode(code)}`,
          words: `${code} ${english.of(code) ?? ''}`,
        }))
        .sort((a, b) => a.name.localeCompare(b.name, language))
    },
    format(text, country) {
      return new library.AsYouType(known(country)).input(text)
    },
    read(text, country) {
      const defaultCountry = known(country)
      // A word around the digits is no number, and an extension would not survive E.164.
      const number = library.parsePhoneNumberFromString(text, {
        extract: false,
        ...(defaultCountry === undefined ? {} : { defaultCountry }),
      })
      if (number === undefined || !number.isValid() || number.ext !== undefined) return undefined
      const international = number.formatInternational()
      const callingCode = `+${number.countryCallingCode}`
      return {
        e164: number.number,
        country: number.country ?? country,
        callingCode,
        international,
        groups: groupsOf(international.slice(callingCode.length)),
      }
    },
  }
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
