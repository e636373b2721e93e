import { Web } from 'sip.js'
import type { SessionDescriptionHandlerFactory } from 'sip.js'

/** A description handler that takes a refused offer back, so that the next one can be made. */
class Handler extends Web.SessionDescriptionHandler {
  async rollbackDescription(): Promise<void> {
    const peer = this.peerConnection
    if (peer?.signalingState === 'have-local-offer') {
      await peer.setLocalDescription({ type: 'rollback' })
    } else if (peer?.signalingState === 'have-remote-offer') {
      await peer.setRemoteDescription({ type: 'rollback' })
    }
  }
}

/** Makes handlers around the tracks that a call has; there is no other server to ask for a way. */
export const handlerFactory =
  (streamOf: (session: unknown) => MediaStream): SessionDescriptionHandlerFactory =>
  (session) =>
    new Handler(session.userAgent.getLogger('console'), () => Promise.resolve(streamOf(session)), {
      iceGatheringTimeout: 500,
      peerConnectionConfiguration: { iceServers: [] },
    })
