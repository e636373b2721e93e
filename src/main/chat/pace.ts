export interface PollingConfig {
  /** `fixed`: every `fixedMs`, give or take the jitter (R40). `adaptive`: as below. */
  readonly mode: 'adaptive' | 'fixed'
  /** The guide's interval; it also sets the budget of the adaptive mode. */
  readonly fixedMs: number
  /** Never sooner than this after the last answer, and the interval while an agent types. */
  readonly fastestMs: number
  /** The customer has just written. */
  readonly askedMs: number
  readonly calmMs: number
  /** While the customer writes, the agent mostly waits. */
  readonly customerTypingMs: number
  /** Nothing has happened for a while. */
  readonly idleMs: number
  /** In the queue. */
  readonly waitingMs: number
  /** 0.1: give or take a tenth. */
  readonly jitterShare: number
  /** Most polls that can be saved up for later. */
  readonly burst: number
  readonly backoffMaxMs: number
}

/** What the conversation is like, as far as it tells when the next message comes. */
export type ConversationState =
  'waiting' | 'agent-typing' | 'asked' | 'calm' | 'customer-typing' | 'idle' | 'closing'

/** The interval for a state of the conversation, before budget and jitter; milliseconds. */
export function intervalOf(config: PollingConfig, conversation: ConversationState): number {
  if (config.mode === 'fixed') return config.fixedMs
  switch (conversation) {
    case 'agent-typing':
    case 'closing':
      return config.fastestMs
    case 'asked':
      return config.askedMs
    case 'calm':
      return config.calmMs
    case 'customer-typing':
      return config.customerTypingMs
    case 'idle':
      return config.idleMs
    case 'waiting':
      return config.waitingMs
  }
}

/**
 * A token bucket that keeps a session at no more requests than the guide's fixed interval would
 * make: one token grows in each `fixedMs` of waiting (time inside a request does not count, as it
 * does not for a poller of fixed interval), each poll costs one. What slow stretches save, up to
 * `burst`, quick ones spend. A read-back or a last query may go into debt, which later ones pay.
 */
export interface Budget {
  /** Time spent waiting, milliseconds. */
  wait(ms: number): void
  spend(): void
  /** How long to wait until a token is there, milliseconds. */
  shortage(): number
  readonly tokens: number
}

export function createBudget(config: Pick<PollingConfig, 'fixedMs' | 'burst'>): Budget {
  // The first query is made at once by either way of polling.
  let tokens = 1
  return {
    wait(ms) {
      tokens = Math.min(config.burst, tokens + ms / config.fixedMs)
    },
    spend() {
      tokens -= 1
    },
    shortage: () => Math.max(0, Math.ceil((1 - tokens) * config.fixedMs)),
    get tokens() {
      return tokens
    },
  }
}

/** With less saved than this, a poll is stretched: even spacing beats a burst and a long silence. */
const COMFORT = 7

/** 0 with `COMFORT` tokens above `floor`, 1 at `floor` or below. */
function scarcity(tokens: number, floor: number): number {
  return Math.min(1, Math.max(0, (floor + COMFORT - tokens) / COMFORT))
}

/** How long to wait before the next poll, milliseconds. `random` gives the jitter. */
export function nextWait(
  config: PollingConfig,
  conversation: ConversationState,
  budget: Budget,
  random: () => number,
): number {
  const wanted = intervalOf(config, conversation)
  const jittered = wanted * (1 - config.jitterShare + 2 * config.jitterShare * random())
  if (config.mode === 'fixed') return Math.round(jittered)
  let thrifty = jittered
  if (conversation === 'agent-typing') {
    thrifty = jittered * (1 + scarcity(budget.tokens, 0))
  } else if (conversation === 'asked') {
    // An answer needs reading and typing first, so this is paid from what typing leaves over.
    thrifty = jittered + (config.calmMs - config.askedMs) * scarcity(budget.tokens, COMFORT)
  }
  return Math.round(
    Math.max(config.fastestMs, thrifty, conversation === 'closing' ? 0 : budget.shortage()),
  )
}

/** Wait after the `failures`-th error in a row: doubled each time, with full jitter above half. */
export function errorWait(
  config: PollingConfig,
  failures: number,
  retryAfterMs: number | undefined,
  random: () => number,
): number {
  const top = Math.min(config.backoffMaxMs, config.fixedMs * 2 ** Math.min(failures - 1, 10))
  const backoff = top / 2 + (top / 2) * random()
  // An absurd Retry-After must not silence a chat.
  const asked = Math.min(retryAfterMs ?? 0, 4 * config.backoffMaxMs)
  return Math.round(Math.max(config.fastestMs, backoff, asked))
}
