import { expect, test } from 'vitest'
import { withoutStrays } from './local-sdp.ts'

const lines = (...all: readonly string[]): string => all.join('\r\n')

test('offer says nothing about payload types that it does not list', () => {
  // As Firefox 153 writes it after `setCodecPreferences`.
  const offer = lines(
    ...['v=0', 's=-', 't=0 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 109 101', 'a=mid:0'],
    ...['a=rtpmap:109 opus/48000/2', 'a=fmtp:109 stereo=1', 'a=rtpmap:101 telephone-event/8000'],
    ...['m=video 9 UDP/TLS/RTP/SAVPF 120 124', 'a=mid:1', 'a=rtcp-fb:* ccm tmmbr'],
    ...['a=rtcp-fb:120 nack', 'a=rtcp-fb:121 nack', 'a=rtcp-fb:99 nack pli', 'a=fmtp:109 x=1'],
    ...['a=rtpmap:120 VP8/90000', 'a=fmtp:124 apt=120', 'a=rtpmap:124 rtx/90000', ''],
  )
  const stray = /^a=(?:rtcp-fb:(?:121|99) .*|fmtp:109 x=1)\r\n/gmu
  expect(withoutStrays(offer)).toBe(offer.replace(stray, ''))
  expect(withoutStrays(offer)).toContain('a=rtcp-fb:* ccm tmmbr')
  expect(withoutStrays(withoutStrays(offer))).toBe(withoutStrays(offer))
})
