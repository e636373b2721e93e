import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { CentreError, Contents, Result } from '../centre/api.ts'
import type { Random } from '../platform/random.ts'
import {
  createBudget,
  errorWait,
  nextWait,
  type ConversationState,
  type PollingConfig,
} from './pace.ts'

export interface PollerDeps {
  readonly clock: Clock
  readonly random: Random
  readonly config: PollingConfig
  /** One request; the poller never has two. */
  query(index: number): Promise<Result<Contents>>
  /** The index to ask for (R99). */
  index(): number
  conversation(): ConversationState
  /** `startedAt`: when the request left, which makes the answer a proof of what stood there then. */
  onAnswer(contents: Contents, startedAt: number): 'go-on' | 'stop'
  onError(error: CentreError, failures: number): 'go-on' | 'stop'
}

/**
 * The one poller of a session.
 * ```
 *            start            answer: go-on / error: go-on
 *   fresh ----------> asking ------------------------------> resting
 *                      |  ^            timer, poke              |
 *                 stop |  +-------------------------------------+
 *                      v                                        | stop
 *                   stopped <-----------------------------------+
 * ```
 * It re-arms itself when an answer has been dealt with, never by a repeating timer, and looks at
 * `stopped` after each await, so that a late answer changes nothing.
 */
export interface Poller {
  start(): void
  /** Asks for an answer to a request that leaves at `at` (of the steady clock) or soon after. */
  poke(at: number): void
  /** The conversation has changed: the rest of the pause is counted anew, never lengthened. */
  quicken(): void
  /** Waits for a request under way, then makes one last query and answers what came. */
  finish(): Promise<Result<Contents>>
  stop(): void
}

export function createPoller(deps: PollerDeps): Poller {
  const { clock, config } = deps
  const budget = createBudget(config)
  let stopped = false
  let started = false
  let failures = 0
  let cancel: CancelTimer | undefined
  let restingSince = clock.steady()
  let dueAt = 0
  /** Poke that no request has answered yet. */
  let pokedAt: number | undefined
  let retryNotBefore = 0
  let underWay: Promise<Result<Contents>> | undefined

  function rest(ms: number): void {
    restingSince = clock.steady()
    dueAt = restingSince + ms
    arm()
  }

  function arm(): void {
    cancel?.()
    let at = dueAt
    if (pokedAt !== undefined && config.mode === 'adaptive') {
      // Never sooner than the shortest interval, nor than the centre asked for.
      const earliest = Math.max(restingSince + config.fastestMs, retryNotBefore)
      at = Math.min(at, Math.max(pokedAt, earliest))
    }
    cancel = clock.after(Math.max(0, at - clock.steady()), () => {
      void turn()
    })
  }

  async function ask(): Promise<Result<Contents>> {
    cancel?.()
    budget.wait(Math.max(0, clock.steady() - restingSince))
    budget.spend()
    const request = deps.query(deps.index())
    underWay = request
    try {
      return await request
    } finally {
      underWay = undefined
      restingSince = clock.steady()
    }
  }

  async function turn(): Promise<void> {
    if (stopped || underWay) return
    const startedAt = clock.steady()
    const answer = await ask()
    if (isStopped()) return
    if (pokedAt !== undefined && pokedAt <= startedAt) pokedAt = undefined
    if (answer.ok) {
      failures = 0
      retryNotBefore = 0
      if (deps.onAnswer(answer.value, startedAt) === 'stop') stop()
    } else {
      failures += 1
      if (deps.onError(answer.error, failures) === 'stop') stop()
    }
    if (isStopped()) return
    if (answer.ok) {
      rest(nextWait(config, deps.conversation(), budget, deps.random))
    } else {
      const wait = errorWait(config, failures, answer.error.retryAfterMs, deps.random)
      retryNotBefore = clock.steady() + wait
      rest(wait)
    }
  }

  function stop(): void {
    stopped = true
    cancel?.()
  }

  /** Read through a function: awaits and callbacks may have stopped us. */
  function isStopped(): boolean {
    return stopped
  }

  return {
    start() {
      started = true
      void turn()
    },
    poke(at) {
      if (stopped) return
      pokedAt = pokedAt === undefined ? at : Math.max(pokedAt, at)
      if (started && !underWay) arm()
    },
    quicken() {
      if (stopped || !started || underWay || failures > 0 || config.mode === 'fixed') return
      // Counted from the last answer, as the pause itself is.
      dueAt = Math.min(
        dueAt,
        restingSince + nextWait(config, deps.conversation(), budget, deps.random),
      )
      arm()
    },
    async finish() {
      stop()
      await underWay
      return ask()
    },
    stop,
  }
}
