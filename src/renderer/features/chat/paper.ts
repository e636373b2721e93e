import type { TranscriptWords } from '../../../contract/chat.ts'
import { i18n, t } from '../../lib/i18n.svelte.ts'
import { ownZoneName } from '../../lib/zone-notes.ts'

/** Stays in the words: main puts each person there. */
const NAME = { name: '{{name}}' }

/** The words around a transcript on paper of a chat at `at` (epoch milliseconds), in the customer's language. */
export function paperWords(brand: string, at: number): TranscriptWords {
  return {
    language: i18n.language,
    title: t('chat.paper.title', { brand }),
    you: t('chat.paper.you'),
    service: t('chat.talk.unnamed'),
    times: ownZoneName(at),
    undelivered: t('chat.paper.undelivered'),
    page: t('chat.page.showed', NAME),
    pageUnnamed: t('chat.page.showedUnnamed'),
    joined: t('chat.paper.joined', NAME),
    joinedUnnamed: t('chat.paper.joinedUnnamed'),
    left: t('chat.paper.left', NAME),
    leftUnnamed: t('chat.paper.leftUnnamed'),
    requeued: t('chat.paper.requeued'),
    customerLeft: t('chat.paper.customerLeft'),
    redirected: t('chat.paper.redirected'),
    cut: t('chat.rich.cut'),
    picture: t('chat.rich.picture'),
    leftOut: t('chat.rich.leftOut'),
    elsewhere: t('chat.rich.elsewhere'),
  }
}
