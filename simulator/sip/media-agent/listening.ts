import type { Clock } from '../../support/clock.ts'
import type { MediaCounters } from '../call.ts'
import { createToneDetector } from './tones.ts'
import type { AudioData, Picture, Track, Wrtc } from './wrtc.ts'

type Received = MediaCounters['received']

/** Counts what arrives. */
export interface Listening {
  add(track: Track): void
  read(): Omit<Received, 'infoTones' | 'pictureRequests'>
  stop(): void
}

const windowMs = 500

/** Average of every eighth sample of a plane. */
const average = (data: Uint8Array, from: number, to: number): number => {
  let sum = 0
  let count = 0
  for (let i = from; i < to; i += 8) {
    sum += data[i] ?? 0
    count += 1
  }
  return count === 0 ? 0 : sum / count
}

const clamp = (value: number): number => Math.round(Math.min(255, Math.max(0, value)))

/** Average colour of a picture in I420 (BT.601, video range). */
export const colourOf = ({
  width,
  height,
  data,
}: Picture): Received['colour'] & { luma: number } => {
  const size = width * height
  const quarter = Math.ceil(width / 2) * Math.ceil(height / 2)
  const luma = average(data, 0, size)
  const c = 1.164 * (luma - 16)
  const d = average(data, size, size + quarter) - 128
  const e = average(data, size + quarter, size + 2 * quarter) - 128
  return {
    luma: Math.round(luma),
    red: clamp(c + 1.596 * e),
    green: clamp(c - 0.392 * d - 0.813 * e),
    blue: clamp(c + 2.017 * d),
  }
}

/** Listens to what the other side sends and sums it up. */
export const createListening = (wrtc: Wrtc, clock: Clock): Listening => {
  const stops: (() => void)[] = []
  const detector = createToneDetector()
  let audioFrames = 0
  let audioRms = 0
  let audioHz = 0
  let heard = { squares: 0, crossings: 0, samples: 0, positive: false }
  let videoFrames = 0
  let arrivals: number[] = []
  let last: Picture | undefined
  let motion = 0

  const hear = ({ samples, sampleRate, channelCount }: AudioData): void => {
    audioFrames += 1
    const mono = channelCount === 1 ? samples : samples.filter((_, i) => i % channelCount === 0)
    detector.feed(mono, sampleRate)
    for (const sample of mono) {
      heard.squares += (sample / 0x8000) ** 2
      if (sample > 0 !== heard.positive) {
        heard.crossings += 1
        heard.positive = sample > 0
      }
    }
    heard.samples += mono.length
    if (heard.samples < (sampleRate * windowMs) / 1000) return
    audioRms = Math.sqrt(heard.squares / heard.samples)
    audioHz =
      audioRms < 0.001 ? 0 : Math.round((heard.crossings / 2) * (sampleRate / heard.samples))
    heard = { squares: 0, crossings: 0, samples: 0, positive: heard.positive }
  }
  const see = ({ frame }: { frame: Picture }): void => {
    videoFrames += 1
    const now = clock.now()
    arrivals = [...arrivals.filter((at) => at > now - 1000), now]
    if (last?.data.length === frame.data.length) {
      let sum = 0
      const size = frame.width * frame.height
      for (let i = 0; i < size; i += 16) sum += Math.abs((frame.data[i] ?? 0) - (last.data[i] ?? 0))
      motion = (sum * 16) / size
    }
    // The module may use the memory of a frame again.
    last = { width: frame.width, height: frame.height, data: Uint8Array.from(frame.data) }
  }

  return {
    add: (track) => {
      if (track.kind === 'audio') {
        const sink = new wrtc.nonstandard.RTCAudioSink(track)
        sink.ondata = hear
        stops.push(() => sink.stop())
      } else {
        const sink = new wrtc.nonstandard.RTCVideoSink(track)
        sink.onframe = see
        stops.push(() => sink.stop())
      }
    },
    read: () => {
      const { luma, ...colour } =
        last === undefined ? { luma: 0, red: 0, green: 0, blue: 0 } : colourOf(last)
      const now = clock.now()
      return {
        audioFrames,
        audioRms: Math.round(audioRms * 10_000) / 10_000,
        audioHz,
        videoFrames,
        videoFps: arrivals.filter((at) => at > now - 1000).length,
        width: last?.width ?? 0,
        height: last?.height ?? 0,
        luma,
        colour,
        motion: Math.round(motion * 10) / 10,
        audioTones: detector.heard(),
      }
    },
    stop: () => {
      for (const stop of stops.splice(0)) stop()
    },
  }
}
