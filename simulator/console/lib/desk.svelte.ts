import { SvelteMap } from 'svelte/reactivity'
import { z } from './schema.ts'
import type { Api } from './api.ts'
import { ApiError } from './api.ts'
import { ChatBook } from './chat-book.svelte.ts'
import { Notices, theCentre } from './notices.svelte.ts'
import type { Notice } from './notices.svelte.ts'
import { readOffset, readQueues } from './reads.ts'
import { liveEvents, liveNames, setFault } from './views.ts'
import type { Agent, Callback, Chat, LiveData, LiveName } from './views.ts'
import type { Session, SetFault, Settings } from './views.ts'

/** The part of EventSource that is used, so that tests can be one. */
export interface Stream {
  addEventListener(name: string, listener: (event: { readonly data?: string }) => void): void
  close(): void
}

export interface Surroundings {
  readonly open: (url: string) => Stream
  /** Milliseconds since 1970 by this machine's clock. */
  readonly now: () => number
}

/** What a notice about a chat is about. */
const chatKey = (id: string): string => `chat ${id}`

/** Everything the page shows of the centre, kept current by live events. */
export class ConsoleModel {
  agents = $state.raw<readonly Agent[]>([])
  settings = $state.raw<Settings>()
  /** Of the REST service. */
  faults = $state.raw<readonly SetFault[]>([])
  sipFaults = $state.raw<readonly SetFault[]>([])
  connected = $state(false)
  meKey = $state<number>()
  selectedId = $state<string>()
  /** Milliseconds since 1970 by the centre's clock, once a second. */
  now = $state(0)

  readonly notices = new Notices()
  readonly #book = new ChatBook()
  readonly chats = this.#book.chats
  readonly callbacks = new SvelteMap<number, Callback>()
  /** Chats in which this agent waits for a number, with what to say when it comes. */
  readonly awaited = new SvelteMap<string, string>()
  /** Queues to which a chat can be transferred, as far as the centre names them. */
  queues = $state.raw<readonly string[]>([])

  readonly me = $derived(this.agents.find(({ key }) => key === this.meKey))
  readonly all = $derived([...this.chats.values()])
  readonly waiting = $derived(
    this.all
      .filter(({ state }) => state === 'waiting')
      .sort((a, b) => b.priority - a.priority || a.queuedAt.localeCompare(b.queuedAt)),
  )
  readonly mine = $derived(this.all.filter((chat) => chat.state === 'active' && this.isIn(chat)))
  readonly others = $derived(this.all.filter((chat) => chat.state === 'active' && !this.isIn(chat)))
  readonly ended = $derived(
    this.all
      .filter(({ state }) => state === 'ended' || state === 'redirected')
      .sort((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? '')),
  )
  readonly selected = $derived(
    this.selectedId === undefined ? undefined : this.chats.get(this.selectedId),
  )
  readonly openCallbacks = $derived([...this.callbacks.values()].filter(({ done }) => !done).length)

  readonly #api: Api
  readonly #surroundings: Surroundings
  #offset = 0
  #stop: (() => void) | undefined

  constructor(api: Api, surroundings: Surroundings) {
    this.#api = api
    this.#surroundings = surroundings
    this.tick()
  }

  /** Follows the centre until the returned function is called. */
  connect(): () => void {
    const stream = this.#surroundings.open(`${this.#api.base}/events`)
    stream.addEventListener('open', () => {
      this.connected = true
      this.notices.answer(theCentre)
    })
    stream.addEventListener('error', () => {
      this.connected = false
    })
    for (const name of liveNames) {
      stream.addEventListener(name, ({ data }) => this.#take(name, data ?? ''))
    }
    const timer = setInterval(() => this.tick(), 1000)
    this.#stop = () => {
      clearInterval(timer)
      stream.close()
    }
    return () => this.#stop?.()
  }

  tick(): void {
    this.now = this.#surroundings.now() + this.#offset
    this.notices.settle()
  }

  select(id: string | undefined): void {
    // A refusal is shown in its chat; leaving the chat dismisses it.
    if (this.selectedId !== undefined && this.selectedId !== id) {
      this.notices.answer(chatKey(this.selectedId))
    }
    this.selectedId = id
    if (id !== undefined) this.#book.markRead(id)
    this.notices.settle()
  }

  unread(chat: Chat): number {
    return this.#book.unread(chat, this.meKey)
  }

  /** Sends what this agent does in a chat; says so where it was not possible. */
  async act(id: string, what: string, body: object = {}): Promise<boolean> {
    if (this.meKey === undefined) return false
    const path = `/sessions/${encodeURIComponent(id)}/${what}`
    const work = this.#api.send('POST', path, { agentKey: this.meKey, ...body })
    return this.notices.attempt(work, chatKey(id))
  }

  /** Asks for the customer's number; `came` is told where the agent is in another chat by then. */
  async askNumber(id: string, asked: string, came: string): Promise<void> {
    this.awaited.set(id, came)
    if (await this.act(id, 'make-a-call')) this.tell('info', asked, () => this.awaited.has(id))
    else this.awaited.delete(id)
  }

  /** The number stands in its chat; until that is opened a notice says so. */
  #numberCame(id: string): void {
    const came = this.awaited.get(id)
    this.awaited.delete(id)
    if (id === this.selectedId) this.#book.markRead(id)
    else if (came !== undefined) {
      this.tell('info', came, () => this.chats.has(id) && this.selectedId !== id)
    }
  }

  /** `holds` says for how long it is true; without it the notice waits to be dismissed. */
  tell(tone: Notice['tone'], text: string, holds?: () => boolean): void {
    this.notices.add({ tone, text, holds })
  }

  isIn(chat: Session): boolean {
    return chat.agents.some(({ key }) => key === this.meKey)
  }

  #take(name: LiveName, text: string): void {
    let data: unknown
    try {
      data = JSON.parse(text)
    } catch {
      return
    }
    this.apply(name, data)
  }

  /** Takes one live event; one that does not fit is left alone. */
  apply(name: LiveName, data: unknown): void {
    this.#apply(name, data)
    this.notices.settle()
  }

  #apply(name: LiveName, data: unknown): void {
    const read = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> | undefined =>
      schema.safeParse(data).data
    switch (name) {
      case 'snapshot':
        this.#reset(read(liveEvents.snapshot))
        break
      // Of a call nothing is kept here.
      case 'call':
        break
      case 'session':
        this.#session(read(liveEvents.session))
        break
      case 'typing': {
        const session = read(liveEvents.typing)?.session
        if (session !== undefined) this.#book.merge(session)
        break
      }
      case 'content': {
        const given = read(liveEvents.content)
        if (given === undefined) break
        this.#book.add(given.sessionId, given.content)
        if (given.sessionId === this.selectedId) this.#book.markRead(given.sessionId)
        break
      }
      case 'phone-number': {
        const given = read(liveEvents['phone-number'])
        const chat = this.chats.get(given?.sessionId ?? '')
        if (given === undefined || chat === undefined) break
        const { sessionId: _, ...number } = given
        this.chats.set(chat.id, { ...chat, phoneNumbers: [...chat.phoneNumbers, number] })
        if (given.agentKey === this.meKey) this.#numberCame(chat.id)
        break
      }
      case 'callback': {
        const given = read(liveEvents.callback)
        if (given !== undefined) this.callbacks.set(given.id, given)
        break
      }
      case 'settings':
        this.settings = read(liveEvents.settings) ?? this.settings
        break
      case 'faults':
        this.faults = read(liveEvents.faults) ?? this.faults
        break
      case 'sip':
        void this.#readSipFaults()
        break
      case 'restart':
        if (read(liveEvents.restart)?.sessionsKept === false) this.#forget()
        break
    }
  }

  #reset(given: LiveData<'snapshot'> | undefined): void {
    if (given === undefined) return
    this.connected = true
    this.notices.answer(theCentre)
    this.agents = given.agents
    this.settings = given.settings
    this.faults = given.faults
    this.#book.reset(given.sessions)
    this.callbacks.clear()
    for (const callback of given.callbacks) this.callbacks.set(callback.id, callback)
    for (const id of [...this.awaited.keys()]) {
      const chat = this.chats.get(id)
      if (chat === undefined || !this.#mayAwait(chat)) this.awaited.delete(id)
    }
    void this.#readClock()
    void this.#readSipFaults()
    void readQueues(this.#api).then((queues) => (this.queues = queues))
  }

  #session(given: LiveData<'session'> | undefined): void {
    if (given === undefined) return
    const { change, session } = given
    if (!this.#mayAwait(session)) this.awaited.delete(session.id)
    if (change === 'removed') {
      this.#drop(session.id)
      return
    }
    if (session.state === 'ended' && this.chats.get(session.id)?.state !== 'ended') {
      this.notices.answer(chatKey(session.id))
    }
    this.#book.merge(session)
  }

  #mayAwait(session: Session): boolean {
    return session.state === 'active' && this.isIn(session)
  }

  #drop(id: string): void {
    this.#book.drop(id)
    this.awaited.delete(id)
    this.notices.answer(chatKey(id))
    if (this.selectedId === id) this.selectedId = undefined
  }

  #forget(): void {
    for (const id of [...this.chats.keys()]) this.#drop(id)
  }

  async #readSipFaults(): Promise<void> {
    try {
      this.sipFaults = await this.#api.get('/sip/faults', z.array(setFault))
    } catch (error) {
      // The next event reads them again.
      if (!(error instanceof ApiError)) throw error
    }
  }

  async #readClock(): Promise<void> {
    this.#offset = await readOffset(this.#api, this.#surroundings.now)
    this.tick()
  }
}
