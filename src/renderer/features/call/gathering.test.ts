import { describe, expect, it } from 'vitest'
import { createGathering, wantedCandidate } from './gathering.ts'
import { createManualClock, settle } from '../../../../tests/kit/clock/manual-clock.ts'

/** As much of a peer connection as gathering looks at. */
class FakeConnection extends EventTarget {
  iceGatheringState: RTCIceGatheringState = 'gathering'
  readonly #lines: number

  constructor(lines: number) {
    super()
    this.#lines = lines
  }

  getTransceivers(): RTCRtpTransceiver[] {
    const one = { sender: { transport: null } }
    // Only the transport is read.
    return Array.from({ length: this.#lines }, () => one as unknown as RTCRtpTransceiver)
  }

  find(type: string | null, sdpMid = '0'): void {
    const candidate =
      type === null ? null : { type, sdpMid, candidate: 'candidate:1', sdpMLineIndex: 0 }
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }))
  }
}

const plain = { iceServers: [], relayOnly: false }
const stun = { iceServers: [{ urls: 'stun:x' }], relayOnly: false }
const turn = { iceServers: [{ urls: 'stun:x' }, { urls: 'turn:x' }], relayOnly: false }

function begin(grant: typeof plain | typeof turn, lines = 2) {
  const clock = createManualClock()
  const connection = new FakeConnection(lines)
  const gathering = createGathering(connection, grant, clock)
  let isDone = false
  void gathering.done().then(() => {
    isDone = true
  })
  return { clock, connection, isDone: () => isDone }
}

describe('the early end of gathering', () => {
  it('waits for one candidate on each media line', async () => {
    const { connection, isDone } = begin(plain)
    connection.find('host', '0')
    connection.find('host', '0')
    await settle()
    expect(isDone()).toBe(false)
    connection.find('host', '1')
    await settle()
    expect(isDone()).toBe(true)
  })

  it('ends shortly after the first, where one line stays without', async () => {
    const { clock, connection, isDone } = begin(plain)
    connection.find('host', '0')
    await clock.advance(149)
    expect(isDone()).toBe(false)
    await clock.advance(2)
    expect(isDone()).toBe(true)
    expect(clock.pending).toBe(0)
  })

  it('waits for the relay, but not for a silent one', async () => {
    const { clock, connection, isDone } = begin(turn)
    connection.find('host', '0')
    connection.find('host', '1')
    await clock.advance(500)
    expect(isDone()).toBe(false)
    await clock.advance(201)
    expect(isDone()).toBe(true)
    const other = begin(turn, 1)
    other.connection.find('relay')
    await settle()
    expect(other.isDone()).toBe(true)
  })

  it('ends with the gathering itself, and in any case', async () => {
    const complete = begin(plain)
    complete.connection.find(null)
    await settle()
    expect(complete.isDone()).toBe(true)
    const nothing = begin(stun)
    await nothing.clock.advance(3001)
    expect(nothing.isDone()).toBe(true)
  })

  it('knows what is worth waiting for', () => {
    expect(wantedCandidate(plain)).toBe('host')
    expect(wantedCandidate(stun)).toBe('srflx')
    expect(wantedCandidate(turn)).toBe('relay')
    expect(wantedCandidate({ iceServers: [], relayOnly: true })).toBe('relay')
  })
})
