import { expect, it } from 'vitest'
import { createBreaker, withoutRepairs } from './broken-way.ts'

const packet = (type: number, serial: number, timestamp: number, ends = false): Buffer => {
  const bytes = Buffer.alloc(20)
  bytes[0] = 0x80
  bytes[1] = type | (ends ? 0x80 : 0)
  bytes.writeUInt16BE(serial, 2)
  bytes.writeUInt32BE(timestamp, 4)
  return bytes
}

it('a picture loses its first packet, each time that this is sent', () => {
  const passes = createBreaker((type) => type === 96)
  const sent = [
    packet(96, 1, 100),
    packet(96, 2, 100),
    packet(96, 3, 100, true),
    packet(96, 1, 100),
    // A picture of one packet is never a whole one.
    packet(96, 4, 200, true),
    packet(96, 5, 300),
    packet(96, 6, 300, true),
  ]
  expect(sent.map(passes)).toEqual([false, true, true, false, true, false, true])
})

it('sound, RTCP, STUN and DTLS pass', () => {
  const passes = createBreaker((type) => type === 96)
  const report = Buffer.alloc(28)
  report.set([0x81, 206])
  const others = [packet(111, 1, 100), report, Buffer.from([0, 1, 0, 0]), Buffer.from([22, 254])]
  expect(others.map(passes)).toEqual([true, true, true, true])
})

it('a description without repairs has the same lines, and only what shows a picture', () => {
  const lines = (video: string, ...more: string[]) =>
    [
      'v=0',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111 97',
      'a=rtpmap:111 opus/48000/2',
      video,
      'a=rtpmap:96 VP8/90000',
      ...more,
      'a=sendrecv',
      '',
    ].join('\r\n')
  const repairs = [
    'a=rtcp-fb:96 nack pli',
    'a=rtpmap:97 rtx/90000',
    'a=fmtp:97 apt=96',
    'a=rtpmap:98 red/90000',
    'a=rtpmap:99 ulpfec/90000',
  ]
  const given = lines('m=video 9 UDP/TLS/RTP/SAVPF 96 97 98 99', ...repairs)
  expect(withoutRepairs(given)).toBe(lines('m=video 9 UDP/TLS/RTP/SAVPF 96'))
})
