import type { ChatView, Person } from '../../../contract/chat.ts'

export interface Summary {
  readonly names: readonly string[]
  /** Whole minutes; 0 for less than one. */
  readonly minutes?: number
  readonly endedAt?: number
  readonly by: NonNullable<ChatView['end']>['by']
  /** Messages that never got through. */
  readonly unsent: number
}

/** What there is to say about a conversation that has ended. */
export function summaryOf(view: ChatView, people: readonly Person[]): Summary {
  const { startedAt, end } = view
  const span =
    startedAt === undefined || end === undefined
      ? {}
      : { minutes: Math.floor(Math.max(0, end.at - startedAt) / 60_000) }
  return {
    names: people.map((person) => person.name),
    ...span,
    ...(end === undefined ? {} : { endedAt: end.at }),
    by: end?.by ?? 'server',
    unsent: view.entries.filter(
      (entry) =>
        entry.kind === 'mine' && entry.delivery !== 'delivered' && entry.delivery !== 'sent',
    ).length,
  }
}
