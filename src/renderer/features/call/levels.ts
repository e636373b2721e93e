/** How loud a track is, for the meter and for the check before the call. */
export interface LevelMeter {
  /** 0 (silence) to 1 (as loud as it gets), at this moment. */
  read(): number
  close(): void
}

/** Below this level there is no speech: -60 dBFS. */
const FLOOR_DB = -60

/** Root mean square of samples (-1 to 1) as a share of the range between -60 dB and full scale. */
export function levelOf(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const rms = Math.sqrt(sum / Math.max(1, samples.length))
  const decibels = rms === 0 ? FLOOR_DB : 20 * Math.log10(rms)
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB))
}

/** Listens to a track; it never sounds. */
export function openMeter(context: AudioContext, track: MediaStreamTrack): LevelMeter {
  const source = context.createMediaStreamSource(new MediaStream([track]))
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  source.connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    read() {
      analyser.getFloatTimeDomainData(samples)
      return levelOf(samples)
    },
    close() {
      source.disconnect()
    },
  }
}
