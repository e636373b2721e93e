import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Conversation } from './conversation.ts'
import type { Transfer } from './line.ts'
import type { PhoneCall, PhoneEvent } from './phone-api.ts'

interface Begun {
  readonly call: PhoneCall
  readonly to: string | undefined
  readonly say: (event: PhoneEvent) => void
  readonly transfer: (transfer: Transfer) => void
}

const begun: Begun[] = []
const events: string[] = []
const reports: number[] = []
const refusals: number[] = []
const prepare = vi.fn()

function track(): MediaStreamTrack {
  return new EventTarget() as MediaStreamTrack
}

function conversation(): Conversation {
  return new Conversation({
    audio: track(),
    video: null,
    prepare,
    on: (event) => {
      const detail = event.kind === 'transfer' ? event.state : ''
      events.push(
        event.kind === 'ended' ? `ended ${event.reason}` : `${event.kind} ${detail}`.trim(),
      )
    },
    begin: ({ on, onTransfer, to }) => {
      const call: PhoneCall = {
        note: undefined,
        remote: { sound: {} as MediaStream, picture: {} as MediaStream },
        hangUp: vi.fn(),
        setAudio: vi.fn(() => Promise.resolve()),
        setVideo: vi.fn(() => Promise.resolve()),
        sendDigit: vi.fn(),
        stats: () => Promise.resolve(undefined),
        probe: vi.fn(),
      }
      begun.push({ call, to: to?.address, say: on, transfer: onTransfer })
      return call
    },
  })
}

function transferTo(address: string): Transfer {
  return {
    target: { address },
    accept: vi.fn(),
    refuse: (status) => refusals.push(status),
    report: (status) => {
      reports.push(status)
      return Promise.resolve()
    },
  }
}

/** The nth call that was begun. */
function nth(place: number): Begun {
  const found = begun[place]
  if (found === undefined) throw new Error('there was no such call')
  return found
}

beforeEach(() => {
  for (const list of [begun, events, reports, refusals]) list.length = 0
  vi.clearAllMocks()
})

describe('a call that is put through', () => {
  it('goes on with the next agent once that one answers', async () => {
    const whole = conversation()
    nth(0).transfer(transferTo('sip:5001@a'))
    expect([nth(1).to, events]).toEqual(['sip:5001@a', ['transfer begun']])
    nth(1).say({ kind: 'ringing' })
    expect(whole.remote).toBe(nth(0).call.remote)
    nth(1).say({ kind: 'answered' })
    expect(whole.remote).toBe(nth(1).call.remote)
    await vi.waitFor(() => {
      expect(nth(0).call.hangUp).toHaveBeenCalledOnce()
    })
    // What the first still says is of no interest; the next is the call now.
    nth(0).say({ kind: 'ended', reason: 'agent' })
    nth(0).say({ kind: 'held', isHeld: true })
    nth(1).say({ kind: 'path', isUp: true })
    nth(1).say({ kind: 'ended', reason: 'agent' })
    expect(events).toEqual(['transfer begun', 'transfer done', 'remote', 'path', 'ended agent'])
    expect(reports).toEqual([180, 200])
  })

  it('goes on as before where the next cannot take it, and can be put through again', () => {
    const whole = conversation()
    nth(0).transfer(transferTo('sip:5001@a'))
    nth(1).say({ kind: 'ended', reason: 'no-answer' })
    nth(0).transfer(transferTo('sip:5002@a'))
    nth(2).say({ kind: 'ended', reason: 'busy', status: 486 })
    expect(reports).toEqual([480, 486])
    expect(events).toEqual([
      ...['transfer begun', 'transfer failed'],
      ...['transfer begun', 'transfer failed'],
    ])
    expect(whole.remote).toBe(nth(0).call.remote)
  })

  it('waits for the next where the first hangs up, and is over where that one fails too', () => {
    const whole = conversation()
    nth(0).transfer(transferTo('sip:5001@a'))
    nth(1).say({ kind: 'ringing' })
    nth(0).say({ kind: 'ended', reason: 'agent' })
    // What it says is heard now.
    expect(whole.remote).toBe(nth(1).call.remote)
    expect(events).toEqual(['transfer begun', 'remote', 'ringing'])
    nth(1).say({ kind: 'ended', reason: 'busy', status: 486 })
    expect(events.at(-1)).toBe('ended busy')
  })

  it('one at a time, and by the agent of the call alone', () => {
    conversation()
    nth(0).transfer(transferTo('sip:5001@a'))
    nth(0).transfer(transferTo('sip:5002@a'))
    nth(1).transfer(transferTo('sip:5003@a'))
    expect(refusals).toEqual([491, 481])
    expect(begun).toHaveLength(2)
  })

  it('another microphone and camera reach both', async () => {
    const whole = conversation()
    nth(0).transfer(transferTo('sip:5001@a'))
    const [audio, video] = [track(), track()]
    await whole.setAudio(audio)
    await whole.setVideo(video)
    for (const { call } of begun) {
      expect(call.setAudio).toHaveBeenCalledWith(audio)
      expect(call.setVideo).toHaveBeenCalledWith(video)
    }
  })

  it('ends with both where the customer hangs up', () => {
    const whole = conversation()
    nth(0).transfer(transferTo('sip:5001@a'))
    whole.hangUp()
    for (const { call } of begun) expect(call.hangUp).toHaveBeenCalledOnce()
    nth(1).say({ kind: 'ended', reason: 'self' })
    expect(events).toEqual(['transfer begun', 'ended self'])
    expect(reports).toEqual([487])
  })

  it('is made ready while the caller is on hold', () => {
    conversation()
    nth(0).say({ kind: 'held', isHeld: true })
    nth(0).say({ kind: 'held', isHeld: false })
    expect(prepare.mock.calls.map(([isWanted]: unknown[]) => isWanted)).toEqual([true, false])
  })
})
