import { isSpeech } from './codecs.ts'

/** RFC 4733 tones, milliseconds: shorter ones are not heard by every peer. */
export const TONE_MS = 160
/** What `insertDTMF` takes, milliseconds. */
const LEAST_MS = 40
const MOST_MS = 6000

type Codec = Pick<RTCRtpCodecParameters, 'mimeType' | 'clockRate'>

/**
 * What `insertDTMF` is to be told so that a key lasts its time, milliseconds. Chromium writes a key's length in ticks
 * of the keys' clock and counts them off on that of the speech: beside opus, with 8000 Hz agreed for keys alone, they
 * are over six times too soon.
 */
export function toneLength(codecs: readonly Codec[]): number {
  const speech = codecs.find(({ mimeType }) => isSpeech(mimeType))
  const clocks = codecs
    .filter(({ mimeType }) => mimeType.toLowerCase() === 'audio/telephone-event')
    .map(({ clockRate }) => clockRate)
  if (speech === undefined || clocks.length === 0) return TONE_MS
  const length = Math.round((TONE_MS * speech.clockRate) / Math.min(...clocks))
  return Math.min(MOST_MS, Math.max(LEAST_MS, length))
}
