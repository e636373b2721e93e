import { SvelteMap } from 'svelte/reactivity'
import type { Chat, Content, Session } from './views.ts'

/** The chats of the centre with their contents, and how much of each has been read. */
export class ChatBook {
  readonly chats = new SvelteMap<string, Chat>()
  /** How many contents and numbers of a chat have been read. */
  readonly #read = new SvelteMap<string, { readonly contents: number; readonly numbers: number }>()
  /** Contents of chats that have not been announced yet. */
  readonly #early = new Map<string, readonly Content[]>()

  /** What others have written and numbers for this agent: nobody has to read their own words. */
  unread(chat: Chat, meKey: number | undefined): number {
    const read = this.#read.get(chat.id) ?? { contents: 0, numbers: 0 }
    const isOwn = (key: number | null): boolean => key !== null && key === meKey
    const contents = chat.contents.slice(read.contents).filter(({ agentKey }) => !isOwn(agentKey))
    const numbers = chat.phoneNumbers.slice(read.numbers).filter(({ agentKey }) => isOwn(agentKey))
    return contents.length + numbers.length
  }

  markRead(id: string): void {
    const chat = this.chats.get(id)
    if (chat === undefined) return
    this.#read.set(id, { contents: chat.contents.length, numbers: chat.phoneNumbers.length })
  }

  /** Replaces all; what is known from before stays as unread as it was. */
  reset(chats: readonly Chat[]): void {
    this.chats.clear()
    this.#early.clear()
    for (const chat of chats) {
      this.chats.set(chat.id, chat)
      if (!this.#read.has(chat.id)) this.markRead(chat.id)
    }
  }

  /** A chat as it is now; its contents stay. */
  merge(session: Session): void {
    const contents = this.chats.get(session.id)?.contents ?? this.#early.get(session.id) ?? []
    this.#early.delete(session.id)
    this.chats.set(session.id, { ...session, contents })
  }

  /** The stream tells of a chat first; a content that comes earlier all the same is kept for it. */
  add(id: string, content: Content): void {
    const chat = this.chats.get(id)
    const before = chat?.contents ?? this.#early.get(id) ?? []
    // One that is sent again takes the place of the first; 0 is the index of many.
    const isSame = ({ index }: Content): boolean => index !== 0 && index === content.index
    const contents = before.some(isSame)
      ? before.map((other) => (isSame(other) ? content : other))
      : [...before, content]
    if (chat === undefined) this.#early.set(id, contents)
    else this.chats.set(id, { ...chat, contents })
  }

  drop(id: string): void {
    this.chats.delete(id)
    this.#read.delete(id)
    this.#early.delete(id)
  }
}
