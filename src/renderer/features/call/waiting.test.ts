import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createManualClock } from '../../../../tests/kit/clock/manual-clock.ts'
import { Waiting } from './waiting.ts'

const clock = { current: createManualClock() }
const sound = { energy: 0, packets: 0 }
const events: string[] = []
const played: string[] = []
const onNoAnswer = vi.fn()

function waiting(grant = { noAnswerSeconds: 45, queueSeconds: 900 }): Waiting {
  const peer = {
    setEarly: (sdp: string) => {
      played.push(sdp)
      return Promise.resolve(sdp !== 'unusable')
    },
    sound: () => Promise.resolve({ ...sound }),
  }
  return new Waiting({
    ...{ grant, clock: clock.current, peer, onNoAnswer },
    on: ({ kind }) => {
      if (events.at(-1) !== kind) events.push(kind)
    },
  })
}

/** Sound arrives for so many seconds, or packets that hold silence. */
async function arrive(seconds: number, energy: number): Promise<void> {
  for (let tenth = 0; tenth < seconds * 10; tenth += 1) {
    sound.energy += energy
    sound.packets += 5
    await clock.current.advance(100)
  }
}

beforeEach(() => {
  clock.current = createManualClock()
  Object.assign(sound, { energy: 0, packets: 0 })
  events.length = 0
  played.length = 0
  vi.clearAllMocks()
})

describe('while nobody has answered', () => {
  it('an announcement is one once it is heard', async () => {
    waiting().progress({ status: 183, sdp: 'a', fork: '1' })
    await arrive(0.3, 0)
    expect(events).toEqual(['early'])
    await arrive(0.3, 1)
    expect(events).toEqual(['early', 'heard', 'announced'])
  })

  it('183 without sound means that it rings, and so does 183 without a description', async () => {
    waiting().progress({ status: 183, sdp: 'a', fork: '1' })
    await arrive(2, 0)
    expect(events).toEqual(['early', 'ringing'])
    events.length = 0
    waiting().progress({ status: 183, fork: '1' })
    expect(events).toEqual(['ringing'])
  })

  it('an announcement is one too where the same phone, or another, has rung before', async () => {
    for (const rung of ['1', '2']) {
      Object.assign(sound, { energy: 0, packets: 0 })
      const call = waiting()
      call.progress({ status: 180, fork: rung })
      call.progress({ status: 183, sdp: 'a', fork: '1' })
      await arrive(2, 0)
      expect(events).toEqual(['ringing', 'early'])
      await arrive(1, 1)
      expect(events).toEqual(['ringing', 'early', 'heard', 'announced'])
      // Another phone that rings changes nothing of what is heard.
      call.progress({ status: 180, fork: '3' })
      await arrive(2, 1)
      expect(events.slice(-2)).toEqual(['announced', 'heard'])
      call.stop()
      events.length = 0
    }
  })

  it('what a phone plays with its ringing, or rings to afterwards, is ringing', async () => {
    for (const first of [180, 183]) {
      const call = waiting()
      call.progress({ status: first, sdp: 'a', fork: '1' })
      call.progress({ status: 180, fork: '1' })
      await arrive(2, 1)
      expect(events).toContain('heard')
      expect(events).not.toContain('announced')
      call.stop()
      events.length = 0
    }
  })

  it('music in a queue leaves the customer in the queue', async () => {
    const call = waiting()
    call.progress({ status: 182, fork: '1' })
    call.progress({ status: 183, sdp: 'a', fork: '1' })
    await arrive(2, 1)
    expect(events).toEqual(['queued', 'early', 'heard'])
  })

  it('a phone that rings and then plays an announcement is announced, until it rings again', async () => {
    const call = waiting()
    call.progress({ status: 180, fork: '1' })
    call.progress({ status: 183, sdp: 'a', fork: '1' })
    await arrive(2, 1)
    expect(events).toEqual(['ringing', 'early', 'heard', 'announced', 'heard'])
    call.progress({ status: 180, fork: '1' })
    await arrive(2, 1)
    expect(events.filter((kind) => kind !== 'heard').at(-1)).toBe('ringing')
  })

  it('an announcement that begins late is one all the same', async () => {
    waiting().progress({ status: 183, sdp: 'a', fork: '1' })
    await arrive(2, 0)
    await arrive(1, 1)
    expect(events).toEqual(['early', 'ringing', 'heard', 'announced'])
  })

  it('a description that cannot be played is as good as none', async () => {
    waiting().progress({ status: 183, sdp: 'unusable', fork: '1' })
    await clock.current.advance(0)
    expect(events).toEqual(['ringing'])
  })

  it('one phone is heard to its end before the next', async () => {
    const call = waiting()
    call.progress({ status: 183, sdp: 'a', fork: '1' })
    await arrive(2, 1)
    call.progress({ status: 183, sdp: 'b', fork: '2' })
    await arrive(4, 1)
    // Ringing has its pauses.
    await arrive(4, 0)
    expect(played).toEqual(['a'])
    await clock.current.advance(1000)
    expect(played).toEqual(['a', 'b'])
  })

  it('the next is heard at once where the first has gone (199)', async () => {
    const call = waiting()
    call.progress({ status: 183, sdp: 'a', fork: '1' })
    await arrive(2, 1)
    call.progress({ status: 183, sdp: 'b', fork: '2' })
    call.progress({ status: 199, fork: '1' })
    expect(played).toEqual(['a', 'b'])
    call.progress({ status: 199, fork: '2' })
    await clock.current.advance(0)
    expect(events.at(-1)).toBe('ringing')
  })

  it('the same phone changes what it plays', async () => {
    const call = waiting()
    call.progress({ status: 183, sdp: 'a', fork: '1' })
    call.progress({ status: 183, sdp: 'a', fork: '1' })
    call.progress({ status: 183, sdp: 'b', fork: '1' })
    await clock.current.advance(0)
    expect(played).toEqual(['a', 'b'])
  })

  it('patience ends after silence, not while an announcement is heard', async () => {
    waiting().progress({ status: 183, sdp: 'a', fork: '1' })
    await arrive(100, 1)
    expect(onNoAnswer).not.toHaveBeenCalled()
    await arrive(46, 0)
    expect(onNoAnswer).toHaveBeenCalledOnce()
  })

  it('a queue without an end has one', async () => {
    const call = waiting({ noAnswerSeconds: 45, queueSeconds: 100 })
    call.progress({ status: 182, sdp: 'music', fork: '1' })
    await arrive(101, 1)
    expect(events).toEqual(['queued', 'early', 'heard'])
    expect(onNoAnswer).toHaveBeenCalledOnce()
  })
})
