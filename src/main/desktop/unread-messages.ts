import type { ChatView, Entry } from '../../contract/chat.ts'
import type { Words } from '../platform/words.ts'
import { plainOf } from '../chat/plain.ts'

/** What a notification says. It is shown and forgotten: never written to a log. */
export interface Notice {
  readonly title: string
  readonly body: string
}

export interface UnreadMessages {
  /** What has come while nobody looked. */
  readonly unread: number
  /** The chat as it is now. */
  chatChanged(view: Pick<ChatView, 'phase' | 'entries'>): void
  /** The window came to the front, or left it. */
  focusChanged(focused: boolean): void
}

interface Deps {
  readonly wanted: 'words' | 'name' | 'off'
  readonly words: () => Words
  readonly onUnread: (count: number) => void
  readonly onNotice: (notice: Notice) => void
}

/** Longest body, in characters: the first words, not the message. */
const BODY = 120

/** Counts what nobody has seen yet and says when to tell: never while the window is in front. */
export function createUnreadMessages({ wanted, words, onUnread, onNotice }: Deps): UnreadMessages {
  let seen: ReadonlySet<string> | undefined
  let focused = true
  let unread = 0

  function setUnread(count: number): void {
    if (count === unread) return
    unread = count
    onUnread(count)
  }

  return {
    get unread() {
      return unread
    },
    chatChanged({ phase, entries }) {
      const ids = new Set(entries.map(({ id }) => id))
      const fresh = entries.filter(({ id }) => seen !== undefined && !seen.has(id))
      seen = ids
      if (phase === 'idle') {
        setUnread(0)
        return
      }
      if (focused) return
      setUnread(unread + fresh.filter(isMessage).length)
      if (wanted === 'off') return
      for (const entry of fresh) {
        const notice = noticeOf(entry, words(), wanted)
        if (notice !== undefined) onNotice(notice)
      }
    },
    focusChanged(now) {
      focused = now
      if (now) setUnread(0)
    },
  }
}

function isMessage({ kind }: Entry): boolean {
  return kind === 'agent' || kind === 'system' || kind === 'page' || kind === 'unknown'
}

function noticeOf(entry: Entry, words: Words, wanted: 'words' | 'name'): Notice | undefined {
  switch (entry.kind) {
    case 'agent':
      return {
        title: wroteBy(entry.person.name, words),
        body: wanted === 'words' ? firstWords(plainOf(entry.body)) : '',
      }
    case 'page': {
      const title = wroteBy(entry.person?.name ?? '', words)
      const host = entry.page?.host
      const isTold = wanted === 'words' && host !== undefined
      return { title, body: isTold ? words('desktop.page', { host }) : '' }
    }
    case 'event': {
      if (entry.event !== 'agent-joined') return undefined
      const name = entry.person?.name ?? ''
      const title = name === '' ? words('desktop.someoneJoined') : words('desktop.joined', { name })
      return { title, body: '' }
    }
    default:
      return undefined
  }
}

function wroteBy(name: string, words: Words): string {
  return name === '' ? words('desktop.someoneWrote') : words('desktop.wrote', { name })
}

/** The beginning of a text, cut between words where that can be had. */
export function firstWords(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim()
  const characters = Array.from(line)
  if (characters.length <= BODY) return line
  const cut = characters.slice(0, BODY).join('')
  return `${cut.replace(/\s\S{0,30}$/u, '')}\u2026`
}
