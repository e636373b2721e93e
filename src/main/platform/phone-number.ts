import {
  getCountries,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type MetadataJson,
} from 'libphonenumber-js/core'
// All lengths and prefixes: with fewer, numbers pass that no telephone has. As JSON it costs a start of the app less.
import numbering from 'libphonenumber-js/metadata.max.json'

export interface PhoneNumber {
  /** E.164 with `+`. */
  readonly e164: string
  /** As it is shown everywhere, the country's code in front: `+49 40 5550142`. */
  readonly written: string
}

const metadata: MetadataJson = numbering

/** Countries (ISO 3166, two letters) whose numbers can be read. */
export const COUNTRIES: readonly string[] = getCountries(metadata)

export function isCountry(code: string): code is CountryCode {
  return isSupportedCountry(code as CountryCode, metadata)
}

/**
 * A number as the customer typed it, of the country (ISO 3166, two letters) unless it says another; undefined where no
 * telephone has it (R47, C16). One with an extension has none either: E.164 would lose it.
 */
export function readPhoneNumber(text: string, country: string): PhoneNumber | undefined {
  const home = isCountry(country) ? country : undefined
  const options = { ...(home && { defaultCountry: home }), extract: false }
  const number = parsePhoneNumberFromString(text.slice(0, 60), options, metadata)
  if (!number?.isValid() || number.ext !== undefined) return undefined
  return { e164: number.number, written: number.formatInternational() }
}
