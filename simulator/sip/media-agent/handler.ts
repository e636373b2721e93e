import type { SessionDescriptionHandler } from 'sip.js'
import type { BrokenWay } from './broken-way.ts'
import type { PeerConnection, Track, Transceiver, Wrtc } from './wrtc.ts'

/** How long candidates are awaited; on one machine they are there within some milliseconds. */
const gatheringMs = 1000

export interface OwnMedia {
  readonly audio: Track
  /** None: the picture is only received. */
  readonly video: Track | undefined
}

/** sip.js's side of a peer connection in Node; `holding` decides over the next offer or answer. */
export interface MediaHandler extends SessionDescriptionHandler {
  readonly peer: PeerConnection
  holding: boolean
  /** Sends neither sound nor picture, and says nothing of it: as a dead device does. */
  silence(isSilent: boolean): Promise<void>
  /** Whether the other side's latest offer puts us on hold. */
  readonly held: boolean
}

const isHeld = (sdp: string): boolean => {
  const audio = sdp.split(/\r?\nm=/).find((part) => part.startsWith('audio'))
  return audio !== undefined && /a=(?:sendonly|inactive)/.test(audio)
}

/** Media types compare without case and may carry parameters (RFC 3261, 7.4.1). */
export const isSdp = (contentType: string): boolean =>
  contentType.split(';')[0]?.trim().toLowerCase() === 'application/sdp'

const gathered = (peer: PeerConnection): Promise<void> =>
  new Promise((resolve) => {
    if (peer.iceGatheringState === 'complete') {
      resolve()
      return
    }
    const timer = setTimeout(resolve, gatheringMs)
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      resolve()
    })
  })

/**
 * A description handler on WebRTC in Node. Audio is the first line, video the second; media is changed
 * by its direction only, never by another line, and a refused offer is rolled back. All packets take `way`
 * where that is given.
 */
export const createMediaHandler = (
  wrtc: Wrtc,
  media: OwnMedia,
  onTrack: (track: Track) => void,
  way?: BrokenWay,
): MediaHandler => {
  const peer = new wrtc.RTCPeerConnection({ iceServers: [] })
  const seen = new Set<string>()
  let held = false
  let holding = false
  let silent = false

  const trackOf = (transceiver: Transceiver): Track | undefined =>
    transceiver.receiver.track.kind === 'audio' ? media.audio : media.video
  const announce = (): void => {
    for (const { receiver } of peer.getTransceivers()) {
      if (seen.has(receiver.track.id)) continue
      seen.add(receiver.track.id)
      onTrack(receiver.track)
    }
  }
  const direct = async (): Promise<void> => {
    for (const transceiver of peer.getTransceivers()) {
      const track = trackOf(transceiver)
      if (track === undefined) transceiver.direction = holding ? 'inactive' : 'recvonly'
      else {
        await transceiver.sender.replaceTrack(holding || silent ? null : track)
        transceiver.direction = holding ? 'sendonly' : 'sendrecv'
      }
    }
  }
  return {
    peer,
    get holding() {
      return holding
    },
    set holding(value) {
      holding = value
    },
    get held() {
      return held
    },
    silence: async (isSilent) => {
      silent = isSilent
      for (const transceiver of peer.getTransceivers()) {
        const track = trackOf(transceiver)
        if (track !== undefined) await transceiver.sender.replaceTrack(silent ? null : track)
      }
    },
    hasDescription: isSdp,
    getDescription: async () => {
      const answering = peer.signalingState === 'have-remote-offer'
      if (!answering && peer.getTransceivers().length === 0) {
        peer.addTransceiver(media.audio, { direction: 'sendrecv' })
        if (media.video !== undefined) peer.addTransceiver(media.video, { direction: 'sendrecv' })
      }
      await direct()
      const description = answering ? await peer.createAnswer() : await peer.createOffer()
      await peer.setLocalDescription(description)
      await gathered(peer)
      const sdp = peer.localDescription?.sdp ?? description.sdp
      return { body: (await way?.outbound(sdp)) ?? sdp, contentType: 'application/sdp' }
    },
    setDescription: async (sdp) => {
      const type = peer.signalingState === 'have-local-offer' ? 'answer' : 'offer'
      await peer.setRemoteDescription({ type, sdp: way?.inbound(sdp) ?? sdp })
      if (type === 'offer') held = isHeld(sdp)
      announce()
    },
    rollbackDescription: async () => {
      // Only what is pending can be taken back: rolling back a stable connection tears it down.
      if (peer.signalingState === 'have-local-offer') {
        await peer.setLocalDescription({ type: 'rollback' })
      } else if (peer.signalingState === 'have-remote-offer') {
        await peer.setRemoteDescription({ type: 'rollback' })
      }
    },
    // The module has no RTCDTMFSender: keys go by INFO.
    sendDtmf: () => false,
    close: () => peer.close(),
  }
}
