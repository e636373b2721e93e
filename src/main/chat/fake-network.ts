import type { CentreError, RequestOptions, Result } from '../centre/api.ts'
import { sleep, type Clock } from '../platform/clock.ts'

export type Operation = 'start' | 'end' | 'query' | 'add' | 'typing' | 'callMe' | 'token'

/** What can befall one request. */
export type Fault =
  /** Refused before it left. */
  | 'refused'
  /** Lost on the way there; the client cannot tell. */
  | 'lost-request'
  /** Carried out, the answer lost. */
  | 'lost-answer'
  /** No answer in time; carried out a while after the client has given up. */
  | 'late'
  | '500-before'
  | '500-after'
  | '503'
  | '401'
  | '404'
  /** 404 of a server whose application is away: nothing is there that could say more. */
  | 'away'
  /** No connection is accepted for a while: this request and all on new ones wait in line. */
  | 'crowded'
  | 'slow'
  /** Thrown instead of answered: not allowed by the interface, survived all the same. */
  | 'throw'

export interface NetworkOptions {
  readonly latencyMs?: number
  readonly timeoutMs?: number
  /** How long after the client's time limit a `late` request is carried out. */
  readonly lateMs?: number
  /** How long `crowded` lasts. */
  readonly crowdedMs?: number
}

export interface NetworkLog {
  readonly operation: Operation
  readonly at: number
  readonly detail: unknown
  readonly fresh: boolean
}

const ALONE: ReadonlySet<Operation> = new Set(['start', 'add', 'callMe'])

/** A request that failed; `effect`: whether it may have been carried out all the same. */
export function failed(
  kind: CentreError['kind'],
  effect: CentreError['effect'],
  status?: number,
): { ok: false; error: CentreError } {
  const detail = `fake ${kind}`
  return { ok: false, error: { kind, effect, detail, ...(status !== undefined && { status }) } }
}

/** The way to the fake centre: latency, time limits and faults. */
export function createFakeNetwork(
  clock: Clock,
  options: NetworkOptions,
  chance: (operation: Operation) => Fault | undefined,
) {
  const latency = options.latencyMs ?? 20
  const timeout = options.timeoutMs ?? 10_000
  const queued = new Map<Operation, Fault[]>()
  const log: NetworkLog[] = []
  const waiting: string[] = []
  let mostWaiting = 0
  let crowdedUntil = 0
  let epoch = 0

  async function request<Value>(
    operation: Operation,
    detail: unknown,
    requested: RequestOptions | undefined,
    act: () => Result<Value>,
  ): Promise<Result<Value>> {
    // What must not be sent twice has a connection of its own (ADR 7).
    const isNew = requested?.fresh === true || ALONE.has(operation)
    log.push({ operation, at: clock.now(), detail, fresh: isNew })
    const fault = queued.get(operation)?.shift() ?? chance(operation)
    if (fault === 'refused') return failed('unreachable', 'none')
    if (fault === 'throw') throw new Error('the fake throws')
    requested?.onLeave?.()
    const born = epoch
    if (fault === 'crowded') {
      crowdedUntil = Math.max(crowdedUntil, clock.now() + (options.crowdedMs ?? 25_000))
    }
    const waitMs = crowdedUntil - clock.now()
    if (isNew && waitMs > 0) {
      // First in, first out, whether the client has gone or not.
      if (waitMs > timeout) {
        const giveUp = operation === 'add' ? wait(String(detail)) : undefined
        clock.after(waitMs, () => {
          giveUp?.()
          if (born === epoch) act()
        })
        await sleep(clock, timeout)
        return failed('timeout', 'possible')
      }
      await sleep(clock, waitMs)
    }
    await sleep(clock, latency / 2)
    if (born !== epoch) return failed('unreachable', 'possible')
    switch (fault) {
      case 'lost-request':
        await sleep(clock, timeout)
        return failed('timeout', 'possible')
      case 'late': {
        const over = operation === 'add' ? wait(String(detail)) : undefined
        clock.after(timeout + (options.lateMs ?? 4000), () => {
          over?.()
          act()
        })
        await sleep(clock, timeout)
        return failed('timeout', 'possible')
      }
      case '500-before':
        return failed('trouble', 'possible', 500)
      case '503':
        if (operation === 'add') return failed('disconnected', 'none', 503)
        return operation === 'start'
          ? failed('full', 'none', 503)
          : failed('trouble', 'possible', 503)
      case '401':
        return failed('unauthorized', 'none', 401)
      case '404':
        return failed('not-found', 'none', 404)
      case 'away':
        return failed('trouble', 'none', 404)
      case 'slow':
        await sleep(clock, Math.min(5000, timeout / 2))
        break
      default:
        break
    }
    if (born !== epoch) return failed('unreachable', 'possible')
    const answer = act()
    await sleep(clock, latency / 2)
    if (born !== epoch || fault === 'lost-answer') return failed('unreachable', 'possible')
    if (fault === '500-after') return failed('trouble', 'possible', 500)
    return answer
  }

  /** Counts a message that waits, until the answered function is called. */
  function wait(text: string): () => void {
    waiting.push(text)
    mostWaiting = Math.max(mostWaiting, waiting.length)
    return () => {
      waiting.splice(waiting.indexOf(text), 1)
    }
  }

  return {
    request,
    log,
    waiting,
    mostWaiting: () => mostWaiting,
    fail(operation: Operation, faults: readonly Fault[]) {
      queued.set(operation, [...(queued.get(operation) ?? []), ...faults])
    },
    /** Answers under way are lost. */
    restart() {
      epoch += 1
    },
  }
}
