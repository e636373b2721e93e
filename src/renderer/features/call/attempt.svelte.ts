import type { CallEvent, EndReason } from './call-machine.ts'
import type { Clock } from './clock.ts'
import type { Phone, PhoneCall, PhoneEvent } from './phone-api.ts'
import type { Ringing } from './ringing.ts'
import { Talk } from './talk.svelte.ts'

interface AttemptDeps {
  /** The attempt's number in the state machine. */
  readonly number: number
  readonly clock: Clock
  readonly ringing: Ringing
  /** Sends an event to the state machine; false where it changes nothing. */
  readonly send: (event: CallEvent) => boolean
  /** The dialog of the call is another one. */
  readonly onnote: () => void
  readonly onended: (reason: EndReason, status: number | undefined) => void
}

/** One attempt to call, from the INVITE to its end: what the phone reports becomes events of the state machine. */
export class Attempt {
  /** Present once its screen is there. */
  talk = $state.raw<Talk>()
  readonly call: PhoneCall
  readonly #deps: AttemptDeps
  /** Events of the call before its screen is ready. */
  readonly #early: PhoneEvent[] = []
  #hasPath = false
  #isOver = false

  /** The INVITE leaves at once. */
  constructor(
    phone: Phone,
    media: { readonly audio: MediaStreamTrack; readonly video: MediaStreamTrack | null },
    deps: AttemptDeps,
  ) {
    this.#deps = deps
    this.call = phone.dial({
      ...media,
      on: (event) => {
        if (this.talk === undefined) this.#early.push(event)
        else this.#hear(event, this.talk)
      },
    })
  }

  /** The state machine has dialled: what has come meanwhile counts now. */
  show(): void {
    const talk = new Talk(this.call, this.#deps.clock)
    this.talk = talk
    for (const event of this.#early.splice(0)) this.#hear(event, talk)
  }

  /** What the phone still reports is of no interest any more. */
  stop(): void {
    this.#isOver = true
    this.talk?.end()
  }

  #hear(event: PhoneEvent, talk: Talk): void {
    if (this.#isOver) return
    const { number: attempt, ringing, send, onended } = this.#deps
    switch (event.kind) {
      case 'question':
        talk.isQuestion = true
        break
      case 'ringing':
        send({ kind: 'ringing', attempt })
        talk.waitsBy = 'ringing'
        ringing.start()
        break
      case 'queued':
      case 'announced':
        send({ kind: 'ringing', attempt })
        talk.waitsBy = event.kind
        ringing.stop()
        break
      case 'early':
        talk.isEarly = true
        break
      case 'heard':
        ringing.yield()
        break
      case 'transfer':
        if (event.state !== 'begun') ringing.stop()
        talk.transferred(event.state)
        this.#deps.onnote()
        break
      case 'remote':
        talk.remote = this.call.remote
        break
      case 'answered':
        ringing.stop()
        send({ kind: 'answered', attempt })
        if (this.#hasPath) this.#begin(talk)
        break
      case 'path':
        this.#hasPath ||= event.isUp
        talk.isPathUp = event.isUp
        if (event.isUp) talk.arrived()
        if (event.isUp) this.#begin(talk)
        break
      case 'held':
        talk.isHeld = event.isHeld
        break
      case 'link':
        talk.isLinked = event.isUp
        break
      case 'ended':
        onended(event.reason, event.status)
        break
      case 'sent':
        talk.isQuestion = false
    }
  }

  #begin(talk: Talk): void {
    if (this.#deps.send({ kind: 'media', attempt: this.#deps.number })) talk.begin()
  }
}
