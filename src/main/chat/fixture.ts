import { USUAL_KINDS } from '../../phone/kinds.ts'
import type { ChatView, Entry } from '../../contract/chat.ts'
import type { Centre } from '../centre/api.ts'
import type { Clock } from '../platform/clock.ts'
import type { BootMoment } from '../platform/boot-clock.ts'
import { silentLog, type Log } from '../platform/log.ts'
import { createManualClock, type ManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createMemoryStore, type Store } from '../platform/store.ts'
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
  /** The machine's own clock: it goes along with `clock` unless a test sets it. */
  boot: { id: string; skewMs: number }
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
    readonly log?: Log
  } = {},
): Bench {
  const clock = createManualClock()
  const STARTED = clock.now() - 60_000
  const centre = createFakeCentre(clock, options.centre)
  const store = createMemoryStore()
  const config: ChatConfig = {
    ...chatDefaults,
    country: () => 'DE',
    allow: { countries: ['*'], types: USUAL_KINDS },
    topics: ['Sales', 'Service'],
    source: 'kiosk-7',
    kiosk: 'kiosk-7',
    appVersion: '0.1.0',
    ...options.config,
  }
  const boot = { id: 'boot-1', skewMs: 0 }
  let alive = { dead: false }
  let visit = { number: 1, language: 'en' }
  let chat = create()

  function create(): Chat {
    const life = { dead: false }
    alive = life
    return createChat({
      clock: mortalClock(clock, life),
      boot: { now: bootNow },
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
      log: options.log ?? silentLog,
      config: () => config,
      visit: () => visit,
    })
  }

  function bootNow(): BootMoment {
    return { boot: boot.id, uptimeMs: clock.now() - STARTED + boot.skewMs }
  }

  return {
    clock,
    centre,
    store,
    boot,
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
    steady: () => clock.steady(),
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
    authorize: (options) => mortal(() => centre.authorize(options)),
    startSession: (request, options) => mortal(() => centre.startSession(request, options)),
    endSession: (id, options) => mortal(() => centre.endSession(id, options)),
    queryContents: (id, index, options) => mortal(() => centre.queryContents(id, index, options)),
    addContent: (id, content, options) => mortal(() => centre.addContent(id, content, options)),
    setTyping: (id, typing, options) => mortal(() => centre.setTyping(id, typing, options)),
    callMe: (id, key, number, options) => mortal(() => centre.callMe(id, key, number, options)),
    createCallback: (request, options) => mortal(() => centre.createCallback(request, options)),
    callbackQueues: (options) => mortal(() => centre.callbackQueues(options)),
  }
}

export function mine(view: ChatView): readonly (Entry & { kind: 'mine' })[] {
  return view.entries.filter((each): each is Entry & { kind: 'mine' } => each.kind === 'mine')
}

export function kinds(view: ChatView): readonly string[] {
  return view.entries.map((each) => (each.kind === 'event' ? each.event : each.kind))
}
