import type { ChatView, Entry } from '../../../contract/chat.ts'
import type { Centre } from '../../centre/api.ts'
import type { Clock } from '../../support/clock.ts'
import { silentLog } from '../../support/log.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'
import { createMemoryStore, type Store } from '../../support/store.ts'
import { createChat, type Chat } from './chat.ts'
import { chatDefaults, type ChatConfig } from './config.ts'
import { createFakeCentre, type FakeCentre, type FakeOptions } from './fake-centre.ts'

/** A chat service over the fake centre that can be killed and started again. For tests only. */
export interface Bench {
  readonly clock: ManualClock
  readonly centre: FakeCentre
  readonly store: Store
  readonly chat: Chat
  readonly view: ChatView
  visit: { number: number; language: string }
  /** As a SIGKILL: nothing runs on, nothing is written any more; what left has left. */
  kill(): void
  /** A new process over the same store. Answers what `resume` answered. */
  restart(): boolean
  /** Starts a chat and lets the first answers come. */
  begin(message?: string): Promise<void>
  send(text: string): void
}

export function createBench(
  options: {
    readonly config?: Partial<ChatConfig>
    readonly centre?: FakeOptions
    readonly random?: () => number
  } = {},
): Bench {
  const clock = createManualClock()
  const centre = createFakeCentre(clock, options.centre)
  const store = createMemoryStore()
  const config: ChatConfig = {
    ...chatDefaults,
    country: () => 'DE',
    topics: ['Sales', 'Service'],
    source: 'kiosk-7',
    kiosk: 'kiosk-7',
    appVersion: '0.1.0',
    ...options.config,
  }
  let alive = { dead: false }
  let visit = { number: 1, language: 'en' }
  let chat = create()

  function create(): Chat {
    const life = { dead: false }
    alive = life
    return createChat({
      clock: mortalClock(clock, life),
      centre: mortalCentre(centre, life),
      store: {
        get: (key) => store.get(key),
        set: (key, value) => {
          if (!life.dead) store.set(key, value)
        },
        delete: (key) => {
          if (!life.dead) store.delete(key)
        },
      },
      random: options.random ?? (() => 0.5),
      log: silentLog,
      config: () => config,
      visit: () => visit,
    })
  }

  return {
    clock,
    centre,
    store,
    get visit() {
      return visit
    },
    set visit(next) {
      visit = next
    },
    get chat() {
      return chat
    },
    get view() {
      return chat.source.view
    },
    kill() {
      alive.dead = true
    },
    restart() {
      alive.dead = true
      chat = create()
      return chat.resume()
    },
    async begin(message = 'Can you help me?') {
      const started = chat.handlers.start({ name: 'Jose Silva', message, consent: true })
      await clock.advance(100)
      await started
    },
    send(text) {
      void chat.handlers.send({ text })
    },
  }
}

function mortalClock(clock: Clock, life: { dead: boolean }): Clock {
  return {
    now: () => clock.now(),
    after: (ms, task) =>
      clock.after(ms, () => {
        if (!life.dead) task()
      }),
  }
}

/** Requests that have left go on at the centre; their answers find nobody. */
function mortalCentre(centre: FakeCentre, life: { dead: boolean }): Centre {
  const mortal = <Value>(request: () => Promise<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      if (life.dead) return
      request().then(
        (value) => {
          if (!life.dead) resolve(value)
        },
        (error: unknown) => {
          if (!life.dead) reject(error instanceof Error ? error : new Error('thrown'))
        },
      )
    })
  return {
    clockOffsetMs: 0,
    authorize: () => mortal(() => centre.authorize()),
    startSession: (request) => mortal(() => centre.startSession(request)),
    endSession: (id) => mortal(() => centre.endSession(id)),
    queryContents: (id, index) => mortal(() => centre.queryContents(id, index)),
    addContent: (id, content) => mortal(() => centre.addContent(id, content)),
    setTyping: (id, typing) => mortal(() => centre.setTyping(id, typing)),
    callMe: (id, key, number) => mortal(() => centre.callMe(id, key, number)),
    createCallback: (request) => mortal(() => centre.createCallback(request)),
    callbackQueues: () => mortal(() => centre.callbackQueues()),
  }
}

export function mine(view: ChatView): readonly (Entry & { kind: 'mine' })[] {
  return view.entries.filter((each): each is Entry & { kind: 'mine' } => each.kind === 'mine')
}

export function kinds(view: ChatView): readonly string[] {
  return view.entries.map((each) => (each.kind === 'event' ? each.event : each.kind))
}
