import { t } from './i18n.svelte.ts'

/** What the choice of a country says, wherever a telephone number is asked for. */
export function countryWords() {
  return {
    label: t('phone.country'),
    close: t('phone.close'),
    search: t('phone.search'),
    nothing: t('phone.nothing'),
  }
}
