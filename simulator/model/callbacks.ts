import type { CallbackQueue } from '../config/data.ts'
import type { Emitter } from '../support/emitter.ts'
import type { Clock } from '../support/clock.ts'
import type { CentreEvent } from './events.ts'
import type { ContactDatum } from './session.ts'

/** A time window; both ends in milliseconds since 1970, UTC. */
export interface Window {
  readonly start: number
  readonly end: number
}

/** What a customer asks for with POST /v1/callbacks (R161 to R171). */
export interface CallbackRequest {
  readonly queue: CallbackQueue
  readonly unit: string
  readonly comment: string
  readonly contactData: readonly ContactDatum[]
  readonly contactName: string
  readonly phoneNumber: string
  readonly priority: number
  readonly first: Window
  readonly second: Window | undefined
}

export interface Callback extends CallbackRequest {
  readonly id: number
  readonly createdAt: number
  done: boolean
}

export interface Callbacks {
  list(): readonly Callback[]
  create(request: CallbackRequest): Callback
  /** Marks a callback as dealt with, or not; false when there is none of that id. */
  setDone(id: number, done: boolean): boolean
  clear(): void
}

const kept = 5000

/** The callbacks asked for so far; the oldest are forgotten beyond five thousand. */
export const createCallbacks = (clock: Clock, events: Emitter<CentreEvent>): Callbacks => {
  let list: Callback[] = []
  let serial = 0
  return {
    list: () => list,
    create: (request) => {
      serial += 1
      const callback: Callback = { ...request, id: serial, createdAt: clock.now(), done: false }
      list.push(callback)
      if (list.length > kept) list = list.slice(-kept)
      events.emit({ type: 'callback', callback })
      return callback
    },
    setDone: (id, done) => {
      const callback = list.find((candidate) => candidate.id === id)
      if (callback === undefined) return false
      callback.done = done
      events.emit({ type: 'callback', callback })
      return true
    },
    clear: () => {
      list = []
    },
  }
}
