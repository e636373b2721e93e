import { t } from '../../lib/i18n.svelte.ts'
import type { Flaw } from './form.svelte.ts'

/** The sentence for what is wrong with an answer other than the number, which has its own (`flawWords`). */
export function flawText(flaw: Flaw | undefined): string | undefined {
  if (flaw === undefined || flaw === 'numberMissing' || flaw === 'numberRefused') return undefined
  return t(`callback.flaw.${flaw}`)
}
