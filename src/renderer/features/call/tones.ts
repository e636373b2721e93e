/** One tone: frequencies in Hz that sound together, from `at` for `length` seconds. */
export interface Tone {
  readonly at: number
  readonly length: number
  readonly frequencies: readonly number[]
}

/** The two frequencies of each key (ITU-T Q.23), Hz. */
const ROWS = [697, 770, 852, 941] as const
const COLUMNS = [1209, 1336, 1477] as const
const KEYS = ['123', '456', '789', '*0#'] as const

/** The sound of a key; none for anything that is no key. */
export function keyTone(key: string): readonly Tone[] {
  const row = KEYS.findIndex((keys) => keys.includes(key))
  const column = KEYS[row]?.indexOf(key) ?? -1
  const frequencies = [ROWS[row], COLUMNS[column]].flatMap((hertz) => hertz ?? [])
  return frequencies.length === 2 && key.length === 1 ? [{ at: 0, length: 0.16, frequencies }] : []
}

/** Three notes that rise, for the test of the loudspeaker. */
export const threeNotes: readonly Tone[] = [
  { at: 0, length: 0.35, frequencies: [523.25] },
  { at: 0.4, length: 0.35, frequencies: [659.25] },
  { at: 0.8, length: 0.6, frequencies: [783.99] },
]

/** It rings at the other side: one second of 425 Hz (ITU-T E.180), repeated by who plays it. */
export const ringback: readonly Tone[] = [{ at: 0, length: 1, frequencies: [425] }]
export const RINGBACK_EVERY_MS = 5000

/** Plays generated sounds through the loudspeaker that the customer chose. */
export class Sounds {
  #context: AudioContext | undefined
  #output: HTMLAudioElement | undefined
  #gain: GainNode | undefined
  #sink = ''
  volume = 1

  /** The audio graph, made when it is first needed: before a touch it would stay silent. */
  get context(): AudioContext {
    this.#context ??= new AudioContext()
    // Closed before it could play: nobody waits for it any longer.
    if (this.#context.state === 'suspended') this.#context.resume().catch(() => undefined)
    return this.#context
  }

  /** Id of the loudspeaker; empty for the system's. What is sounding falls silent, and what comes next sounds there. */
  useOutput(id: string): void {
    this.hush()
    this.#sink = id
  }

  /** Resolves when the last tone has ended. `loudness` 0 to 1. */
  async play(tones: readonly Tone[], loudness = 0.2): Promise<void> {
    const { context } = this
    const target = this.#target(context)
    const start = context.currentTime + 0.03
    const last = Math.max(0, ...tones.map(({ at, length }) => at + length))
    for (const { at, length, frequencies } of tones) {
      for (const hertz of frequencies) {
        const oscillator = context.createOscillator()
        const envelope = context.createGain()
        const top = (loudness * this.volume) / frequencies.length
        oscillator.frequency.value = hertz
        // A soft beginning and end, or it would click.
        envelope.gain.setValueAtTime(0, start + at)
        envelope.gain.linearRampToValueAtTime(top, start + at + 0.015)
        envelope.gain.setValueAtTime(top, start + at + length - 0.03)
        envelope.gain.linearRampToValueAtTime(0, start + at + length)
        oscillator.connect(envelope).connect(target)
        oscillator.start(start + at)
        oscillator.stop(start + at + length)
      }
    }
    await new Promise((resolve) => setTimeout(resolve, (last + 0.05) * 1000))
  }

  /** What is sounding falls silent. */
  hush(): void {
    this.#gain?.disconnect()
    this.#gain = undefined
    this.#output?.pause()
    this.#output = undefined
  }

  close(): void {
    this.hush()
    void this.#context?.close().catch(() => undefined)
    this.#context = undefined
  }

  /** By way of an element, since a context cannot be given another loudspeaker everywhere. */
  #target(context: AudioContext): AudioNode {
    if (this.#gain !== undefined) return this.#gain
    const gain = context.createGain()
    if (this.#sink === '') {
      gain.connect(context.destination)
    } else {
      const stream = context.createMediaStreamDestination()
      gain.connect(stream)
      const output = new Audio()
      output.srcObject = stream.stream
      void output.setSinkId(this.#sink).catch(() => undefined)
      void output.play().catch(() => undefined)
      this.#output = output
    }
    this.#gain = gain
    return gain
  }
}
