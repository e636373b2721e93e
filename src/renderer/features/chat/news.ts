import type { ChatPhase, ChatView, Entry } from '../../../contract/chat.ts'
import type { Rich } from '../../../contract/rich.ts'
import { t } from '../../lib/i18n.svelte.ts'
import { spokenText } from './speech.ts'

type EventName = Extract<Entry, { kind: 'event' }>['event']

/** An announcement for screen reader users, made once. */
export type News =
  | { readonly kind: 'message'; readonly name: string; readonly text: string }
  | { readonly kind: 'system'; readonly text: string }
  | { readonly kind: 'event'; readonly event: EventName; readonly name?: string }
  | { readonly kind: 'page'; readonly name?: string; readonly host?: string }
  | { readonly kind: 'undelivered'; readonly delivery: 'failed' | 'unknown' }
  | { readonly kind: 'phase'; readonly phase: ChatPhase }
  | { readonly kind: 'link'; readonly link: ChatView['link'] }
  | { readonly kind: 'offer' }

type State = Pick<ChatView, 'phase' | 'link' | 'offerCallback' | 'entries'>

/** Announcements for the difference between two views, in order. `arrived` are new entries. */
export function newsBetween(
  before: State | undefined,
  after: State,
  arrived: readonly Entry[],
): readonly News[] {
  const news: News[] = []
  if (before === undefined) return news
  if (before.link !== after.link) news.push({ kind: 'link', link: after.link })
  for (const entry of arrived) news.push(...newsOf(entry))
  news.push(...undelivered(before.entries, after.entries))
  if (!before.offerCallback && after.offerCallback) news.push({ kind: 'offer' })
  if (before.phase !== after.phase) news.push({ kind: 'phase', phase: after.phase })
  return news
}

function newsOf(entry: Entry): readonly News[] {
  switch (entry.kind) {
    case 'mine':
      return []
    case 'agent':
      return [{ kind: 'message', name: entry.person.name, text: spokenPart(entry) }]
    case 'other':
      return [{ kind: 'message', name: entry.name, text: spokenPart(entry) }]
    case 'system':
    case 'unknown':
      return [{ kind: 'system', text: spokenPart(entry) }]
    case 'event':
      return [{ kind: 'event', event: entry.event, ...nameOf(entry.person) }]
    case 'page': {
      const host = entry.page === undefined ? {} : { host: entry.page.host }
      return [{ kind: 'page', ...nameOf(entry.person), ...host }]
    }
  }
}

/** A screen reader is not kept busy for minutes: of a long message it reads what is shown folded. */
function spokenPart({ body, more = 0 }: { body: Rich; more?: number }): string {
  return more > 0 ? `${spokenText(body)} ${t('chat.rich.goesOn')}` : spokenText(body)
}

function nameOf(person: { readonly name: string } | undefined): { name?: string } {
  return person === undefined ? {} : { name: person.name }
}

function undelivered(before: readonly Entry[], after: readonly Entry[]): readonly News[] {
  const states = new Map(
    before.map((entry) => [entry.id, entry.kind === 'mine' ? entry.delivery : undefined]),
  )
  return after.flatMap((entry): readonly News[] => {
    if (entry.kind !== 'mine' || states.get(entry.id) === entry.delivery) return []
    if (entry.delivery !== 'failed' && entry.delivery !== 'unknown') return []
    return [{ kind: 'undelivered', delivery: entry.delivery }]
  })
}
