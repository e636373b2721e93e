import type { GuardQuestion } from '../../contract/chat.ts'
import type { PageRef } from '../../contract/rich.ts'
import { t } from './i18n.svelte.ts'

/** What the sensitive-data guard asks, the same for whatever is about to leave. */
export function guardWords({ found }: Pick<GuardQuestion, 'found'>) {
  const isBoth = found.includes('card') && found.includes('iban')
  return {
    title: isBoth
      ? t('chat.guard.bothTitle')
      : t(found.includes('card') ? 'chat.guard.cardTitle' : 'chat.guard.ibanTitle'),
    text: t('chat.guard.text'),
    caption: t('chat.guard.masked'),
    edit: t('chat.guard.edit'),
    send: t('chat.guard.send'),
    mask: t('chat.guard.mask'),
  }
}

/** Around a web address that is taken along as a code. */
export function linkWords({ host }: Pick<PageRef, 'host'>) {
  return {
    title: t('chat.page.linkTitle', { host }),
    text: t('chat.page.linkText'),
    code: t('chat.page.code', { host }),
    done: t('chat.page.done'),
  }
}
