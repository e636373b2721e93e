/*
 * The browser plays telephone events (RFC 4733) as tones and tells nobody of them, so they are listened
 * to. The simulator's automatic agent has a detector of its own; the page shares no code with it.
 */

const rows = [697, 770, 852, 941] as const
const columns = [1209, 1336, 1477, 1633] as const
const keys = ['123A', '456B', '789C', '*0#D'] as const

const strength = (samples: Float32Array, hz: number, sampleRate: number): number => {
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

/** The key that sounds in these samples, or ''. Twenty milliseconds are enough. */
export const keyIn = (samples: Float32Array, sampleRate: number): string => {
  let energy = 0
  for (const sample of samples) energy += sample * sample
  if (energy / samples.length < 1e-5) return ''
  const low = rows.map((hz) => strength(samples, hz, sampleRate))
  const high = columns.map((hz) => strength(samples, hz, sampleRate))
  const [row, column] = [Math.max(...low), Math.max(...high)]
  if (row + column < 0.75 * energy || row > 8 * column || column > 8 * row) return ''
  return keys[low.indexOf(row)]?.[high.indexOf(column)] ?? ''
}

/** Hears keys in a stream until the returned function is called. */
export const listenForKeys = (stream: MediaStream, heard: (key: string) => void): (() => void) => {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  let previous = ''
  let current = ''
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    const key = keyIn(samples, context.sampleRate)
    if (key === previous && key !== current) {
      current = key
      if (key !== '') heard(key)
    }
    previous = key
  }, 20)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}
