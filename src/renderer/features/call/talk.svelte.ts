import type { CancelTimer, Clock } from './clock.ts'
import type { PhoneCall, RemoteMedia } from './phone-api.ts'
import { gradeOf, sampleOf, type Quality, type QualitySample } from './quality.ts'
import { Watch } from './watch.ts'

const LOOK_EVERY_MS = 1000
/** The first frame takes its time: before that nobody is told that there is sound only. */
const FIRST_PICTURE_MS = 2500
/** That somebody else could not be reached is said for so long, milliseconds. */
const FAILED_MS = 8000
const SAMPLES_KEPT = 10
const DIGITS_KEPT = 32

/** One call as the screen shows it: what arrives from the other side, and how well. */
export class Talk {
  remote = $state.raw<RemoteMedia>()
  /** Epoch milliseconds since which the two can talk. */
  since = $state<number>()
  /** What is known of the time before the answer. */
  waitsBy = $state<'ringing' | 'queued' | 'announced'>('ringing')
  /** The browser may be asking whether the connection to the server is allowed. */
  isQuestion = $state(false)
  /** What the other side plays before the answer is heard. */
  isEarly = $state(false)
  isHeld = $state(false)
  /** It is being put through elsewhere, or could not be just now. */
  transfer = $state<'begun' | 'failed'>()
  /** The connection for signalling; the call goes on without. */
  isLinked = $state(true)
  /** Sound and picture can flow. */
  isPathUp = $state(true)
  /** Nothing has arrived for a while. */
  isSilent = $state(false)
  /** Sound arrives, but nothing of it is played. */
  isUnheard = $state(false)
  /** Frames of the other side's camera or screen arrive, or may still come. */
  hasPicture = $state(true)
  quality = $state.raw<Quality>()
  /** Keys pressed in this call. */
  digits = $state('')
  readonly #call: PhoneCall
  readonly #clock: Clock
  #watch = new Watch()
  /** The first frame may come since then. */
  #sightSince = 0
  #forget: CancelTimer | undefined
  #samples: readonly QualitySample[] = []
  #timer: CancelTimer | undefined
  #isOver = false
  /** Put through, and nothing has come from there yet. */
  #isDone = false

  constructor(call: PhoneCall, clock: Clock) {
    this.#call = call
    this.#clock = clock
    this.remote = call.remote
  }

  begin(): void {
    this.since = this.#sightSince = this.#clock.now()
    this.#lookLater()
  }

  end(): void {
    this.#isOver = true
    this.#timer?.()
    this.#forget?.()
  }

  transferred(state: 'begun' | 'done' | 'failed'): void {
    this.#forget?.()
    if (state !== 'done') this.transfer = state
    if (state === 'failed') {
      this.#forget = this.#clock.after(FAILED_MS, () => {
        this.transfer = undefined
      })
    }
    if (state !== 'done') return
    // Somebody else: nothing of what was measured is about them. That it goes on is said until they are heard.
    this.isHeld = this.isSilent = this.isUnheard = false
    this.quality = undefined
    this.#samples = []
    this.#watch = new Watch()
    this.#sightSince = this.#clock.now()
    this.#isDone = true
  }

  /** Sound and picture can flow. */
  arrived(): void {
    if (!this.#isDone) return
    this.#isDone = false
    this.transfer = undefined
  }

  press(digit: string): void {
    this.digits = (this.digits + digit).slice(-DIGITS_KEPT)
    this.#call.sendDigit(digit)
  }

  #lookLater(): void {
    this.#timer = this.#clock.after(LOOK_EVERY_MS, () => {
      void this.#look().finally(() => {
        if (!this.#isOver) this.#lookLater()
      })
    })
  }

  async #look(): Promise<void> {
    const report = await this.#call.stats().catch(() => undefined)
    if (report === undefined || this.#isOver) return
    const sample = sampleOf(report)
    this.#samples = [...this.#samples, sample].slice(-SAMPLES_KEPT)
    this.quality = gradeOf(this.#samples)
    const now = { ...sample, at: this.#clock.now() }
    const seen = this.#watch.see(now, this.isHeld || !this.isPathUp)
    this.isSilent = seen.isSilent
    this.isUnheard = seen.isUnheard
    const isYoung = this.#clock.now() - this.#sightSince < FIRST_PICTURE_MS
    this.hasPicture = seen.hasPicture || isYoung
    if (seen.shouldProbe) this.#call.probe()
  }
}
