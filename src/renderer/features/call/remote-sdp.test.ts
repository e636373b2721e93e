import { describe, expect, it } from 'vitest'
import { hasSpeech, readable } from './remote-sdp.ts'

const text = (lines: readonly string[]): string => [...lines, ''].join('\r\n')
const head = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 't=0 0']
const audio = (types = '111') => `m=audio 4000 UDP/TLS/RTP/SAVPF ${types}`
const opus = 'a=rtpmap:111 opus/48000/2'
const vp8 = ['m=video 4002 UDP/TLS/RTP/SAVPF 96', 'a=rtpmap:96 VP8/90000']
const local = text([...head, audio(), 'a=mid:0', ...vp8, 'a=mid:1'])
const own = [...head, audio(), opus, 'a=mid:0', 'a=sendrecv', ...vp8, 'a=mid:1', 'a=sendrecv']

type Row = readonly [name: string, heard: readonly string[], read: readonly string[]]

const rows: readonly Row[] = [
  ['a browser and its picture: nothing', own, own],
  [
    'on hold above all lines: said in each that says nothing itself',
    [...head, 'a=inactive', audio(), opus, ...vp8, 'a=sendonly'],
    [...head, 'a=inactive', audio(), opus, 'a=inactive', ...vp8, 'a=sendonly'],
  ],
  [
    'bandwidth of sound: gone; of the picture and of all: kept',
    [
      ...head,
      'b=AS:400',
      audio(),
      'c=IN IP4 192.0.2.1',
      'b=AS:40',
      'b=TIAS:9',
      opus,
      ...vp8,
      'b=AS:300',
    ],
    [...head, 'b=AS:400', audio(), 'c=IN IP4 192.0.2.1', opus, ...vp8, 'b=AS:300'],
  ],
  [
    'candidates of other times: gone',
    [
      ...[...head, audio(), opus],
      'a=candidate:1 1 UDP 2130706431 192.0.2.1 4000 typ host',
      'a=candidate:1 2 udp 2130706430 192.0.2.1 4001 typ host future-word 1',
      'a=candidate:2 1 TCP-SO 1 192.0.2.1 4002 typ host',
      'a=candidate:3 1 TCP-ACT 1 192.0.2.1 4002 typ host',
      'a=candidate:4 1 sctp 1 192.0.2.1 4002 typ host',
      'a=candidate:5 1 tcp 1 192.0.2.1 4003 typ host tcptype passive',
      'a=candidate:6 1 tcp 1 192.0.2.1 4003 typ host tcptype unheard-of',
      'a=candidate:7 1 tcp 1 192.0.2.1 4003 typ host generation 0 tcptype so',
      'a=candidate:8 1 udp 1 192.0.2.1 4004 typ relay raddr 192.0.2.9 rport 9',
      'a=candidate:9 1 udp 1 192.0.2.1 4004 typ local',
    ],
    [
      ...[...head, audio(), opus],
      'a=candidate:1 1 UDP 2130706431 192.0.2.1 4000 typ host',
      'a=candidate:1 2 udp 2130706430 192.0.2.1 4001 typ host future-word 1',
      'a=candidate:5 1 tcp 1 192.0.2.1 4003 typ host tcptype passive',
      'a=candidate:7 1 tcp 1 192.0.2.1 4003 typ host generation 0 tcptype so',
      'a=candidate:8 1 udp 1 192.0.2.1 4004 typ relay raddr 192.0.2.9 rport 9',
    ],
  ],
  [
    'a nameless line of an answer: the name that our offer has in this place',
    [...head, audio(), opus, 'a=mid:0', ...vp8],
    [...head, audio(), opus, 'a=mid:0', ...vp8, 'a=mid:1'],
  ],
  [
    'a line that was added without a name: one that nobody has',
    [...own, 'm=image 4004 udptl t38', 'a=mid:x2', 'm=image 4006 udptl t38'],
    [...own, 'm=image 4004 udptl t38', 'a=mid:x2', 'm=image 4006 udptl t38', 'a=mid:x3'],
  ],
  [
    'a name in another place: not given twice',
    [...head, audio(), opus, 'a=mid:1', ...vp8],
    [...head, audio(), opus, 'a=mid:1', ...vp8, 'a=mid:x1'],
  ],
  [
    'no names at all: none are needed',
    [...head, audio(), opus, ...vp8],
    [...head, audio(), opus, ...vp8],
  ],
  [
    'a picture in H.263 that is not written out: rejected, and no member of the group',
    [
      ...[...head, 'a=group:BUNDLE 0 1', audio(), opus, 'a=mid:0'],
      ...['m=video 4002 UDP/TLS/RTP/SAVPF 34 31', 'a=mid:1'],
    ],
    [
      ...[...head, 'a=group:BUNDLE 0', audio(), opus, 'a=mid:0'],
      ...['m=video 0 UDP/TLS/RTP/SAVPF 34 31', 'a=mid:1'],
    ],
  ],
  [
    'a picture in H.263 beside VP8, and one that is written out: as it is',
    [
      ...[...head, audio(), opus, 'm=video 4002 UDP/TLS/RTP/SAVPF 34 96', 'a=rtpmap:96 VP8/90000'],
      ...['m=video 4004 UDP/TLS/RTP/SAVPF 34', 'a=rtpmap:34 H263/90000'],
    ],
    [
      ...[...head, audio(), opus, 'm=video 4002 UDP/TLS/RTP/SAVPF 34 96', 'a=rtpmap:96 VP8/90000'],
      ...['m=video 4004 UDP/TLS/RTP/SAVPF 34', 'a=rtpmap:34 H263/90000'],
    ],
  ],
  [
    'keys of two clocks beside opus: those of 48000 Hz',
    [
      ...[...head, audio('111 0 110 126'), opus, 'a=rtpmap:110 telephone-event/48000'],
      ...['a=rtpmap:126 telephone-event/8000', 'a=fmtp:126 0-16', 'a=fmtp:110 0-16', 'a=mid:0'],
    ],
    [
      ...[...head, audio('111 0 110'), opus, 'a=rtpmap:110 telephone-event/48000'],
      ...['a=fmtp:110 0-16', 'a=mid:0'],
    ],
  ],
  [
    'keys of two clocks beside G.711: those of 8000 Hz',
    [
      ...[...head, audio('0 111 110 126'), opus, 'a=rtpmap:110 telephone-event/48000'],
      ...['a=rtpmap:126 Telephone-Event/8000'],
    ],
    [...head, audio('0 111 126'), opus, 'a=rtpmap:126 Telephone-Event/8000'],
  ],
  [
    'keys of another clock alone: kept, they last longer instead',
    [...head, audio('111 126'), opus, 'a=rtpmap:126 telephone-event/8000'],
    [...head, audio('111 126'), opus, 'a=rtpmap:126 telephone-event/8000'],
  ],
]

describe('readable', () => {
  it.each(rows)('%s', (_name, heard, read) => {
    expect(readable(text(heard), local).split('\r\n')).toEqual([...read, ''])
    expect(readable(heard.join('\n'), local)).toBe(text(read))
    // What has been put right stays as it is.
    expect(readable(text(read), local)).toBe(text(read))
  })
})

describe('hasSpeech', () => {
  const keys = 'a=rtpmap:101 telephone-event/8000'
  it.each([
    ['opus', [audio(), opus], true],
    ['G.711 by its number', [audio('101 8'), keys], true],
    ['G.722 by its number', [audio('9')], true],
    ['G.722 by its name', [audio('97'), 'a=rtpmap:97 g722/8000'], true],
    ['keys alone', [audio('101'), keys], false],
    ['keys and comfort noise', [audio('13 101'), keys], false],
    ['G.729, which browsers lack', [audio('18 101'), keys], false],
    ['AMR-WB, which browsers lack', [audio('97 101'), 'a=rtpmap:97 AMR-WB/16000', keys], false],
    ['sound refused', ['m=audio 0 UDP/TLS/RTP/SAVPF 0', ...vp8], false],
    ['a picture alone', vp8, false],
  ])('%s: %j', (_name, lines, isThere) => {
    expect(hasSpeech(text([...head, ...lines]))).toBe(isThere)
  })
})
