import { t } from '../../lib/i18n.svelte.ts'
import type { News } from './news.ts'

/** Longer messages are not read out whole: they stand in the conversation. */
const SPOKEN = 600

/** What a screen reader says for a piece of news; nothing where the focus already tells it. */
export function wordsOf(news: News): string | undefined {
  switch (news.kind) {
    case 'message':
      return `${t('chat.talk.said', { name: news.name })} ${shortened(news.text)}`
    case 'system':
      return shortened(news.text)
    case 'event':
      return eventWords(news)
    case 'page':
      return pageWords(news)
    case 'undelivered':
      return t(`chat.delivery.${news.delivery}`)
    case 'link':
      return t(news.link === 'lost' ? 'chat.talk.lost' : 'chat.talk.back')
    case 'offer':
      return `${t('chat.waiting.offerTitle')} ${t('chat.waiting.offerText')}`
    case 'phase':
      if (news.phase === 'waiting') return t('chat.waiting.title')
      return news.phase === 'ending' ? t('chat.ending.busy') : undefined
  }
}

function shortened(text: string): string {
  return text.length <= SPOKEN ? text : `${text.slice(0, SPOKEN)}…`
}

function eventWords({ event, name }: Extract<News, { kind: 'event' }>): string {
  const who = name ?? t('chat.talk.unnamed')
  switch (event) {
    case 'agent-joined':
      return t('chat.event.here', { name: who })
    case 'agent-left':
      return t('chat.event.gone', { name: who })
    case 'requeued':
      return t('chat.event.requeued')
    case 'customer-left':
      return t('chat.ended.byCustomer')
    case 'redirected':
      return t('chat.event.redirected')
  }
}

function pageWords({ name, host }: Extract<News, { kind: 'page' }>): string {
  const shown = name === undefined ? t('chat.page.showedUnnamed') : t('chat.page.showed', { name })
  return host === undefined ? `${shown}. ${t('chat.page.blocked')}` : `${shown}: ${host}`
}
