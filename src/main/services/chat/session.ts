import type { ChatView, Entry, HistoryPage, Person } from '../../../contract/chat.ts'
import type { PageRef } from '../../../contract/rich.ts'
import type { CentreError, Content, Contents, Result } from '../../centre/api.ts'
import type { CancelTimer } from '../../support/clock.ts'
import { createCallMe, type CallMeService } from './call-me.ts'
import { isLive, type ChatEvent } from './chat-machine.ts'
import type { ChatConfig } from './config.ts'
import type { ChatDeps } from './deps.ts'
import type { Echo } from './echo.ts'
import { createEntries } from './entries.ts'
import { ALIVE_EVERY_MS, type Journal, type OutboxRecord, type SessionRecord } from './journal.ts'
import { createMood } from './mood.ts'
import { agentKey, createNames } from './names.ts'
import { deliveryOf, type OutboxItem } from './outbox-item.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { plainOfMarkup } from './plain.ts'
import { createPoller } from './poller.ts'
import type { Reaper } from './reaper.ts'
import { createTranscript } from './transcript.ts'
import { createTyping } from './typing.ts'
import { judgeUrl } from './url-policy.ts'
import { within } from './within.ts'

export interface SessionDeps extends ChatDeps {
  readonly journal: Journal
  readonly echo: Echo
  readonly reaper: Reaper
}

/** What a session tells the chat that owns it. */
export interface SessionHost {
  phase(): ChatView['phase']
  event(event: ChatEvent): void
  changed(): void
  ended(by: 'customer' | 'agent' | 'server'): void
}

export type SessionView = Pick<
  ChatView,
  'agents' | 'typing' | 'link' | 'entries' | 'earlier' | 'offerCallback'
> & {
  readonly page: ChatView['page'] | undefined
  readonly redirect: PageRef | undefined
  readonly callMe: ChatView['callMe'] | undefined
}

/** One session on the centre, from its id to its end. Dead after `stop`: late answers change nothing. */
export interface Session {
  readonly view: SessionView
  readonly outbox: Pick<Outbox, 'items'>
  readonly callMe: CallMeService
  readonly agentTyping: boolean
  begin(): void
  send(text: string): void
  retry(id: string): boolean
  discard(id: string): boolean
  draft(text: string): void
  showPage(entryId: string | null): boolean
  history(before: string, count: number): HistoryPage | undefined
  /** The customer's end: last query, DELETE, one tolerant query (R33, C35, C56). */
  end(): Promise<void>
  /** No requests and no changes from here on; what is written down stays. */
  stop(): void
}

export function createSession(
  deps: SessionDeps,
  config: ChatConfig,
  record: SessionRecord,
  saved: OutboxRecord,
  resumed: boolean,
  host: SessionHost,
): Session {
  const { centre, clock, log, reaper } = deps
  // What a stopped session still learns is not written: the visit may have been wiped by then.
  const journal: Journal = {
    ...deps.journal,
    set(key, value) {
      if (!stopped) deps.journal.set(key, value)
    },
  }
  const sessionId = record.id
  const entries = createEntries()
  const names = createNames()
  const mood = createMood(clock, host.phase)
  let stopped = false
  let ownEnd = false
  let closing = false
  let leftBy: 'agent' | 'server' = 'server'
  let aliveAt = record.aliveAt
  let typing: readonly Person[] = []
  let typingExpiry: CancelTimer | undefined
  let link: 'ok' | 'lost' = 'ok'
  let failingSince: number | undefined
  let missing = 0
  let page: ChatView['page']
  let redirect: PageRef | undefined
  let offerCallback = false
  let offerTimer: CancelTimer | undefined
  let sends = 0

  const callMe = createCallMe({
    journal,
    names,
    stripPlus: config.stripPlus,
    post: (key, number) => guarded(() => centre.callMe(sessionId, key, number)),
    changed: () => {
      if (!stopped) host.changed()
    },
  })
  const notices = createTyping({
    clock,
    stopMs: config.typingStopMs,
    notify: (active) => guarded(() => centre.setTyping(sessionId, active)),
  })
  const transcript = createTranscript({
    entries,
    names,
    policy: config.url,
    log,
    now: () => clock.now(),
    customerMessage,
    before: (index) => {
      showItems((item) => item.base !== undefined && item.base <= index)
    },
    endedHere: () => ownEnd,
  })
  const poller = createPoller({
    clock,
    random: deps.random,
    config: config.polling,
    query: (index) => guarded(() => centre.queryContents(sessionId, index)),
    index: () => transcript.next,
    mood: () =>
      mood.now({ closing, agentTyping: typing.length > 0, customerTyping: notices.active }),
    onAnswer,
    onError,
  })
  const outbox = createOutbox(
    {
      clock,
      log,
      journal,
      config: config.outbox,
      echo: deps.echo,
      resumed,
      post: (text) => guarded(() => centre.addContent(sessionId, text)),
      beforePost: () => notices.sent(),
      index: () => Math.max(1, transcript.next),
      readBack: (at) => {
        poller.poke(at)
      },
      changed: (item) => {
        entries.replace(mine(item))
        host.changed()
      },
    },
    saved,
  )

  /** The interface promises results; should one throw all the same, it is an answer that got lost. */
  async function guarded<Value>(request: () => Promise<Result<Value>>): Promise<Result<Value>> {
    try {
      return await request()
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'thrown'
      return { ok: false, error: { kind: 'nonsense', effect: 'possible', detail } }
    }
  }

  function mine(item: OutboxItem): Entry {
    const { id, at, text, failure } = item
    const entry = { id, at, kind: 'mine' as const, text, delivery: deliveryOf(item) }
    return failure === undefined ? entry : { ...entry, failure: { code: failure } }
  }

  function showItems(which: (item: OutboxItem) => boolean): void {
    for (const item of outbox.items) {
      if (!entries.has(item.id) && which(item)) entries.append(mine(item))
    }
  }

  function customerMessage(content: Content): boolean {
    const match = outbox.match(content)
    if (match.kind === 'other') return false
    if (match.kind === 'history') {
      const text = plainOfMarkup(content.content)
      const id = `h${String(content.index)}`
      entries.append({ id, at: clock.now(), kind: 'mine', text, delivery: 'delivered' })
    } else if (!entries.has(match.item.id)) {
      entries.append(mine(match.item))
    }
    return true
  }

  function nextId(): string {
    let id = ''
    do {
      sends += 1
      id = `m${String(clock.now())}-${String(sends)}`
      // After a crash within the same millisecond the first one is taken.
    } while (entries.has(id))
    return id
  }

  function alive(): void {
    const now = clock.now()
    if (Math.abs(now - aliveAt) < ALIVE_EVERY_MS) return
    aliveAt = now
    journal.set('chat.session', { ...record, aliveAt })
  }

  function onAnswer(contents: Contents, startedAt: number): 'go-on' | 'stop' {
    alive()
    failingSince = undefined
    missing = 0
    link = 'ok'
    if (contents.redirectUrl.trim() !== '') {
      redirected(contents)
      return 'stop'
    }
    const { news, complete } = take(contents, startedAt)
    if (isStopped()) return 'stop'
    closing = !contents.connected
    if (closing) {
      // R34: pending messages first, until the index stands still (C35).
      if (!news && complete) {
        conclude(leftBy, true)
        return 'stop'
      }
    }
    return 'go-on'
  }

  function take(contents: Contents, startedAt: number): { news: boolean; complete: boolean } {
    // Until the first answer only our own messages are shown: now each takes its place.
    if (transcript.next === 0) entries.clear()
    const { turns, news, complete } = transcript.apply(contents)
    showItems(() => true)
    const left: string[] = []
    let gone = false
    for (const turn of turns) {
      if (turn.kind === 'agent') agentThere()
      else if (turn.kind === 'requeued') requeued()
      else if (turn.kind === 'agent-left') leftBy = 'agent'
      else if (turn.kind === 'customer-left') leftBy = 'server'
      else showPage(turn.entryId)
      if (turn.kind === 'agent-left' && turn.key !== undefined) left.push(turn.key)
      gone ||= turn.kind === 'agent-left' || turn.kind === 'requeued'
    }
    if (gone) {
      callMe.left(
        left,
        transcript.agents.map(({ key }) => key),
      )
    }
    // C28: written down before anything is shown of it.
    if (contents.callMeAgentKey > 0 && contents.connected) {
      callMe.asked(contents.callMeAgentKey)
      agentThere()
    }
    setTyping(contents.connected ? contents.typing : [])
    if (complete) outbox.answered(startedAt)
    if (news) mood.heard()
    host.changed()
    return { news, complete }
  }

  function agentThere(): void {
    leftBy = 'server'
    mood.agentSpoke()
    if (host.phase() !== 'waiting') return
    offerTimer?.()
    offerCallback = false
    host.event('agent')
  }

  function requeued(): void {
    setTyping([])
    if (host.phase() === 'talking') host.event('requeued')
    waitForOffer(clock.now())
  }

  function waitForOffer(since: number): void {
    offerTimer?.()
    const left = since + config.offerCallbackAfterSeconds * 1000 - clock.now()
    offerTimer = clock.after(Math.max(0, left), () => {
      if (host.phase() !== 'waiting') return
      offerCallback = true
      host.changed()
    })
  }

  /** C13: names for the keys, forgotten when polls stop coming. */
  function setTyping(keys: readonly string[]): void {
    typingExpiry?.()
    const seen = new Set(keys.map(agentKey).filter((key) => key !== ''))
    typing = [...seen].map((key) => names.of(key))
    if (typing.length === 0) return
    typingExpiry = clock.after(config.typingExpiryMs, () => {
      typing = []
      host.changed()
    })
  }

  function onError(error: CentreError, failures: number): 'go-on' | 'stop' {
    alive()
    const now = clock.now()
    failingSince ??= now
    log.info('a poll failed', {
      kind: error.kind,
      failures,
      status: error.status,
      detail: error.detail,
    })
    if (error.kind === 'not-found') {
      // A server that is just starting says 404 as well: only a second one is believed.
      missing += 1
      if (missing >= 2) {
        conclude('server', false)
        return 'stop'
      }
    } else {
      missing = 0
    }
    if (failures >= 2) setTyping([])
    if (link === 'ok' && (now - failingSince >= config.lostAfterMs || failures >= 3)) {
      link = 'lost'
    }
    host.changed()
    return 'go-on'
  }

  /** C27: the session's workflow sends the customer elsewhere; no agent will come. */
  function redirected(contents: Contents): void {
    take({ ...contents, pushUrl: '', callMeAgentKey: 0, typing: [] }, clock.now())
    const verdict = judgeUrl(contents.redirectUrl, config.url)
    if (verdict.ok) redirect = verdict.page
    else log.warn('a redirect was refused', { reason: verdict.reason })
    entries.append({ id: 'redirect', at: clock.now(), kind: 'event', event: 'redirected' })
    finish(true)
    reaper.add(sessionId)
    journal.wipe()
    host.event('redirect')
    host.changed()
  }

  /** Over for a reason that is not ours. */
  function conclude(by: 'agent' | 'server', readBack: boolean): void {
    finish(readBack)
    // Best effort (C35): frees the session before its five minutes are over.
    if (readBack) reaper.add(sessionId)
    journal.wipe()
    host.ended(by)
  }

  function finish(readBack: boolean): void {
    outbox.close(readBack)
    callMe.left([], [])
    setTyping([])
    stop()
  }

  function showPage(entryId: string | null): boolean {
    if (entryId === null) {
      page = undefined
      return true
    }
    const entry = entries.get(entryId)
    if (entry?.kind !== 'page' || !entry.page) return false
    page = { ...entry.page, entryId, ...(entry.person && { person: entry.person }) }
    return true
  }

  async function end(): Promise<void> {
    ownEnd = true
    // From here on a crash ends the session instead of taking it up again.
    reaper.add(sessionId, true)
    journal.delete('chat.session')
    notices.stop()
    await within(clock, config.endGraceMs, outbox.whenIdle())
    if (isStopped()) return
    const startedAt = clock.now()
    const last = await poller.finish()
    if (isStopped()) return
    if (last.ok) {
      take(last.value, startedAt)
    } else if (last.error.kind === 'unreachable' || last.error.kind === 'timeout') {
      // The customer does not stand there until the network is back.
      log.warn('a chat ends without the centre', { kind: last.error.kind })
      over(false)
      reaper.add(sessionId)
      return
    }
    const ended = await guarded(() => centre.endSession(sessionId))
    if (isStopped()) return
    let readBack = false
    if (ended.ok || ended.error.kind === 'not-found') {
      reaper.done(sessionId)
      const late = await guarded(() => centre.queryContents(sessionId, transcript.next))
      if (isStopped()) return
      if (late.ok) readBack = take(late.value, startedAt).complete
    } else {
      log.warn('a chat could not be ended yet', {
        kind: ended.error.kind,
        detail: ended.error.detail,
      })
      reaper.add(sessionId)
    }
    over(readBack)
  }

  function over(readBack: boolean): void {
    finish(readBack)
    journal.wipe()
    host.ended('customer')
  }

  function stop(): void {
    stopped = true
    poller.stop()
    outbox.stop()
    notices.stop()
    typingExpiry?.()
    offerTimer?.()
  }

  /** Read through a function, since callbacks and awaits change it. */
  function isStopped(): boolean {
    return stopped
  }

  return {
    get view() {
      const { entries: tail, earlier } = entries.tail()
      return {
        agents: transcript.agents,
        typing,
        link,
        entries: tail,
        earlier,
        offerCallback,
        page,
        redirect,
        callMe: callMe.view,
      }
    },
    outbox,
    callMe,
    get agentTyping() {
      return typing.length > 0
    },
    begin() {
      showItems(() => true)
      if (isLive(host.phase())) waitForOffer(record.startedAt)
      poller.start()
    },
    send(text) {
      mood.asked()
      const item = outbox.add(nextId(), text)
      entries.append(mine(item))
      host.changed()
      poller.quicken()
    },
    retry(id) {
      const item = outbox.retry(id)
      if (!item) return false
      entries.remove(id)
      entries.append(mine(item))
      host.changed()
      return true
    },
    discard(id) {
      if (!outbox.discard(id)) return false
      entries.remove(id)
      host.changed()
      return true
    },
    draft(text) {
      notices.key(text)
    },
    showPage,
    history: (before, count) => entries.before(before, count),
    end,
    stop,
  }
}
