import type { PhoneCall } from './phone-api.ts'

interface ScreenShareOptions {
  readonly media: MediaDevices
  /** The call that would show it; undefined where there is none. */
  readonly call: () => PhoneCall | undefined
  /** The customer or the system has ended it: the camera comes back. Never rejects. */
  readonly onstop: () => Promise<void>
  /** It did not come about; the call goes on. */
  readonly onfail: () => void
}

/** Letters can be read at this size and pace; more would only take the processor from the call. */
const PICTURE = { width: { max: 1920 }, height: { max: 1920 }, frameRate: { max: 15 } } as const

/** The customer's screen in place of the camera. */
export class ScreenShare {
  track = $state.raw<MediaStreamTrack>()
  #isAsking = false
  readonly #options: ScreenShareOptions

  constructor(options: ScreenShareOptions) {
    this.#options = options
  }

  async toggle(): Promise<void> {
    if (this.track !== undefined) {
      this.stop()
      await this.#options.onstop()
      return
    }
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      await this.#share()
    } catch (error) {
      this.stop()
      if (!isCancelled(error)) this.#options.onfail()
    } finally {
      this.#isAsking = false
    }
  }

  stop(): void {
    this.track?.stop()
    this.track = undefined
  }

  async #share(): Promise<void> {
    const call = this.#options.call()
    const stream = await this.#options.media.getDisplayMedia({ video: PICTURE, audio: false })
    const [track] = stream.getVideoTracks()
    if (track === undefined) throw new Error('a screen without a picture')
    // Picked too late: that call is over.
    if (call === undefined || this.#options.call() !== call) {
      track.stop()
      return
    }
    track.contentHint = 'detail'
    track.addEventListener('ended', () => {
      if (this.track === track) void this.toggle()
    })
    this.track = track
    await call.setVideo(track)
  }
}

/** The customer has closed the picker: that is a choice, and no failure. A refusal by the system says so. */
function isCancelled(error: unknown): boolean {
  const { name, message } =
    error instanceof DOMException || error instanceof Error ? error : new Error()
  return name === 'AbortError' || (name === 'NotAllowedError' && !/system|polic/iu.test(message))
}
