/** What every browser and the usual telephones speak (RFC 7742, RFC 7874). */
const SPEECH = ['audio/opus', 'audio/g722', 'audio/pcma', 'audio/pcmu']
const WANTED = {
  audio: [...SPEECH, 'audio/telephone-event'],
  video: ['video/vp8', 'video/h264', 'video/rtx'],
} as const

type Codec = Pick<RTCRtpCodec, 'mimeType' | 'sdpFmtpLine'>

/** Whether it carries speech: keys and comfort noise do not. */
export function isSpeech(mimeType: string): boolean {
  return SPEECH.includes(mimeType.toLowerCase())
}

/** Those that are worth a line in an offer. Of H.264's profiles constrained baseline, which everybody has. */
export function usualCodecs<C extends Codec>(
  codecs: readonly C[],
  kind: 'audio' | 'video',
): readonly C[] {
  const wanted: readonly string[] = WANTED[kind]
  return codecs.filter(
    ({ mimeType, sdpFmtpLine = '' }) =>
      wanted.includes(mimeType.toLowerCase()) && !/profile-level-id=(?!42e0)/iu.test(sdpFmtpLine),
  )
}

/**
 * Offers the codecs that are used, and not the forty that a browser knows: a shorter INVITE is less likely to be too
 * long for a server that hands it on over UDP, and both sides agree sooner.
 */
export function preferUsual(transceiver: RTCRtpTransceiver, kind: 'audio' | 'video'): void {
  const usual = usualCodecs(RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [], kind)
  if (usual.length > 0) transceiver.setCodecPreferences([...usual])
}
