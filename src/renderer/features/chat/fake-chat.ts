import type { ChatView, Entry } from '../../../contract/chat.ts'
import type { Handlers } from '../../../contract/contract.ts'
import { done, fail, ok } from '../../../contract/outcome.ts'
import { FakeFeed, type Played } from '../../lib/fake-bridge.ts'
import { longMessage } from '../../../contract/pieces.ts'
import { manyLights } from './fake-rich.ts'
import { agentSaid, pastEntry, scenarioView, sam, mira } from './fake-scenarios.ts'

/**
 * The chat for development: begins in a named state (`?fake=NAME`) and answers like a small contact
 * centre. Answers nothing for a name that is no chat scenario.
 */
export function fakeChat(scenario: string): Played | undefined {
  const first = scenarioView(scenario)
  if (first === undefined) return undefined
  const chat = new FakeFeed(first)
  return { chat, answers: { chat: new FakeCentre(chat).answers } }
}

class FakeCentre {
  readonly #feed: FakeFeed<ChatView>
  #count = 0

  constructor(feed: FakeFeed<ChatView>) {
    this.#feed = feed
  }

  readonly answers: Partial<Handlers['chat']> = {
    start: ({ name, message }) => {
      this.#publish({ phase: 'starting', customerName: name, startedAt: Date.now() })
      this.#later(400, () => {
        this.#publish({ phase: 'waiting', entries: [this.#mine(message, 'delivered')] })
      })
      this.#later(3000, () => {
        this.#publish({ phase: 'talking', agents: [mira] })
        this.#add({ kind: 'event', event: 'agent-joined', person: mira })
        this.#reply(`Hello ${name}, I'm Mira. I have read your message.`)
      })
      return done
    },
    send: ({ text }) => {
      if (/\d{4} \d{4} \d{4} \d{4}/u.test(text)) {
        const masked = text.replace(/\d{4} \d{4} \d{4}/u, '•••• •••• ••••')
        this.#publish({ guard: { id: 'guard', found: ['card'], masked } })
        return done
      }
      this.#deliver(text)
      return done
    },
    draft: ({ text }) => {
      this.#feed.view = { ...this.#feed.view, draft: text }
      return done
    },
    retry: ({ id }) => {
      this.#change(id, 'sending')
      this.#later(600, () => this.#change(id, 'delivered'))
      return done
    },
    discard: ({ id }) => {
      this.#publish({ entries: this.#feed.view.entries.filter((entry) => entry.id !== id) })
      return done
    },
    guard: ({ choice }) => {
      const masked = this.#feed.view.guard?.masked ?? ''
      this.#without('guard')
      if (choice !== 'edit') this.#deliver(masked)
      return done
    },
    end: () => {
      this.#publish({ phase: 'ending' })
      this.#later(300, () =>
        this.#publish({ phase: 'ended', end: { by: 'customer', at: Date.now() }, typing: [] }),
      )
      return done
    },
    leave: () => {
      this.#feed.view = { ...idleFrom(this.#feed.view.revision) }
      this.#publish({})
      return done
    },
    history: ({ before, count }) => {
      const place = Number(before.slice(1))
      if (!Number.isInteger(place)) return fail('not-found')
      const from = Math.max(0, place - count)
      const entries = Array.from({ length: place - from }, (_, at) => pastEntry(from + at))
      return ok({ entries, earlier: from })
    },
    piece: ({ at }) => {
      const piece = longMessage(manyLights)?.rest[at]
      return piece ? ok(piece) : fail('not-found')
    },
    callMe: ({ number }) => {
      this.#publish({ callMe: { person: mira, country: 'DE', state: 'sending', number } })
      this.#later(800, () =>
        this.#publish({ callMe: { person: mira, country: 'DE', state: 'sent', number } }),
      )
      return done
    },
    declineCallMe: () => {
      this.#publish({ callMe: { person: mira, country: 'DE', state: 'declined' } })
      return done
    },
    showPage: ({ entryId }) => {
      const entry = this.#feed.view.entries.find((each) => each.id === entryId)
      this.#without('page')
      if (entry?.kind !== 'page' || entry.page === undefined) return done
      const person = entry.person === undefined ? {} : { person: entry.person }
      this.#publish({ page: { ...entry.page, ...person, entryId: entry.id } })
      return done
    },
    viewerBounds: () => done,
    printTranscript: () => done,
    saveTranscript: () => done,
  }

  #deliver(text: string): void {
    const entry = this.#mine(text, 'sending')
    this.#publish({ entries: [...this.#feed.view.entries, entry], draft: '' })
    this.#later(500, () => this.#change(entry.id, 'sent'))
    this.#later(1200, () => {
      this.#change(entry.id, 'delivered')
      this.#publish({ typing: [mira, sam].slice(0, 1) })
    })
    this.#later(2600, () => this.#reply('Thank you, I am looking at it.'))
  }

  #reply(text: string): void {
    this.#publish({ typing: [] })
    this.#add(agentSaid(text, mira))
  }

  #mine(text: string, delivery: 'sending' | 'delivered'): Entry {
    this.#count += 1
    return { id: `n${this.#count}`, at: Date.now(), kind: 'mine', text, delivery }
  }

  #add(entry: DistributedOmit<Entry, 'id' | 'at'>): void {
    this.#count += 1
    const added: Entry = { ...entry, id: `n${this.#count}`, at: Date.now() }
    const all = [...this.#feed.view.entries, added]
    const over = Math.max(0, all.length - 200)
    this.#publish({ entries: all.slice(over), earlier: this.#feed.view.earlier + over })
  }

  #change(id: string, delivery: 'sending' | 'sent' | 'delivered'): void {
    this.#publish({
      entries: this.#feed.view.entries.map((entry) =>
        entry.id === id && entry.kind === 'mine' ? { ...entry, delivery } : entry,
      ),
    })
  }

  #without(key: 'guard' | 'page'): void {
    const { guard, page, ...rest } = this.#feed.view
    this.#feed.view = {
      ...rest,
      ...(key === 'page' && guard !== undefined ? { guard } : {}),
      ...(key === 'guard' && page !== undefined ? { page } : {}),
    }
    this.#publish({})
  }

  #publish(changes: Partial<ChatView>): void {
    this.#feed.publish(changes)
  }

  #later(ms: number, run: () => void): void {
    setTimeout(run, ms)
  }
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

function idleFrom(revision: number): ChatView {
  const idle = scenarioView('chat-before')
  if (idle === undefined) throw new Error('There is no scenario of an idle chat')
  return { ...idle, revision }
}
