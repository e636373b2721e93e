const rows = [697, 770, 852, 941] as const
const columns = [1209, 1336, 1477, 1633] as const
const keys = ['123A', '456B', '789C', '*0#D'] as const

/** A key sounds in two windows in a row; each begins half a window after the one before. */
const windowMs = 20
const mostKeys = 200

/** Hears the keys of a telephone in sound. */
export interface ToneDetector {
  /** Mono samples of 16 bits. */
  feed(samples: Int16Array, sampleRate: number): void
  /** The keys so far, the latest 200. */
  heard(): string
}

/** The strength of one frequency (Goertzel), as its share of the energy of a pure tone. */
const strength = (samples: Float64Array, hz: number, sampleRate: number): number => {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / sampleRate)
  let one = 0
  let two = 0
  for (const sample of samples) {
    const next = sample + turn * one - two
    two = one
    one = next
  }
  return (one * one + two * two - turn * one * two) * (2 / samples.length)
}

const strongest = (all: readonly number[]): { place: number; value: number; second: number } => {
  const place = all.indexOf(Math.max(...all))
  const second = Math.max(...all.filter((_, i) => i !== place))
  return { place, value: all[place] ?? 0, second }
}

/** The key of one window of sound, or '': two tones, alike in strength, that are most of all there is. */
export const keyIn = (samples: Float64Array, sampleRate: number): string => {
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0)
  if (energy / samples.length < 1e-5) return ''
  const row = strongest(rows.map((hz) => strength(samples, hz, sampleRate)))
  const column = strongest(columns.map((hz) => strength(samples, hz, sampleRate)))
  if (row.value + column.value < 0.75 * energy) return ''
  if (row.value > 8 * column.value || column.value > 8 * row.value) return ''
  if (row.second * 4 > row.value || column.second * 4 > column.value) return ''
  return keys[row.place]?.[column.place] ?? ''
}

/**
 * A browser and this module play telephone events (RFC 4733) as the tones that they stand for, and offer
 * no other way to know of them: so they are listened to.
 */
export const createToneDetector = (): ToneDetector => {
  let gathered: number[] = []
  let previous = ''
  let current = ''
  let all = ''
  return {
    feed: (samples, sampleRate) => {
      for (const sample of samples) gathered.push(sample / 0x8000)
      const size = (sampleRate * windowMs) / 1000
      while (gathered.length >= size) {
        const key = keyIn(Float64Array.from(gathered.slice(0, size)), sampleRate)
        gathered = gathered.slice(size / 2)
        // Twice the same begins a key, twice another or none ends it.
        if (key === previous && key !== current) {
          current = key
          all = (all + key).slice(-mostKeys)
        }
        previous = key
      }
    },
    heard: () => all,
  }
}
