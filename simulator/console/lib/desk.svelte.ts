import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import { z } from './schema.ts'
import type { Api } from './api.ts'
import { ApiError } from './api.ts'
import { liveEvents, setFault } from './views.ts'
import type { Agent, Callback, Chat, LiveData, LiveName, Session, SetFault } from './views.ts'
import type { Settings } from './views.ts'

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

/** Something to tell the agent, until it is dismissed. */
export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'bad'
  readonly text: string
}

/** Everything the page shows of the centre, kept current by live events. */
export class Desk {
  agents = $state.raw<readonly Agent[]>([])
  settings = $state.raw<Settings>()
  /** Of the REST service. */
  faults = $state.raw<readonly SetFault[]>([])
  sipFaults = $state.raw<readonly SetFault[]>([])
  connected = $state(false)
  meKey = $state<number>()
  selectedId = $state<string>()
  notices = $state.raw<readonly Notice[]>([])
  /** Milliseconds since 1970 by the centre's clock, once a second. */
  now = $state(0)

  readonly chats = new SvelteMap<string, Chat>()
  readonly callbacks = new SvelteMap<number, Callback>()
  /** Chats in which this agent waits for a number. */
  readonly awaited = new SvelteSet<string>()
  /** How many contents of a chat this agent has seen. */
  readonly seen = new SvelteMap<string, number>()

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
  #serial = 0
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
  }

  select(id: string | undefined): void {
    this.selectedId = id
    const chat = id === undefined ? undefined : this.chats.get(id)
    if (chat !== undefined) this.seen.set(chat.id, chat.contents.length)
  }

  unread(chat: Chat): number {
    return Math.max(0, chat.contents.length - (this.seen.get(chat.id) ?? 0))
  }

  /** Sends what this agent does in a chat; says so where it was not possible. */
  async act(id: string, what: string, body: object = {}): Promise<boolean> {
    if (this.meKey === undefined) return false
    const path = `/sessions/${encodeURIComponent(id)}/${what}`
    return this.attempt(this.#api.send('POST', path, { agentKey: this.meKey, ...body }))
  }

  /** Waits for something that may fail; a failure becomes a notice. */
  async attempt(work: Promise<void>): Promise<boolean> {
    try {
      await work
      return true
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      this.tell('bad', error.message)
      return false
    }
  }

  tell(tone: Notice['tone'], text: string): void {
    this.#serial += 1
    this.notices = [...this.notices.slice(-2), { id: this.#serial, tone, text }]
  }

  dismiss(id: number): void {
    this.notices = this.notices.filter((notice) => notice.id !== id)
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
    const read = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> | undefined =>
      schema.safeParse(data).data
    switch (name) {
      case 'snapshot':
        this.#reset(read(liveEvents.snapshot))
        break
      case 'session':
        this.#session(read(liveEvents.session))
        break
      case 'typing': {
        const session = read(liveEvents.typing)?.session
        if (session !== undefined) this.#merge(session)
        break
      }
      case 'content': {
        const given = read(liveEvents.content)
        const chat = this.chats.get(given?.sessionId ?? '')
        if (given === undefined || chat === undefined) break
        this.chats.set(chat.id, { ...chat, contents: [...chat.contents, given.content] })
        if (chat.id === this.selectedId) this.seen.set(chat.id, chat.contents.length + 1)
        break
      }
      case 'phone-number': {
        const given = read(liveEvents['phone-number'])
        const chat = this.chats.get(given?.sessionId ?? '')
        if (given === undefined || chat === undefined) break
        const { sessionId: _, ...number } = given
        this.chats.set(chat.id, { ...chat, phoneNumbers: [...chat.phoneNumbers, number] })
        this.awaited.delete(chat.id)
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
        if (read(liveEvents.restart)?.sessionsKept === false) this.chats.clear()
        break
    }
  }

  #reset(given: LiveData<'snapshot'> | undefined): void {
    if (given === undefined) return
    this.connected = true
    this.agents = given.agents
    this.settings = given.settings
    this.faults = given.faults
    this.chats.clear()
    for (const chat of given.sessions) {
      this.chats.set(chat.id, chat)
      if (!this.seen.has(chat.id)) this.seen.set(chat.id, chat.contents.length)
    }
    this.callbacks.clear()
    for (const callback of given.callbacks) this.callbacks.set(callback.id, callback)
    void this.#readClock()
    void this.#readSipFaults()
  }

  #session(given: LiveData<'session'> | undefined): void {
    if (given === undefined) return
    const { change, session } = given
    if (change === 'removed') {
      this.chats.delete(session.id)
      this.seen.delete(session.id)
      if (this.selectedId === session.id) this.selectedId = undefined
      return
    }
    if (session.state !== 'active') this.awaited.delete(session.id)
    this.#merge(session)
  }

  #merge(session: Session): void {
    const contents = this.chats.get(session.id)?.contents ?? []
    this.chats.set(session.id, { ...session, contents })
  }

  async #readSipFaults(): Promise<void> {
    try {
      this.sipFaults = await this.#api.get('/sip/faults', z.array(setFault))
    } catch (error) {
      // The next event reads them again.
      if (!(error instanceof ApiError)) throw error
    }
  }

  /** The centre may have another idea of the time than this machine. */
  async #readClock(): Promise<void> {
    try {
      const { now } = await this.#api.get('/state', z.object({ now: z.string() }))
      this.#offset = Date.parse(now) - this.#surroundings.now()
      this.tick()
    } catch {
      // Then its clock is taken to be ours.
      this.#offset = 0
    }
  }
}

const liveNames: readonly LiveName[] = [
  'snapshot',
  'session',
  'content',
  'typing',
  'phone-number',
  'callback',
  'call',
  'sip',
  'settings',
  'faults',
  'restart',
]
