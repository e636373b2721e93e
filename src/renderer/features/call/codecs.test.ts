import { describe, expect, it } from 'vitest'
import { usualCodecs } from './codecs.ts'

describe('usualCodecs', () => {
  it('keeps VP8, constrained H.264 and retransmission, in order', () => {
    const all = [
      { mimeType: 'video/VP8' },
      { mimeType: 'video/rtx' },
      { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=0' },
      { mimeType: 'video/H264', sdpFmtpLine: 'packetization-mode=1;profile-level-id=42001f' },
      { mimeType: 'video/H264', sdpFmtpLine: 'packetization-mode=1;profile-level-id=42e01f' },
      { mimeType: 'video/H264', sdpFmtpLine: 'packetization-mode=1;profile-level-id=640034' },
      { mimeType: 'video/AV1' },
      { mimeType: 'video/ulpfec' },
    ]
    expect(usualCodecs(all, 'video')).toEqual([all[0], all[1], all[4]])
  })

  it('keeps telephone codecs and telephone events', () => {
    const names = ['opus', 'red', 'G722', 'PCMU', 'PCMA', 'CN', 'telephone-event']
    const all = names.map((name) => ({ mimeType: `audio/${name}` }))
    expect(usualCodecs(all, 'audio').map(({ mimeType }) => mimeType)).toEqual([
      'audio/opus',
      'audio/G722',
      'audio/PCMU',
      'audio/PCMA',
      'audio/telephone-event',
    ])
  })
})
