import type { Agent } from '../config/data.ts'
import type { Desk } from '../model/desk.ts'
import type { CentreEvent } from '../model/events.ts'
import type { Content, Session } from '../model/session.ts'
import type { Cancel, Clock } from '../support/clock.ts'
import type { Emitter } from '../support/emitter.ts'
import { escapeHtml } from '../support/html.ts'
import type { Random } from '../support/random.ts'
import { phrasesFor } from './phrases.ts'
import type { Phrases } from './phrases.ts'

/** Thrown into a script when its chat has ended or its agent is no longer in it. */
export class ChatOver extends Error {
  override readonly name = 'ChatOver'
}

/** What came from the customer while the script listened. */
export type Heard =
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'number'; readonly phoneNumber: string }
  | { readonly kind: 'silence' }

/** One agent in one chat, as a script sees it. Each wait throws ChatOver once the chat is over. */
export interface Chat {
  readonly session: Session
  readonly agent: Agent
  readonly random: Random
  readonly phrases: Phrases
  /** How many agents had the chat before this one. */
  readonly round: number
  pause(ms: number): Promise<void>
  /** Types for a while that fits the text times `patience`, then says it. */
  say(text: string, patience?: number): Promise<void>
  /** The next thing from the customer, or silence after `ms`; without `ms` it waits for ever. */
  hear(ms?: number): Promise<Heard>
  pushUrl(url: string): void
  makeCall(): void
  requeue(): void
  /** Brings a colleague in, who says a sentence. */
  invite(colleague: Agent, text: string): Promise<void>
  disconnect(): void
}

const typingPulseMs = 3000

/**
 * Opens an agent's hands on a chat; `close` ends every wait of the script with ChatOver. So does a person who writes in
 * it as the same agent: from then on the chat is theirs.
 */
export const createChat = (deps: {
  readonly session: Session
  readonly agent: Agent
  readonly round: number
  readonly clock: Clock
  readonly random: Random
  readonly desk: Desk
  readonly events: Emitter<CentreEvent>
}): { chat: Chat; close: () => void } => {
  const { session, agent, clock, random, desk, events } = deps
  const phrases = phrasesFor(session.request.language)
  const heard: Heard[] = []
  let wake: ((over: boolean) => void) | undefined
  let over = false
  let isWriting = false

  const isMine = (): boolean =>
    !over && session.state === 'active' && session.agents.some((other) => other.key === agent.key)
  const check = (): void => {
    if (!isMine()) throw new ChatOver()
  }
  /** Waits until something is heard or the time has come. */
  const wait = async (ms: number | undefined): Promise<void> => {
    check()
    let cancel: Cancel = () => undefined
    await new Promise<void>((resolve, reject) => {
      wake = (ended) => (ended ? reject(new ChatOver()) : resolve())
      if (ms !== undefined) cancel = clock.after(ms, resolve)
    }).finally(() => {
      cancel()
      wake = undefined
    })
    check()
  }
  const pause = async (ms: number): Promise<void> => {
    check()
    const until = clock.now() + ms
    while (clock.now() < until) await wait(until - clock.now())
  }
  const isByPerson = ({ type, author }: Content): boolean =>
    !isWriting && type === 'AGENT_MESSAGE' && typeof author === 'object' && author.key === agent.key
  const off = events.on((event) => {
    if (!('session' in event) || event.session !== session) return
    if (event.type === 'content' && event.content.author === 'customer') {
      if (event.content.type === 'CUSTOMER_MESSAGE') {
        heard.push({ kind: 'message', text: event.content.text })
        wake?.(false)
      }
    } else if (event.type === 'content' && isByPerson(event.content)) {
      close()
    } else if (event.type === 'phone-number' && event.received.agentKey === agent.key) {
      heard.push({ kind: 'number', phoneNumber: event.received.phoneNumber })
      wake?.(false)
    } else if (event.type === 'session' && !isMine()) {
      close()
    }
  })
  const close = (): void => {
    if (over) return
    over = true
    off()
    wake?.(true)
  }
  const typeFor = async (ms: number): Promise<void> => {
    const until = clock.now() + ms
    while (clock.now() < until) {
      desk.typing(session, agent, true)
      await pause(Math.min(typingPulseMs, until - clock.now()))
    }
  }
  const say: Chat['say'] = async (text, patience = 1) => {
    await pause(Math.round(random.int(300, 700) * patience))
    await typeFor(Math.round((600 + Math.min(text.length, 160) * random.int(12, 18)) * patience))
    check()
    isWriting = true
    desk.message(session, agent, escapeHtml(text))
    isWriting = false
  }

  const chat: Chat = {
    session,
    agent,
    random,
    phrases,
    round: deps.round,
    pause,
    say,
    hear: async (ms) => {
      const until = ms === undefined ? undefined : clock.now() + ms
      for (;;) {
        const next = heard.shift()
        if (next !== undefined) return next
        if (until !== undefined && clock.now() >= until) return { kind: 'silence' }
        await wait(until === undefined ? undefined : until - clock.now())
      }
    },
    pushUrl: (url) => {
      check()
      desk.pushUrl(session, agent, url)
    },
    makeCall: () => {
      check()
      desk.makeCall(session, agent)
    },
    requeue: () => {
      check()
      desk.requeue(session, agent)
    },
    invite: async (colleague, text) => {
      check()
      if (!desk.join(session, colleague).ok) return
      await pause(800)
      desk.typing(session, colleague, true)
      await pause(1500)
      desk.message(session, colleague, escapeHtml(text))
    },
    disconnect: () => {
      check()
      desk.disconnect(session, agent)
    },
  }
  return { chat, close }
}
