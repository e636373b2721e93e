import { describe, expect, it } from 'vitest'
import { withStartRate } from './start-rate.ts'

const sdp = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 packetization-mode=1',
  '',
].join('\r\n')

describe('withStartRate', () => {
  it('names the rate at each codec of pictures, and nowhere else', () => {
    expect(withStartRate(sdp, 2500).split('\r\n')).toEqual([
      'v=0',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=rtpmap:111 opus/48000/2',
      'a=fmtp:111 minptime=10;useinbandfec=1',
      'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102',
      'a=rtpmap:96 VP8/90000',
      'a=fmtp:96 x-google-start-bitrate=2500',
      'a=rtpmap:97 rtx/90000',
      'a=fmtp:97 apt=96',
      'a=rtpmap:102 H264/90000',
      'a=fmtp:102 packetization-mode=1;x-google-start-bitrate=2500',
      '',
    ])
  })

  it('leaves a rate that the other side has named, and a call without pictures', () => {
    const named = withStartRate(sdp, 800)
    expect(withStartRate(named, 2500)).toBe(named)
    expect(withStartRate('v=0\r\nm=audio 9 RTP/AVP 0\r\n', 2500)).toBe(
      'v=0\r\nm=audio 9 RTP/AVP 0\r\n',
    )
  })
})
