import { baseOf } from '../../contract/language-tag.ts'
import { SPOKEN, type Sentence } from '../platform/words.ts'
import { WORLD } from '../../phone/kinds.ts'
import { COUNTRIES, isCountry } from '../../phone/plans.ts'
import { nearest, plainWord } from './nearest.ts'
import { withMeant } from './reasons.ts'

/** Why a language cannot be offered, and which one may be meant; undefined where it can. */
export function languageProblem(tag: string): Sentence | undefined {
  if (SPOKEN.includes(tag.split('-', 1)[0] ?? '')) return undefined
  const list = [...SPOKEN].sort().join(', ')
  const underscored = tag.replaceAll('_', '-')
  const canonical = canonicalOf(underscored)
  const spoken =
    canonical === undefined ? undefined : SPOKEN.find((each) => each === baseOf(canonical))
  if (canonical !== undefined && spoken !== undefined) {
    return { key: 'reason.languageMeant', values: { meant: canonical, list } }
  }
  const meant = byName(tag, SPOKEN, 'language')
  if (meant !== undefined) return { key: 'reason.languageMeant', values: { meant, list } }
  return canonical === undefined || nameOf(canonical, 'language', 'en') === undefined
    ? { key: 'reason.noLanguage', values: { list } }
    : { key: 'reason.silentLanguage', values: { name: { language: canonical }, list } }
}

/** Why a country cannot be taken, and which one may be meant; undefined where it can. */
export function countryProblem(code: string): Sentence | undefined {
  if (isCountry(code)) return undefined
  const upper = code.trim().toUpperCase()
  const meant =
    OTHER_CODES[upper] ??
    (isCountry(upper) ? upper : undefined) ??
    byName(code, COUNTRIES, 'region')
  return withMeant({ key: 'reason.country' }, meant)
}

/** The same for `callback.allow.countries`, which also takes `*` and `001`. */
export function allowedCountryProblem(code: string): Sentence | undefined {
  return code === '*' || code === WORLD ? undefined : countryProblem(code)
}

/** Finds `German`, `Deutsch` or `Germany` by the names that the runtime knows. */
function byName(
  text: string,
  codes: readonly string[],
  type: 'language' | 'region',
): string | undefined {
  const wanted = plainWord(text)
  if (wanted.length < 3) return type === 'language' ? nearest(text, codes) : undefined
  for (const code of codes) {
    const names = ['en', 'de', 'fi', type === 'language' ? code : 'en'].map((language) =>
      nameOf(code, type, language),
    )
    if (names.some((name) => name !== undefined && plainWord(name) === wanted)) return code
  }
  return type === 'language' && wanted.length === 3 ? ISO_639[wanted] : undefined
}

function nameOf(code: string, type: 'language' | 'region', language: string): string | undefined {
  try {
    return new Intl.DisplayNames([language], { type, fallback: 'none' }).of(code)
  } catch {
    return undefined
  }
}

function canonicalOf(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

const ISO_639: Readonly<Record<string, string>> = {
  ara: 'ar',
  deu: 'de',
  eng: 'en',
  fin: 'fi',
  ger: 'de',
}

/** What people write for a country that ISO 3166 writes otherwise. */
const OTHER_CODES: Readonly<Record<string, string>> = {
  AUT: 'AT',
  CHE: 'CH',
  DEU: 'DE',
  FIN: 'FI',
  GBR: 'GB',
  GER: 'DE',
  SUI: 'CH',
  UK: 'GB',
  USA: 'US',
}
