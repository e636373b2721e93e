/** What one look at the statistics says of the way from the other side to here. */
export interface QualitySample {
  /** Milliseconds of the page's clock. */
  readonly at: number
  /** Round trip, milliseconds; undefined before the first report. */
  readonly roundTrip: number | undefined
  /** Of the sound, milliseconds. */
  readonly jitter: number
  /** Of the sound, since the beginning. */
  readonly packets: number
  readonly lost: number
  /** Samples of sound that were played, and those of them that were made up for lost ones; since the beginning. */
  readonly played: number
  readonly concealed: number
  readonly audioBytes: number
  readonly videoBytes: number
  readonly frames: number
}

export type Grade = 'good' | 'fair' | 'poor'

export interface Quality {
  readonly grade: Grade
  /** Estimated mean opinion score, 1 to 4.5. */
  readonly mos: number
  readonly roundTrip: number | undefined
  readonly jitter: number
  /** Share of what was said that is not heard, 0 to 1: packets lost, or samples made up in their place. */
  readonly loss: number
}

/** Warnings begin here: the published thresholds of Twilio's voice SDK. */
const ROUND_TRIP_MS = 400
const JITTER_MS = 30
const LOSS = 0.03
const MOS_FAIR = 3.5
const MOS_POOR = 3.1
/** Jitter is a warning when so many of the last samples are above; loss is taken over more of them. */
const JITTER_SAMPLES = { of: 5, above: 3 }
const LOSS_SAMPLES = 7
/** How robust the codec is against loss (Opus with concealment), as the E-model has it. */
const ROBUSTNESS = 20

/**
 * The E-model (ITU-T G.107) in the simple form of Cole and Rosenbluth: `roundTrip` and `jitter` in
 * milliseconds, `loss` 0 to 1. Answers 1 to 4.5.
 */
export function estimateMos(roundTrip: number, jitter: number, loss: number): number {
  // One way, the buffer that evens the jitter out, and the codec's own delay.
  const delay = roundTrip / 2 + 2 * jitter + 20
  const delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0)
  const percent = loss * 100
  const lossImpairment = (95 * percent) / (percent + ROBUSTNESS)
  const r = Math.min(100, Math.max(0, 93.2 - delayImpairment - lossImpairment))
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r))
}

/** Reads what matters out of the statistics of a peer connection. */
export function sampleOf(report: RTCStatsReport): QualitySample {
  const roundTrip = roundTripOf(report)
  let at = 0
  const sound = { jitter: 0, packets: 0, lost: 0, bytes: 0, played: 0, concealed: 0 }
  const picture = { bytes: 0, frames: 0 }
  report.forEach((entry: Record<string, unknown>) => {
    const number = (name: string): number => {
      const value = entry[name]
      return typeof value === 'number' ? value : 0
    }
    at = Math.max(at, number('timestamp'))
    if (entry['type'] !== 'inbound-rtp') return
    if (entry['kind'] === 'audio') {
      sound.jitter = Math.max(sound.jitter, number('jitter') * 1000)
      sound.packets += number('packetsReceived')
      sound.lost += Math.max(0, number('packetsLost'))
      sound.bytes += number('bytesReceived')
      sound.played += number('totalSamplesReceived')
      // What is made up in a pause is heard by nobody.
      sound.concealed += number('concealedSamples') - number('silentConcealedSamples')
    } else {
      picture.bytes += number('bytesReceived')
      picture.frames += number('framesDecoded')
    }
  })
  return {
    at,
    roundTrip,
    jitter: sound.jitter,
    packets: sound.packets,
    lost: sound.lost,
    played: sound.played,
    concealed: sound.concealed,
    audioBytes: sound.bytes,
    videoBytes: picture.bytes,
    frames: picture.frames,
  }
}

/**
 * Milliseconds of the pair of candidates that carries the call. Two pairs are nominated at once in many calls; the
 * transport names the right one, or the pair says so itself (Firefox).
 */
function roundTripOf(report: RTCStatsReport): number | undefined {
  const entries: Record<string, unknown>[] = []
  report.forEach((entry: Record<string, unknown>) => entries.push(entry))
  const selected = entries.find(({ type }) => type === 'transport')?.['selectedCandidatePairId']
  const pairs = entries.filter(({ type }) => type === 'candidate-pair')
  const pair =
    pairs.find(({ id }) => selected !== undefined && id === selected) ??
    pairs.find((each) => each['selected'] === true) ??
    pairs.find(({ nominated }) => nominated === true)
  const seconds = pair?.['currentRoundTripTime']
  return typeof seconds === 'number' ? seconds * 1000 : undefined
}

/** Grades the line by the last samples, oldest first; undefined before there are two. */
export function gradeOf(samples: readonly QualitySample[]): Quality | undefined {
  const newest = samples.at(-1)
  const before = samples.at(-2)
  if (newest === undefined || before === undefined) return undefined
  const first = samples.at(-1 - LOSS_SAMPLES) ?? samples[0] ?? before
  const loss = Math.max(lossBetween(first, newest), concealedBetween(first, newest))
  const { roundTrip, jitter } = newest
  const mos = estimateMos(roundTrip ?? 0, jitter, loss)
  const recent = samples.slice(-JITTER_SAMPLES.of)
  const isUneven =
    recent.filter((sample) => sample.jitter > JITTER_MS).length >= JITTER_SAMPLES.above
  const isSlow = (roundTrip ?? 0) > ROUND_TRIP_MS
  const isWeak = isSlow || isUneven || loss > LOSS || mos < MOS_FAIR
  const grade = mos < MOS_POOR || loss > 3 * LOSS ? 'poor' : isWeak ? 'fair' : 'good'
  return { grade, mos, roundTrip, jitter, loss }
}

function lossBetween(first: QualitySample, last: QualitySample): number {
  const lost = Math.max(0, last.lost - first.lost)
  const all = Math.max(0, last.packets - first.packets) + lost
  return all === 0 ? 0 : lost / all
}

function concealedBetween(first: QualitySample, last: QualitySample): number {
  const played = last.played - first.played
  return played <= 0 ? 0 : Math.max(0, last.concealed - first.concealed) / played
}
