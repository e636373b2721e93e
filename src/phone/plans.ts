import {
  AsYouType,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type MetadataJson,
  type PhoneNumber as Parsed,
} from 'libphonenumber-js/core'
// All lengths, prefixes and types: with fewer, numbers pass that no telephone has, and premium rate is not seen.
import numbering from 'libphonenumber-js/metadata.max.json'

export type { Parsed }

/*
 * The one place that imports the numbering plans: main and pages read numbers with the same code and the same data.
 */
const metadata: MetadataJson = numbering

/** Countries (ISO 3166, two letters) whose numbers can be read. */
export const COUNTRIES: readonly string[] = getCountries(metadata)

export function isCountry(code: string): code is CountryCode {
  return isSupportedCountry(code as CountryCode, metadata)
}

/** `+49` for `DE`. */
export function callingCodeOf(country: string): string {
  return isCountry(country) ? `+${getCountryCallingCode(country, metadata)}` : ''
}

/** The country that comes first with a calling code (without plus): `US` for `1`; undefined for `881`. */
export function mainCountryOf(callingCode: string): string | undefined {
  const codes: Readonly<Record<string, readonly string[]>> = metadata.country_calling_codes
  return codes[callingCode]?.find((code) => code !== '001')
}

/** Reads nothing but digits with or without a plus in front, as dialled in `country`. */
export function parse(digits: string, country: string): Parsed | undefined {
  const home = isCountry(country) ? { defaultCountry: country } : {}
  return parsePhoneNumberFromString(digits, { ...home, extract: false }, metadata)
}

/** The digits with the blanks of their country, as far as they are typed. */
export function typed(digits: string, country: string): string {
  return new AsYouType(isCountry(country) ? country : undefined, metadata).input(digits)
}
