import type { ChatPhase, ChatView, Entry } from '../../contract/chat.ts'
import type { Source } from '../../contract/define.ts'
import { done, fail, type Failure, type Outcome } from '../../contract/outcome.ts'
import { trueNow } from '../centre/true-now.ts'
import { createSource } from '../platform/source.ts'
import { createHandlers, type ChatCore, type ChatHandlers } from './chat-handlers.ts'
import { nextPhase, type ChatEvent } from './chat-machine.ts'
import type { ChatConfig } from './config.ts'
import type { ChatDeps } from './deps.ts'
import { safeCentre } from '../centre/safe-centre.ts'
import { createDraft } from './draft.ts'
import { createEcho } from './echo.ts'
import { failureOf } from './failure.ts'
import { createHeld } from './held.ts'
import { createJournal, type OutboxRecord, type SessionRecord } from './journal.ts'
import { createAliveRecord } from './alive-record.ts'
import { captionRecord } from './outbox-item.ts'
import { LOST_OUTBOX } from './outbox.ts'
import { quitChat } from './quit.ts'
import { createReaper } from './reaper.ts'
import { mayGoOn } from './resume.ts'
import type { PageState, Session } from './session-types.ts'
import { createSession } from './session.ts'
import { startSession, type Beginning } from './start.ts'

/** What the visit must know to judge idleness. */
export interface ChatActivity {
  readonly phase: ChatPhase
  readonly agentTyping: boolean
  /** Epoch milliseconds of the last intent of the customer; 0 before any. */
  readonly lastCustomerAction: number
}

export interface Chat {
  readonly source: Source<ChatView>
  readonly handlers: ChatHandlers
  readonly activity: ChatActivity
  /** An earlier run has left a chat that is young enough to go on: its visit goes on as well. */
  readonly resumable: boolean
  /**
   * Takes up the chat of an earlier run, or ends its session on the server where it is too old. To be
   * called once at start-up, with the visit it shall belong to already begun. Answers whether a chat
   * goes on. Where a new visit has begun instead, call `endForVisit`, then `resume`.
   */
  resume(): boolean
  /** What the safe viewer says of the page beside the chat. */
  pageState(entryId: string, state: PageState): void
  /** Every entry of the chat that has ended; undefined while there is none. */
  transcript(): readonly Entry[] | undefined
  /** The visit is over: the session is ended in the background, everything else is wiped at once. */
  endForVisit(): void
  /** The app is quit on purpose: a chat under way ends at the centre, at once or at the next start. */
  endForQuit(): Promise<void>
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
export function createChat(outer: ChatDeps): Chat {
  const deps: ChatDeps = { ...outer, centre: safeCentre(outer.centre) }
  const { clock, log, centre } = deps
  const journal = createJournal(deps.store, log)
  const source = createSource<ChatView>({
    ...EMPTY_VIEW,
    phase: 'idle',
    visit: deps.visit().number,
  })
  const draft = createDraft(clock, journal)
  const held: ChatCore['held'] = createHeld()
  let config: ChatConfig = deps.config()
  const reaper = createReaper({ centre, clock, log, journal, forMs: config.reapForMs })
  const aliveRecord = createAliveRecord({ clock, boot: deps.boot, journal })
  const resuming = { clock, journal, reaper, aliveRecord, config: deps.config }
  let phase: ChatPhase = 'idle'
  let session: Session | undefined
  let record: SessionRecord | undefined
  let customerName = ''
  let startedAt: number | undefined
  let end: ChatView['end']
  let failure: Failure | undefined
  let resumed = false
  let lastCustomerAction = 0
  /** The latest request for a session, whether or not the customer still waits for it. */
  let starting: Promise<unknown> = Promise.resolve()
  /** Grows with each start and each wipe: an answer to an older start is dropped. */
  let generation = 0

  function step(event: ChatEvent): boolean {
    const next = nextPhase(phase, event)
    if (next === undefined) {
      log.error('chat event does not fit the phase', { phase, event })
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
      guard: held.now?.question,
      end,
      failure,
      resumed,
    })
  }

  function clear(): void {
    generation += 1
    aliveRecord.stop()
    const left = journal.get('chat.session')
    if (left) reaper.add(left.id, true)
    session?.stop()
    session = undefined
    record = undefined
    customerName = ''
    startedAt = undefined
    end = undefined
    failure = undefined
    held.drop()
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
          held.drop()
          step('closed')
          publish()
        },
      },
    )
    session = mine
    if (config.resumeBy === 'same-boot') aliveRecord.begin()
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
    const request = startSession(deps, config, beginning, language, wanted)
    starting = request
    const answer = await request
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
    const caption = captionRecord('caption', beginning.caption, now)
    const saved = { items: [caption], next: 1, others: [], seen: 0 }
    journal.set('chat.session', next)
    journal.set('chat.outbox', saved)
    step('started')
    open(next, saved)
    publish()
    return done
  }

  const handlers = createHandlers({
    config: () => config,
    readConfig: () => (config = deps.config()),
    now: () => trueNow(clock, centre),
    phase: () => phase,
    session: () => session,
    draft,
    touched() {
      lastCustomerAction = clock.now()
    },
    step,
    clear,
    begin,
    publish,
    held,
  })

  return {
    source,
    handlers,
    get activity() {
      return { phase, agentTyping: session?.agentTyping ?? false, lastCustomerAction }
    },
    get resumable() {
      const left = journal.get('chat.session')
      return phase === 'idle' && left !== undefined && mayGoOn(left, resuming)
    },
    resume() {
      reaper.start()
      const left = journal.get('chat.session')
      if (phase !== 'idle') return false
      if (!left) {
        // A crash during an end may have left parts of the chat behind.
        journal.wipe()
        return false
      }
      config = deps.config()
      if (!mayGoOn(left, resuming)) {
        log.info('a chat of an earlier run is over, or too old to go on')
        clear()
        return false
      }
      resumed = true
      draft.restore()
      const next = { ...left, visit: deps.visit().number, aliveAt: clock.now() }
      journal.set('chat.session', next)
      step('resumed')
      open(next, journal.get('chat.outbox') ?? LOST_OUTBOX)
      publish()
      return true
    },
    pageState(entryId, state) {
      if (session?.pageState(entryId, state)) publish()
    },
    transcript: () => (phase === 'ended' ? session?.transcript() : undefined),
    endForVisit() {
      clear()
      step('wipe')
      publish()
    },
    endForQuit: () =>
      quitChat({
        clock,
        source,
        phase: () => phase,
        end: async () => handlers.end(undefined),
        starting: () => starting,
      }),
    stop() {
      generation += 1
      session?.stop()
      aliveRecord.stop()
      draft.stop()
      reaper.stop()
    },
  }
}
