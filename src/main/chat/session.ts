import { pieceOf } from './entry-pieces.ts'
import type { PageRef } from '../../contract/rich.ts'
import type { CentreError, Contents } from '../centre/api.ts'
import type { ChatConfig } from './config.ts'
import { endByCustomer } from './customer-end.ts'
import { ALIVE_EVERY_MS, type Journal, type OutboxRecord, type SessionRecord } from './journal.ts'
import { entryOf } from './own-messages.ts'
import { createParts } from './session-parts.ts'
import type { Session, SessionDeps, SessionHost } from './session-types.ts'
import { judgeWritten } from '../viewer/url-policy.ts'

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
    set: (key, value) => !stopped && deps.journal.set(key, value),
  }
  const sessionId = record.id
  const abort = new AbortController()
  let stopped = false
  let ownEnd = false
  let closing = false
  let leftBy: 'agent' | 'server' = 'server'
  let aliveAt = record.aliveAt
  let missing = 0
  let redirect: PageRef | undefined

  const parts = createParts({ ...deps, journal }, config, saved, {
    sessionId,
    signal: abort.signal,
    resumed,
    host,
    changed() {
      if (!stopped) host.changed()
    },
    isOwnEnd: () => ownEnd,
    isClosing: () => closing,
    onAnswer,
    onError,
  })
  const { conversation, entries, outbox, own, poller, presence, pushed, transcript } = parts
  const { callMe, notices, offer, page } = parts

  function alive(): void {
    const now = clock.now()
    if (ownEnd || Math.abs(now - aliveAt) < ALIVE_EVERY_MS) return
    aliveAt = now
    journal.set('chat.session', { ...record, aliveAt })
  }

  function onAnswer(contents: Contents, startedAt: number, fresh: boolean): 'go-on' | 'stop' {
    alive()
    missing = 0
    if (contents.redirectUrl.trim() !== '') {
      // Comes once, so it is written down before it is acted on.
      journal.set('chat.redirect', { url: contents.redirectUrl })
      take({ ...contents, pushUrl: '', callMeAgentKey: 0, typing: [] }, clock.steady(), false)
      redirected(contents.redirectUrl)
      return 'stop'
    }
    const { news, complete } = take(contents, startedAt, fresh)
    if (isStopped()) return 'stop'
    closing = !contents.connected
    // R34: pending messages first, until the index stands still (C35).
    if (!closing || news || !complete) return 'go-on'
    conclude(leftBy, true)
    return 'stop'
  }

  function take(
    contents: Contents,
    startedAt: number,
    fresh: boolean,
  ): { news: boolean; complete: boolean } {
    // Until the first answer only our own messages are shown: now each takes its place.
    const first = transcript.next === 0
    if (first) entries.clear()
    // By now the previous answer has been on the screen.
    else pushed.seen()
    const { turns, news, complete } = transcript.apply(contents)
    own.showAll()
    if (first && resumed) offer.wait(record.startedAt)
    const left: string[] = []
    let gone = false
    for (const turn of turns) {
      if (turn.kind === 'agent') agentThere()
      else if (turn.kind === 'requeued') requeued()
      else if (turn.kind === 'agent-left') leftBy = 'agent'
      else if (turn.kind === 'customer-left') leftBy = 'server'
      // What was pushed before a crash is in the transcript; once seen it does not open by itself.
      else if (turn.missed || !(first && resumed)) page.show(turn.entryId)
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
    presence.answered(contents.connected ? contents.typing : [])
    if (complete) outbox.answered(startedAt, fresh)
    if (news) conversation.heard()
    host.changed()
    return { news, complete }
  }

  function agentThere(): void {
    leftBy = 'server'
    conversation.agentSpoke()
    if (host.phase() !== 'waiting') return
    offer.over()
    host.event('agent')
  }

  function requeued(): void {
    presence.nobodyTypes()
    if (host.phase() === 'talking') host.event('requeued')
    offer.wait(clock.now())
  }

  function onError(error: CentreError, failures: number): 'go-on' | 'stop' {
    alive()
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
    presence.failed(failures)
    host.changed()
    return 'go-on'
  }

  /** C27: the session's workflow sends the customer elsewhere; no agent will come. */
  function redirected(url: string): void {
    const verdict = judgeWritten(url, config.url)
    if (verdict.ok) redirect = verdict.page
    else log.warn('a redirect was refused', { reason: verdict.reason })
    entries.append({ id: 'redirect', at: clock.now(), kind: 'event', event: 'redirected' })
    // That answer holds no contents, so it proves nothing about a message under way.
    finish(false)
    reaper.add(sessionId)
    // The address is kept until the customer leaves, so that it survives a crash.
    journal.wipeTalk()
    host.event('redirect')
    host.changed()
  }

  /** Over for a reason that is not ours. */
  function conclude(by: 'agent' | 'server', readBack: boolean): void {
    finish(readBack)
    // Best effort (C35): frees the session before its five minutes are over. Also where the centre says
    // that there is none: if that was wrong, no agent is left in an open session.
    reaper.add(sessionId)
    journal.wipe()
    host.ended(by)
  }

  function finish(readBack: boolean): void {
    outbox.close(readBack)
    callMe.left([], [])
    presence.nobodyTypes()
    stop()
  }

  function end(): Promise<void> {
    ownEnd = true
    // From here on a crash ends the session instead of taking it up again.
    reaper.add(sessionId, true)
    journal.delete('chat.session')
    notices.stop()
    return endByCustomer({
      clock,
      log,
      graceMs: config.endGraceMs,
      outbox,
      lastQuery: () => poller.finish(),
      lateQuery: () => centre.queryContents(sessionId, transcript.next, { retry: false }),
      disconnect: () => centre.endSession(sessionId, { retry: false }),
      take: (contents, startedAt) => take(contents, startedAt, false).complete,
      stopped: isStopped,
      over(readBack, ended) {
        if (ended) reaper.done(sessionId)
        else reaper.add(sessionId)
        over(readBack)
      },
    })
  }

  function over(readBack: boolean): void {
    finish(readBack)
    journal.wipe()
    host.ended('customer')
  }

  function stop(): void {
    stopped = true
    abort.abort()
    poller.stop()
    outbox.stop()
    notices.stop()
    presence.stop()
    offer.over()
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
        typing: presence.typing,
        link: presence.link,
        entries: tail,
        earlier,
        offerCallback: offer.open,
        page: page.view,
        redirect,
        callMe: callMe.view,
      }
    },
    callMe,
    get agentTyping() {
      return presence.typing.length > 0
    },
    begin() {
      const elsewhere = journal.get('chat.redirect')
      if (elsewhere) {
        redirected(elsewhere.url)
        return
      }
      own.showAll()
      if (!resumed) offer.wait(record.startedAt)
      poller.start()
    },
    send(text) {
      conversation.asked()
      entries.append(entryOf(outbox.add(own.nextId(), text)))
      host.changed()
      poller.quicken()
    },
    retry(id) {
      const item = outbox.retry(id)
      if (!item) return false
      entries.remove(id)
      entries.append(entryOf(item))
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
    showPage: (entryId) => page.show(entryId),
    pageState: (entryId, state) => page.state(entryId, state),
    transcript: () => entries.all(),
    history: (before, count) => entries.before(before, count),
    piece(id, at) {
      const entry = entries.get(id)
      return entry && pieceOf(entry, at)
    },
    end,
    stop,
  }
}
