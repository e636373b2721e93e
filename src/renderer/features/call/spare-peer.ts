import type { CallGrant } from '../../../contract/call.ts'
import type { Clock } from './clock.ts'
import { Peer } from './peer.ts'

/** Ways through the network that were found longer ago may be gone, milliseconds. */
const FRESH_MS = 60_000

/** The media of the next call, made ready while the customer still looks at the picture. */
export interface SparePeer {
  prepare(audio: MediaStreamTrack, video: MediaStreamTrack | null): void
  /** Hands it over with these tracks; a new one where there is none, or only an old one. */
  take(audio: MediaStreamTrack, video: MediaStreamTrack | null): Peer
  drop(): void
}

export function createSparePeer(grant: CallGrant, clock: Clock): SparePeer {
  let spare: { readonly peer: Peer; readonly until: number } | undefined

  function drop(): void {
    spare?.peer.close()
    spare = undefined
  }

  return {
    prepare(audio, video) {
      drop()
      const peer = new Peer({ grant, audio, video, clock })
      peer.prepare()
      spare = { peer, until: clock.now() + FRESH_MS }
    },
    take(audio, video) {
      const taken = spare
      spare = undefined
      if (taken !== undefined && clock.now() <= taken.until) {
        // Another camera may have been chosen meanwhile.
        taken.peer.setAudio(audio).catch(() => undefined)
        taken.peer.setVideo(video).catch(() => undefined)
        return taken.peer
      }
      taken?.peer.close()
      return new Peer({ grant, audio, video, clock })
    },
    drop,
  }
}
