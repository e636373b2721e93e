import type { Peer } from './peer.ts'

interface Handler {
  close(): void
  hasDescription(contentType: string): boolean
  getDescription(): Promise<{ body: string; contentType: string }>
  setDescription(sdp: string): Promise<void>
  rollbackDescription(): Promise<void>
  sendDtmf(tones: string): boolean
}

/**
 * A peer as the SIP library wants it. A dialog may end while its call goes on in another: the media are
 * the call's to close.
 */
export function handlerOf(peer: Peer): Handler {
  return {
    close: () => undefined,
    hasDescription: (contentType: string) => contentType === 'application/sdp',
    getDescription: () => peer.getDescription(),
    setDescription: (sdp: string) => peer.setDescription(sdp),
    rollbackDescription: () => peer.rollbackDescription(),
    sendDtmf: (tones: string) => peer.sendDtmf(tones),
  }
}
