import { chromiumWithDevices, expect, test } from '../kit/page/call-page.ts'
import { bringLab, labArguments } from '../kit/page/media-lab.ts'

test.use({ launchOptions: { ...chromiumWithDevices, args: labArguments } })

/** The sound that the other end agrees to, and what happens to our microphone. */
interface Keys {
  readonly keys: readonly string[]
  readonly speech: 'opus' | 'PCMU'
  /** Of `telephone-event`, Hz. */
  readonly clocks: readonly number[]
  readonly microphone?: 'muted' | 'unplugged'
}

interface Pressed {
  readonly isSent: boolean
  /** Of each key: packets before the end, packets that tell the end, and the last one's length in milliseconds. */
  readonly heard: readonly (readonly [packets: number, ends: number, ms: number])[]
}

/** In the page: presses keys and counts the packets that arrive. */
async function press({ keys, speech, clocks, microphone }: Keys): Promise<Pressed> {
  const { peer, audio, packets, until, answer } = window.openLab()
  const [head = '', video = ''] = (await answer()).split(/(?=m=video)/u)
  const codecs = [...head.matchAll(/^a=rtpmap:(\d+) ([\w-]+)\/(\d+)/gmu)].map((match) => ({
    type: match[1] ?? '',
    name: match[2] ?? '',
    clock: Number(match[3]),
  }))
  const own = codecs.filter(({ name, clock }) =>
    name === 'telephone-event' ? clocks.includes(clock) : name === speech,
  )
  const sound = codecs
    .filter((codec) => !own.includes(codec))
    .reduce(
      (text, { type }) =>
        text.replaceAll(new RegExp(`^a=(?:rtpmap|fmtp|rtcp-fb):${type} .*\r\n`, 'gmu'), ''),
      head,
    )
    .replace(/^(m=audio \d+ \S+).*$/mu, `$1 ${own.map(({ type }) => type).join(' ')}`)
  await peer.setDescription(sound + video)
  await until(() => packets.length > 5)
  if (microphone === 'muted') audio.enabled = false
  if (microphone === 'unplugged') audio.stop()
  const isSent = keys.map((key) => peer.sendDtmf(key)).every(Boolean)
  const clockOf = ({ type }: { readonly type: number }): number =>
    own.find((codec) => codec.name === 'telephone-event' && Number(codec.type) === type)?.clock ?? 0
  const isEnd = ({ bytes }: { readonly bytes: readonly number[] }): boolean => (bytes[1] ?? 0) > 127
  const events = () => packets.filter((packet) => clockOf(packet) > 0)
  if (isSent) await until(() => events().filter(isEnd).length >= 3 * keys.length)
  const heard = keys.map((key) => {
    const those = events().filter(({ bytes }) => bytes[0] === '0123456789*#'.indexOf(key))
    const last = those.at(-1)
    const ticks = (last?.bytes[2] ?? 0) * 256 + (last?.bytes[3] ?? 0)
    const ms = last === undefined ? 0 : (ticks / clockOf(last)) * 1000
    const ends = those.filter(isEnd).length
    return [those.length - ends, ends, ms] as const
  })
  peer.close()
  return { isSent, heard }
}

test('a key lasts its time at the agent with any negotiated clock rates', async ({ page }) => {
  await bringLab(page)
  // A packet each 20 ms for 160 ms, and the end three times.
  const whole = [7, 3, 160]
  const cases: readonly (readonly [Omit<Keys, 'keys'>, readonly number[]])[] = [
    [{ speech: 'opus', clocks: [48_000, 8000] }, whole],
    [{ speech: 'opus', clocks: [48_000] }, whole],
    // It takes 160 ms as well; its length is written in ticks that are too many for its clock.
    [{ speech: 'opus', clocks: [8000] }, [7, 3, 960]],
    [{ speech: 'PCMU', clocks: [48_000, 8000] }, whole],
    [{ speech: 'PCMU', clocks: [8000] }, whole],
    [{ speech: 'opus', clocks: [48_000], microphone: 'muted' }, whole],
  ]
  for (const [each, key] of cases) {
    const pressed = await page.evaluate(press, { keys: ['1', '5', '#'], ...each })
    expect.soft(pressed, JSON.stringify(each)).toEqual({ isSent: true, heard: [key, key, key] })
  }
})

test('keys report failure without a microphone, so that SIP INFO is used', async ({ page }) => {
  await bringLab(page)
  const gone = { speech: 'opus', clocks: [48_000], microphone: 'unplugged' } as const
  expect(await page.evaluate(press, { keys: ['1'], ...gone })).toEqual({
    isSent: false,
    heard: [[0, 0, 0]],
  })
})

/** What is written into a description of the other end, after the line that `after` finds. */
interface Writing {
  readonly after?: string
  readonly lines?: readonly string[]
  /** Lines that go. */
  readonly without?: string
  /** What the sound is said in, by its numbers. */
  readonly types?: string
}

interface Taken {
  readonly is: 'taken' | 'refused'
  readonly isHeld: boolean
  readonly hasNothingInCommon: boolean
  readonly state: RTCSignalingState
  /** Each line of our answer: its kind, and 0 where it is refused. */
  readonly lines: readonly string[]
}

/** In the page: takes an answer of the other end, or its later offer, with what was written into it. */
async function take({
  as,
  after,
  lines = [],
  without,
  types,
}: Writing & { readonly as: 'answer' | 'offer' }): Promise<Taken> {
  const { peer, other, answer } = window.openLab()
  const write = (sdp: string): string => {
    const [sound = '', video = ''] = sdp.split(/(?=m=video)/u)
    const isOf = (line: string): boolean => {
      const type = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /u.exec(line)?.[1]
      return types === undefined || type === undefined || types.split(' ').includes(type)
    }
    const kept = `${sound.split('\r\n').filter(isOf).join('\r\n')}${video}`
      .replace(/^(m=audio \d+ \S+).*$/mu, types === undefined ? '$&' : `$1 ${types}`)
      .split('\r\n')
      .filter((line) => !without || !new RegExp(without, 'u').test(line))
    const at =
      after === undefined ? kept.length - 2 : kept.findIndex((line) => line.startsWith(after))
    return [...kept.slice(0, at + 1), ...lines, ...kept.slice(at + 1)].join('\r\n')
  }
  const first = await answer()
  if (as === 'offer') {
    await peer.setDescription(first)
    await other.setLocalDescription(await other.createOffer())
  }
  let is: Taken['is'] = 'taken'
  let own: readonly string[] = []
  try {
    await peer.setDescription(write(as === 'answer' ? first : (other.localDescription?.sdp ?? '')))
    if (as === 'offer') {
      const { body } = await peer.getDescription()
      own = [...body.matchAll(/^m=(\w+)( 0 )?/gmu)].map((match) => match[0].slice(2).trim())
    }
  } catch {
    is = 'refused'
  }
  const { isHeld, hasNothingInCommon, connection } = peer
  const state = connection.signalingState
  peer.close()
  return { is, isHeld, hasNothingInCommon, state, lines: own }
}

const well = { is: 'taken', isHeld: false, hasNothingInCommon: false, state: 'stable' } as const
const SECURE = [
  ...['c=IN IP4 127.0.0.1', 'a=rtcp-mux', 'a=ice-ufrag:abcd', 'a=setup:actpass'],
  ...[
    'a=ice-pwd:abcdefghijklmnopqrstuvwx',
    `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`,
  ],
]
const asked = ['audio', 'video']

test('valid SDP that Chromium rejects or misreads is accepted', async ({ page }) => {
  await bringLab(page)
  const candidate = (rest: string) => [`a=candidate:77 1 ${rest}`]
  const cases: readonly (readonly [string, 'answer' | 'offer', Writing, Taken])[] = [
    ['as it is', 'answer', {}, { ...well, lines: [] }],
    [
      'on hold above all lines',
      'answer',
      { without: '^a=(?:sendrecv|recvonly)$', after: 't=', lines: ['a=inactive'] },
      { ...well, isHeld: true, lines: [] },
    ],
    [
      'sound of less than it needs',
      'answer',
      { after: 'c=', lines: ['b=AS:5'] },
      { ...well, lines: [] },
    ],
    [
      'a candidate of TCP-SO',
      'answer',
      { after: 'a=ice-ufrag', lines: candidate('TCP-SO 1 127.0.0.1 40002 typ host') },
      { ...well, lines: [] },
    ],
    [
      'a candidate with an unknown way of TCP',
      'answer',
      { after: 'a=ice-ufrag', lines: candidate('tcp 1 127.0.0.1 9 typ host tcptype odd') },
      { ...well, lines: [] },
    ],
    [
      'a candidate of an unknown type',
      'answer',
      { after: 'a=ice-ufrag', lines: candidate('udp 1 127.0.0.1 40002 typ local') },
      { ...well, lines: [] },
    ],
    [
      'a picture without a name',
      'answer',
      { without: '^a=(?:mid:1|group:)' },
      { ...well, lines: [] },
    ],
    [
      'a line for slides without a name',
      'offer',
      { lines: ['m=image 40004 udptl t38', 'c=IN IP4 127.0.0.1'] },
      { ...well, lines: [...asked, 'image 0'] },
    ],
    [
      'a line for slides without a name before one with the next number',
      'offer',
      {
        lines: [
          ...['m=image 40004 udptl t38', 'c=IN IP4 127.0.0.1'],
          ...['m=image 40006 udptl t38', 'c=IN IP4 127.0.0.1', 'a=mid:2'],
        ],
      },
      { ...well, lines: [...asked, 'image 0', 'image 0'] },
    ],
    [
      'a picture in H.263 that is not written out',
      'offer',
      { lines: ['m=video 40002 UDP/TLS/RTP/SAVPF 34', ...SECURE, 'a=mid:7'] },
      { ...well, lines: [...asked, 'video 0'] },
    ],
    [
      'an answer of keys alone: the two have nothing in common',
      'answer',
      { types: '126' },
      { ...well, is: 'refused', hasNothingInCommon: true, state: 'have-local-offer', lines: [] },
    ],
    [
      'an offer of keys alone: refused, and what was agreed stays',
      'offer',
      { types: '126' },
      { ...well, is: 'refused', lines: [] },
    ],
  ]
  for (const [name, as, writing, taken] of cases) {
    const seen = await page.evaluate(take, { as, ...writing })
    expect.soft(seen, name).toEqual(taken)
  }
})
