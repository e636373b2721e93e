/** Three notes that fall, as before what a station or a shop announces. */
const notes = [784, 659, 523] as const
const noteSeconds = 1.2
const pauseSeconds = 0.6
const loudness = 0.25

export interface Announcement {
  readonly track: MediaStreamTrack
  stop(): void
}

const render = (context: AudioContext): AudioBuffer => {
  const { sampleRate } = context
  const seconds = notes.length * noteSeconds + pauseSeconds
  const buffer = context.createBuffer(1, Math.round(seconds * sampleRate), sampleRate)
  const samples = buffer.getChannelData(0)
  notes.forEach((hz, place) => {
    const start = Math.round(place * noteSeconds * sampleRate)
    for (let i = 0; i < noteSeconds * sampleRate; i += 1) {
      const at = i / sampleRate
      // It begins and ends without a click, and fades like a bell.
      const edge = Math.min(1, at / 0.01, (noteSeconds - at) / 0.05)
      samples[start + i] = loudness * edge * Math.exp(-at) * Math.sin(2 * Math.PI * hz * at)
    }
  })
  return buffer
}

/** Plays the announcement over and over until it is stopped. Undefined where the browser has no sound. */
export const playAnnouncement = (): Announcement | undefined => {
  const context = new AudioContext()
  const output = context.createMediaStreamDestination()
  const [track] = output.stream.getAudioTracks()
  if (track === undefined) return undefined
  const source = context.createBufferSource()
  source.buffer = render(context)
  source.loop = true
  source.connect(output)
  source.start()
  return {
    track,
    stop: () => {
      track.stop()
      void context.close()
    },
  }
}
