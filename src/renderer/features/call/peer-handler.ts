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
export function handlerOf(
  peer: Pick<Peer, Exclude<keyof Handler, 'close' | 'hasDescription'>>,
  wire?: { readonly answer: string | undefined },
): Handler {
  return {
    close: () => undefined,
    hasDescription: isSdp,
    getDescription: () => peer.getDescription(),
    setDescription: (sdp: string) => peer.setDescription(wire?.answer ?? sdp),
    rollbackDescription: () => peer.rollbackDescription(),
    sendDtmf: (tones: string) => peer.sendDtmf(tones),
  }
}

/** Media types compare without case and may carry parameters (RFC 3261, 7.4.1). */
export function isSdp(contentType: string): boolean {
  return contentType.split(';')[0]?.trim().toLowerCase() === 'application/sdp'
}
