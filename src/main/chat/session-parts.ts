import type { Contents, CentreError } from '../centre/api.ts'
import { createCallMe } from './call-me.ts'
import type { ChatConfig } from './config.ts'
import { createConversationState } from './conversation-state.ts'
import { createEntries } from './entries.ts'
import type { OutboxRecord } from './journal.ts'
import { createNames } from './names.ts'
import { createOffer } from './offer.ts'
import { createOutbox } from './outbox.ts'
import { createOwnMessages, entryOf } from './own-messages.ts'
import { createPoller } from './poller.ts'
import { createPresence } from './presence.ts'
import { createPushed } from './pushed.ts'
import type { SessionDeps, SessionHost } from './session-types.ts'
import { createShownPage } from './shown-page.ts'
import { createTranscript } from './transcript.ts'
import { createTyping } from './typing.ts'

/** What the parts of a session ask of it. */
export interface SessionCore {
  readonly sessionId: string
  /** Ends the requests under way. */
  readonly signal: AbortSignal
  readonly resumed: boolean
  readonly host: SessionHost
  changed(): void
  /** The customer has ended the chat. */
  isOwnEnd(): boolean
  /** The centre has ended the session, and its last messages are being read. */
  isClosing(): boolean
  /** `fresh`: the query left over a new connection. */
  onAnswer(contents: Contents, startedAt: number, fresh: boolean): 'go-on' | 'stop'
  onError(error: CentreError, failures: number): 'go-on' | 'stop'
}

/** Makes what a session consists of, each part connected with those that it needs. */
export function createParts(
  deps: SessionDeps,
  config: ChatConfig,
  saved: OutboxRecord,
  core: SessionCore,
) {
  const { centre, clock, log, journal } = deps
  const { sessionId, host, signal, changed } = core
  const entries = createEntries()
  const names = createNames()
  const conversation = createConversationState(clock, () => host.phase())
  const page = createShownPage(entries)
  /** The query under way, or else the last one, uses a new connection. */
  let fresh = false
  const presence = createPresence({ clock, names, config, changed })
  const offer = createOffer(clock, config.offerCallbackAfterSeconds, changed)
  const own = createOwnMessages(clock, entries, () => outbox)
  const callMe = createCallMe({
    journal,
    names,
    stripPlus: config.stripPlus,
    country: config.country,
    allow: config.allow,
    log,
    post: (key, number) => centre.callMe(sessionId, key, number),
    changed,
  })
  const notices = createTyping({
    clock,
    stopMs: config.typingStopMs,
    notify: (active) => centre.setTyping(sessionId, active),
  })
  const pushed = createPushed(journal)
  const transcript = createTranscript({
    entries,
    pushed,
    names,
    policy: config.url,
    log,
    now: () => clock.now(),
    customerMessage: (content) => own.received(content),
    before: (index) => {
      own.showBefore(index)
    },
    endedHere: core.isOwnEnd,
  })
  const poller = createPoller({
    clock,
    random: deps.random,
    config: config.polling,
    // The poller has a rhythm of its own; its answers are of no use once the session has stopped.
    async query(index) {
      fresh = outbox.wantsFresh
      const options = { retry: false, signal: signal, ...(fresh && { fresh }) }
      const answer = await centre.queryContents(sessionId, index, options)
      if (fresh && !answer.ok) outbox.doubt()
      return answer
    },
    index: () => transcript.next,
    conversation: () =>
      conversation.now({
        closing: core.isClosing(),
        agentTyping: presence.typing.length > 0,
        customerTyping: notices.active,
      }),
    onAnswer: (contents, startedAt) => core.onAnswer(contents, startedAt, fresh),
    onError: core.onError,
  })
  const outbox = createOutbox(
    {
      clock,
      log,
      journal,
      config: config.outbox,
      echo: deps.echo,
      resumed: core.resumed,
      post: (text, options) => centre.addContent(sessionId, text, options),
      async probe() {
        const answer = await centre.authorize({ fresh: true, signal: signal })
        // A refusal of our credentials is an answer of the centre, too.
        return answer.ok || answer.error.status === 401
      },
      beforePost: () => notices.sent(),
      index: () => Math.max(1, transcript.next),
      readBack: (at) => {
        poller.poke(at)
      },
      changed: (item) => {
        entries.replace(entryOf(item))
        host.changed()
      },
    },
    saved,
  )

  return {
    entries,
    conversation,
    presence,
    offer,
    own,
    callMe,
    notices,
    pushed,
    page,
    transcript,
    poller,
    outbox,
  }
}
