import type { Person } from '../../contract/chat.ts'
import type { PageRef } from '../../contract/rich.ts'
import type { Content, Contents } from '../centre/api.ts'
import type { Log } from '../platform/log.ts'
import type { Entries } from './entries.ts'
import { agentKey, plainName, type Names } from './names.ts'
import { parseRich } from './rich.ts'
import type { Pushed } from './pushed.ts'
import { judgeWritten, type UrlPolicy } from '../viewer/url-policy.ts'
import { enumOf } from '../platform/said.ts'

/** What an answer means for the chat beyond its entries, in order. */
export type Turn =
  | { readonly kind: 'agent' }
  /** Without a key it cannot be said who. */
  | { readonly kind: 'agent-left'; readonly key?: string }
  | { readonly kind: 'requeued' }
  | { readonly kind: 'customer-left' }
  /** `missed`: pushed before a crash, and perhaps not seen. */
  | { readonly kind: 'page'; readonly entryId: string; readonly missed: boolean }

export interface Applied {
  readonly turns: readonly Turn[]
  /** Contents were new. */
  readonly news: boolean
  /** Everything up to the centre's newest content has been read. */
  readonly complete: boolean
}

export interface TranscriptDeps {
  readonly entries: Entries
  readonly names: Names
  readonly policy: UrlPolicy
  readonly log: Log
  readonly pushed: Pushed
  now(): number
  /** Takes a CUSTOMER_MESSAGE: true where it is shown already, as a message of our own. */
  customerMessage(content: Content): boolean
  /** Called before the content is shown: entries that belong before it can be put there. */
  before(index: number): void
  /** Our own end is not news to the customer. */
  endedHere(): boolean
}

/** A hole in the contents is asked for again this often before it is believed. */
const HOLE_TRIES = 2

/**
 * The contents of a session as entries: each index once, whatever an answer repeats, and one
 * action for each pushed address (C26).
 */
export interface Transcript {
  /** What to ask for next; 0 before the first answer (R99). */
  readonly next: number
  /** In the conversation now; who spoke last comes first. */
  readonly agents: readonly Person[]
  apply(contents: Contents): Applied
}

export function createTranscript(deps: TranscriptDeps): Transcript {
  const { entries, names, policy, log, pushed } = deps
  let next = 0
  let agents: readonly Person[] = []
  let holes = 0
  let lastTop = pushed.latest
  /** The address of the latest content that pushed one. */
  let lastPushed = ''
  let pages = 0
  let turns: Turn[] = []

  /** The contents that follow what we have, without a hole. */
  function fresh(contents: Contents): { list: Content[]; complete: boolean } {
    const from = Math.max(1, next)
    const list = contents.contents
      .filter((each) => each.index >= from)
      .sort((a, b) => a.index - b.index)
      .filter((each, at, all) => at === 0 || each.index !== all[at - 1]?.index)
    let end = from
    let count = 0
    for (const each of list) {
      if (each.index !== end) break
      end += 1
      count += 1
    }
    const newest = Math.max(contents.newIndexKey, ...list.slice(-1).map((each) => each.index + 1))
    const complete = end >= newest
    if (complete) holes = 0
    else {
      holes += 1
      if (holes > HOLE_TRIES) {
        log.warn('contents are missing and were given up', { from: end, newest })
        holes = 0
        next = newest
        return { list, complete: true }
      }
    }
    next = Math.max(next, end)
    return { list: list.slice(0, count), complete }
  }

  /** Someone of the centre is there; who has not been there before is announced. */
  function arrive(id: string, person: Person | undefined): void {
    turns.push({ kind: 'agent' })
    if (!person) return
    if (!agents.some((each) => each.key === person.key)) event(id, 'agent-joined', person)
    agents = [person, ...agents.filter((each) => each.key !== person.key)]
  }

  function event(
    id: string,
    kind: 'agent-joined' | 'agent-left' | 'requeued' | 'customer-left',
    person?: Person,
  ): void {
    const at = deps.now()
    entries.append(
      person && person.name !== ''
        ? { id, at, kind: 'event', event: kind, person }
        : { id, at, kind: 'event', event: kind },
    )
  }

  function push(id: string, content: Content, person: Person | undefined): void {
    lastPushed = content.pushedUrl
    const missed = pushed.forContent(content.index)?.seen === false
    pageEntry(id, content.pushedUrl, content.content, person, missed)
  }

  function pageEntry(
    id: string,
    raw: string,
    markup: string,
    person: Person | undefined,
    missed: boolean,
  ): void {
    const verdict = judgeWritten(raw, policy)
    if (!verdict.ok) log.warn('a pushed address was refused', { reason: verdict.reason })
    const base = { id, at: deps.now(), kind: 'page' as const, body: parseRich(markup, policy) }
    const page: { page?: PageRef } = verdict.ok ? { page: verdict.page } : {}
    const by: { person?: Person } = person ? { person } : {}
    entries.append({ ...base, ...page, ...by })
    if (verdict.ok) turns.push({ kind: 'page', entryId: id, missed })
  }

  function take(content: Content): void {
    const id = `c${String(content.index)}`
    const at = deps.now()
    const isAgent = content.type.startsWith('AGENT_')
    const person = isAgent ? names.learn(content) : undefined
    const rich = parseRich(content.content, policy)
    switch (content.type) {
      case 'CUSTOMER_MESSAGE':
        if (!deps.customerMessage(content)) {
          entries.append({ id, at, kind: 'other', name: plainName(content.from), body: rich })
        }
        break
      case 'AGENT_MESSAGE':
        arrive(`${id}-join`, person)
        if (rich.length > 0) {
          const by = person ?? names.of('')
          entries.append({ id, at, kind: 'agent', person: by, body: rich })
        }
        break
      case 'AGENT_PUSH_URL':
        arrive(`${id}-join`, person)
        push(id, content, person)
        break
      case 'SYSTEM_PUSH_URL':
        push(id, content, undefined)
        break
      case 'AGENT_CONFERENCE_JOIN':
        arrive(id, person)
        if (!person) event(id, 'agent-joined')
        break
      case 'AGENT_DISCONNECT':
        agents = person ? agents.filter((each) => each.key !== person.key) : []
        event(id, 'agent-left', person)
        turns.push(person ? { kind: 'agent-left', key: person.key } : { kind: 'agent-left' })
        break
      case 'AGENT_REQUEUE':
        agents = []
        event(id, 'requeued')
        turns.push({ kind: 'requeued' })
        break
      case 'CUSTOMER_DISCONNECT':
        if (!deps.endedHere()) event(id, 'customer-left')
        turns.push({ kind: 'customer-left' })
        break
      case 'SYSTEM_MESSAGE':
        if (rich.length > 0) {
          entries.append({ id, at, kind: 'system', name: plainName(content.from), body: rich })
        }
        break
      case 'UNKNOWN':
        log.warn('content of an unknown type', { type: enumOf(content.rawType) })
        entries.append({ id, at, kind: 'unknown', name: unknownName(content), body: rich })
        break
    }
  }

  /** Names may be shown, keys may not (C13). */
  function unknownName(content: Content): string {
    const agent = plainName(`${content.agentFirstName} ${content.agentLastName}`)
    if (agent !== '') return agent
    const from = plainName(content.from)
    return /^\d*$/u.test(agentKey(from)) || names.of(from).name !== '' ? '' : from
  }

  /** C26: a centre may leave the address of a pushing content to the top of the same answer. */
  function withAddress(list: readonly Content[], pushUrl: string): readonly Content[] {
    const known = list.map((each) => {
      const url = isBare(each) ? pushed.forContent(each.index)?.url : undefined
      return url === undefined ? each : { ...each, pushedUrl: url }
    })
    const bare = known.filter(isBare).at(-1)
    if (!bare || pushUrl.trim() === '') return known
    pushed.note(pushUrl, bare.index, true)
    return known.map((each) => (each === bare ? { ...each, pushedUrl: pushUrl } : each))
  }

  function isBare({ type, pushedUrl }: Content): boolean {
    return type.endsWith('_PUSH_URL') && pushedUrl.trim() === ''
  }

  /**
   * C26: the one-shot at the top of the answer counts only where no content carries the address, in this answer or,
   * where the centre tells each new token again, in an earlier one.
   */
  function top(contents: Contents): void {
    const raw = contents.pushUrl.trim()
    const repeated = raw === lastTop
    lastTop = raw
    if (raw === '' || repeated) return
    const same = (other: string): boolean => other.trim() === raw || address(other) === address(raw)
    if (contents.contents.some((each) => each.pushedUrl !== '' && same(each.pushedUrl))) return
    if (lastPushed !== '' && same(lastPushed)) return
    pushed.note(raw, Math.max(1, next), false)
    topEntry(raw, false)
  }

  function topEntry(raw: string, missed: boolean): void {
    pages += 1
    pageEntry(`p${String(pages)}`, raw, '', undefined, missed)
  }

  /** Shows what an earlier run has written down, in its place. */
  function recall(index: number): void {
    for (const { url, seen } of pushed.before(index)) topEntry(url, !seen)
  }

  function address(raw: string): string {
    const verdict = judgeWritten(raw, { ...policy, linkHosts: ['*'] })
    return verdict.ok ? verdict.page.url : raw.trim()
  }

  return {
    get next() {
      return next
    },
    get agents() {
      return agents
    },
    apply(contents) {
      turns = []
      const { list, complete } = fresh(contents)
      for (const content of withAddress(list, contents.pushUrl)) {
        recall(content.index)
        deps.before(content.index)
        take(content)
      }
      recall(next)
      top(contents)
      return { turns, news: list.length > 0, complete }
    },
  }
}
