import type { Cancel, Clock } from '../../support/clock.ts'
import type { AudioSource, Track, Wrtc } from './wrtc.ts'

const sampleRate = 48_000
const frameMs = 10
const samplesPerFrame = (sampleRate * frameMs) / 1000
const loudness = 0.12

export interface Tone {
  readonly track: Track
  /** Frames of 10 ms played so far. */
  played(): number
  /** Goes on with another frequency in Hz. */
  retune(hz: number): void
  stop(): void
}

/** Plays a soft tone, first of `firstHz`, for as long as it is not stopped, on time even where timers are late. */
export const playTone = (wrtc: Wrtc, clock: Clock, firstHz: number): Tone => {
  const source: AudioSource = new wrtc.nonstandard.RTCAudioSource()
  const track = source.createTrack()
  const start = clock.now()
  let hz = firstHz
  let frames = 0
  let cancel: Cancel = () => undefined

  const frame = (): Int16Array => {
    const samples = new Int16Array(samplesPerFrame)
    for (let i = 0; i < samplesPerFrame; i += 1) {
      const seconds = (frames * samplesPerFrame + i) / sampleRate
      const swell = 0.8 + 0.2 * Math.sin(2 * Math.PI * 0.5 * seconds)
      samples[i] = Math.round(0x7fff * loudness * swell * Math.sin(2 * Math.PI * hz * seconds))
    }
    return samples
  }
  const tick = (): void => {
    const due = Math.floor((clock.now() - start) / frameMs)
    // After a long pause there is no use in catching up.
    if (due - frames > 50) frames = due - 1
    for (; frames < due; frames += 1) {
      source.onData({
        samples: frame(),
        sampleRate,
        bitsPerSample: 16,
        channelCount: 1,
        numberOfFrames: samplesPerFrame,
      })
    }
    cancel = clock.after(frameMs, tick)
  }
  tick()
  return {
    track,
    played: () => frames,
    retune: (next) => {
      hz = next
    },
    stop: () => {
      cancel()
      track.stop()
    },
  }
}
