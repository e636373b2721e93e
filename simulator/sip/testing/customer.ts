import { systemClock } from '../../support/clock.ts'
import { createMediaHandler } from '../media-agent/handler.ts'
import type { MediaHandler } from '../media-agent/handler.ts'
import { createListening } from '../media-agent/listening.ts'
import type { Listening } from '../media-agent/listening.ts'
import { playFilm } from '../media-agent/picture.ts'
import type { Film } from '../media-agent/picture.ts'
import { playTone } from '../media-agent/tone.ts'
import type { Tone } from '../media-agent/tone.ts'
import { loadWrtc } from '../media-agent/wrtc.ts'
import type { Line } from './open.ts'
import type { Phone } from './phone.ts'

export interface Customer {
  readonly phone: Phone
  readonly tone: Tone
  readonly film: Film
  /** What the customer hears and sees, in all calls. */
  readonly listening: Listening
  /** Of the newest call. */
  handler(): MediaHandler | undefined
  stop(): void
}

/** A customer with real sound and picture: a tone of 880 Hz and bars in red. */
export const customerOf = async (line: Line): Promise<Customer> => {
  const wrtc = loadWrtc()
  const tone = playTone(wrtc, systemClock, 880)
  const film = playFilm(wrtc, systemClock, 7, { y: 81, u: 90, v: 240 }, 15)
  const listening = createListening(wrtc, systemClock)
  let handler: MediaHandler | undefined
  const phone = await line.phone('kiosk', {
    handler: () => {
      handler = createMediaHandler(wrtc, { audio: tone.track, video: film.track }, (track) =>
        listening.add(track),
      )
      return handler
    },
  })
  const stop = (): void => {
    listening.stop()
    tone.stop()
    film.stop()
  }
  return { phone, tone, film, listening, handler: () => handler, stop }
}
