import { isolated } from './format.ts'
import { i18n, t } from './i18n.svelte.ts'
import type { PhoneEntry } from './phone-entry.svelte.ts'

/** What the choice of a country says, wherever a telephone number is asked for. */
export function countryWords() {
  return {
    label: t('phone.country'),
    close: t('phone.close'),
    search: t('phone.search'),
    nothing: t('phone.nothing'),
  }
}

/** Why the number is not taken, as a sentence. Main's refusal, where nothing is wrong here, is one of the number. */
export function flawWords({
  problem = 'invalid',
  number,
  isAbroad,
  countryName,
}: PhoneEntry): string {
  switch (problem) {
    case 'invalid':
      return isAbroad || number !== undefined || countryName === ''
        ? t('phone.flaw.unreadable')
        : t('phone.flaw.invalid', { country: countryName })
    case 'country':
      return t('phone.flaw.country', { country: regionName(number?.place ?? '') })
    default:
      return t(`phone.flaw.${problem}`)
  }
}

function regionName(code: string): string {
  return new Intl.DisplayNames([i18n.language], { type: 'region' }).of(code) ?? code
}

/** The question whether a number that no plan knows is right; undefined where it is not asked. */
export function doubtWords({ isDoubtful, number }: PhoneEntry) {
  if (!isDoubtful || number === undefined) return undefined
  return {
    question: t('phone.doubt'),
    yes: t('phone.right', { number: isolated(number.written) }),
  }
}

/** A number inside a sentence, with its extension. */
export function numberWords(written: string, extension = ''): string {
  const number = isolated(written)
  return extension === '' ? number : t('phone.withExtension', { number, extension })
}
