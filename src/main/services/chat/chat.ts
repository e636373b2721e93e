import type { ChatPhase, ChatView, GuardQuestion, StartChat } from '../../../contract/chat.ts'
import type { Handlers } from '../../../contract/contract.ts'
import type { Source } from '../../../contract/define.ts'
import { done, fail, ok, type Failure, type Outcome } from '../../../contract/outcome.ts'
import { createSource } from '../../support/source.ts'
import { isLive, nextPhase, type ChatEvent } from './chat-machine.ts'
import type { ChatConfig } from './config.ts'
import type { ChatDeps } from './deps.ts'
import { createDraft } from './draft.ts'
import { createEcho } from './echo.ts'
import { failureOf } from './failure.ts'
import { inspect } from './guard.ts'
import { createJournal, type OutboxRecord, type SessionRecord } from './journal.ts'
import { captionRecord } from './outbox-item.ts'
import { createReaper } from './reaper.ts'
import { createSession, type Session } from './session.ts'
import { readMessage, readStart, startSession, type Beginning } from './start.ts'

/** What the visit must know to judge idleness. */
export interface ChatActivity {
  readonly phase: ChatPhase
  readonly agentTyping: boolean
  /** Epoch milliseconds of the last intent of the customer; 0 before any. */
  readonly lastCustomerAction: number
}

export interface Chat {
  readonly source: Source<ChatView>
  /** The handlers of the contract's group `chat`. */
  readonly handlers: Handlers['chat']
  readonly activity: ChatActivity
  /**
   * Takes up a chat that a crash has cut off, if it is young enough; otherwise its session is ended
   * on the server. Call it once at start-up, before a visit begins. Answers whether a chat goes on:
   * then the visit goes on as well.
   */
  resume(): boolean
  /** The visit is over: the session is ended in the background, everything else is wiped at once. */
  endForVisit(): void
  /** The app closes: timers and requests stop, what is written down stays for `resume`. */
  stop(): void
}

const EMPTY_VIEW = {
  customerName: '',
  agents: [],
  typing: [],
  link: 'ok',
  entries: [],
  earlier: 0,
  draft: '',
  offerCallback: false,
  resumed: false,
} as const

/** Chat as a service: one session at a time, its view, and the customer's intents. */
export function createChat(deps: ChatDeps): Chat {
  const { clock, log, centre } = deps
  const journal = createJournal(deps.store, log)
  const source = createSource<ChatView>({
    ...EMPTY_VIEW,
    phase: 'idle',
    visit: deps.visit().number,
  })
  const draft = createDraft(clock, journal)
  let config: ChatConfig = deps.config()
  const reaper = createReaper({ centre, clock, log, journal, forMs: config.reapForMs })
  let phase: ChatPhase = 'idle'
  let session: Session | undefined
  let record: SessionRecord | undefined
  let customerName = ''
  let startedAt: number | undefined
  let end: ChatView['end']
  let failure: Failure | undefined
  let guard: { question: GuardQuestion; text: string; beginning?: Beginning } | undefined
  let resumed = false
  let guards = 0
  let lastCustomerAction = 0
  /** Grows with each start and each wipe: an answer to an older start is dropped. */
  let generation = 0

  function step(event: ChatEvent): boolean {
    const next = nextPhase(phase, event)
    if (next === undefined) {
      log.error('a step of the chat that does not fit', { phase, event })
      return false
    }
    if (next !== phase) log.info('chat', { from: phase, to: next, event })
    phase = next
    return true
  }

  function publish(): void {
    const parts = session?.view
    source.publish({
      ...EMPTY_VIEW,
      page: undefined,
      redirect: undefined,
      callMe: undefined,
      ...parts,
      phase,
      visit: record?.visit ?? deps.visit().number,
      customerName,
      startedAt,
      draft: draft.text,
      guard: guard?.question,
      end,
      failure,
      resumed,
    })
  }

  function clear(): void {
    generation += 1
    const left = journal.get('chat.session')
    if (left) reaper.add(left.id, true)
    session?.stop()
    session = undefined
    record = undefined
    customerName = ''
    startedAt = undefined
    end = undefined
    failure = undefined
    guard = undefined
    resumed = false
    draft.clear()
    journal.wipe()
    // Also a session whose end was under way and has just been cut short.
    reaper.start()
  }

  function open(next: SessionRecord, saved: OutboxRecord): void {
    record = next
    customerName = next.customerName
    startedAt = next.startedAt
    const mine = createSession(
      { ...deps, journal, reaper, echo: createEcho(config.outbox.echo, journal) },
      config,
      next,
      saved,
      resumed,
      {
        phase: () => phase,
        event(event) {
          if (session === mine) step(event)
        },
        changed() {
          if (session === mine) publish()
        },
        ended(by) {
          if (session !== mine) return
          end = { by, at: clock.now() }
          guard = undefined
          step('closed')
          publish()
        },
      },
    )
    session = mine
    mine.begin()
  }

  async function begin(beginning: Beginning): Promise<Outcome<void>> {
    const { number: visit, language } = deps.visit()
    clear()
    const mine = generation
    customerName = beginning.customerName
    step('start')
    publish()
    const wanted = (): boolean => mine === generation
    const answer = await startSession(deps, config, beginning, language, wanted)
    if (!wanted()) {
      // The customer has gone while the request was under way.
      if (answer.ok) reaper.add(answer.value)
      return fail('wrong-state')
    }
    if (!answer.ok) {
      const { kind, effect, status, detail } = answer.error
      log.warn('a chat could not be started', { kind, effect, status, detail })
      failure = failureOf(answer.error)
      step('refused')
      publish()
      return { ok: false, error: failure }
    }
    const now = clock.now()
    const next = { id: answer.value, visit, customerName, startedAt: now, aliveAt: now }
    const saved = { items: [captionRecord('caption', beginning.caption, now)], next: 1, others: [] }
    journal.set('chat.session', next)
    journal.set('chat.outbox', saved)
    step('started')
    open(next, saved)
    publish()
    return done
  }

  /** True where the text must wait for the customer's answer. */
  function held(text: string, beginning?: Beginning): boolean {
    const verdict = config.guard ? inspect(text) : undefined
    if (!verdict) return false
    guards += 1
    const question = { id: `g${String(guards)}`, ...verdict }
    guard = beginning ? { question, text, beginning } : { question, text }
    publish()
    return true
  }

  function send(text: string): void {
    guard = undefined
    draft.clear()
    session?.send(text)
  }

  function touched(): void {
    lastCustomerAction = clock.now()
  }

  const handlers: Handlers['chat'] = {
    async start(input: StartChat) {
      touched()
      if (phase !== 'idle' && phase !== 'failed') return fail('wrong-state')
      config = deps.config()
      const read = readStart(input, config)
      if (!read.ok) return read
      if (held(read.value.caption, read.value)) return done
      return begin(read.value)
    },
    send({ text }) {
      touched()
      if (!isLive(phase)) return fail('wrong-state')
      const message = readMessage(text, config)
      if (message === undefined) return fail('invalid-input', 'text')
      if (!held(message)) send(message)
      return done
    },
    draft({ text }) {
      touched()
      if (!isLive(phase)) return fail('wrong-state')
      if (text.length > config.messageCharacters * 8 + 1000) return fail('invalid-input', 'text')
      draft.set(text)
      session?.draft(text)
      return done
    },
    retry({ id }) {
      touched()
      return isLive(phase) && session?.retry(id) ? done : fail('wrong-state')
    },
    discard({ id }) {
      touched()
      return session?.discard(id) ? done : fail('wrong-state')
    },
    async guard({ id, choice }) {
      touched()
      const asked = guard
      if (asked?.question.id !== id) return fail('wrong-state')
      guard = undefined
      const text = choice === 'mask' ? asked.question.masked : asked.text
      if (asked.beginning) {
        if (choice !== 'edit') return begin({ ...asked.beginning, caption: text })
      } else if (choice === 'edit') {
        draft.set(text)
      } else if (isLive(phase)) {
        send(text)
        return done
      } else {
        return fail('wrong-state')
      }
      publish()
      return done
    },
    async end() {
      touched()
      if (phase === 'starting') {
        clear()
        step('cancelled')
        publish()
        return done
      }
      if (!isLive(phase) || !session) return fail('wrong-state')
      guard = undefined
      step('end')
      publish()
      await session.end()
      return done
    },
    leave() {
      touched()
      if (phase !== 'ended' && phase !== 'failed' && phase !== 'redirected') {
        return fail('wrong-state')
      }
      clear()
      step('leave')
      publish()
      return done
    },
    history({ before, count }) {
      const page = session?.history(before, count)
      return page ? ok(page) : fail('not-found')
    },
    async callMe({ number, country }) {
      touched()
      if (!isLive(phase) || !session) return fail('wrong-state')
      return session.callMe.answer(number, country)
    },
    declineCallMe() {
      touched()
      return session?.callMe.decline() ?? fail('wrong-state')
    },
    showPage({ entryId }) {
      touched()
      if (!session?.showPage(entryId)) return fail('not-found')
      publish()
      return done
    },
  }

  return {
    source,
    handlers,
    get activity() {
      return { phase, agentTyping: session?.agentTyping ?? false, lastCustomerAction }
    },
    resume() {
      reaper.start()
      const saved = journal.get('chat.session')
      if (!saved || phase !== 'idle') return false
      config = deps.config()
      const age = Math.abs(clock.now() - saved.aliveAt)
      if (age > config.resumeWithinMs) {
        log.info('a chat of an earlier run is too old to go on', { ageMs: age })
        reaper.add(saved.id)
        journal.wipe()
        return false
      }
      resumed = true
      draft.restore()
      const next = { ...saved, visit: deps.visit().number, aliveAt: clock.now() }
      journal.set('chat.session', next)
      step('resumed')
      open(next, journal.get('chat.outbox') ?? { items: [], next: 0, others: [] })
      publish()
      return true
    },
    endForVisit() {
      clear()
      step('wipe')
      publish()
    },
    stop() {
      generation += 1
      session?.stop()
      draft.stop()
      reaper.stop()
    },
  }
}
