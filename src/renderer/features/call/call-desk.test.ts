import { describe, expect, it, vi } from 'vitest'
import type { CallGrant } from '../../../contract/call.ts'
import { ok } from '../../../contract/outcome.ts'
import { CallDesk } from './call.svelte.ts'
import { FakeDevices } from './fake-devices.ts'
import { ManualClock, settle } from './manual-clock.ts'
import type { DialOptions, Phone, PhoneCall } from './phone-api.ts'

const grant: CallGrant = {
  server: 'wss://sip.example',
  target: 'sip:5000@example',
  identity: 'sip:me@example',
  displayName: '',
  iceServers: [],
  relayOnly: false,
  startKbps: 2500,
  dtmf: 'rfc4733',
  headers: {},
  expiresAt: Number.POSITIVE_INFINITY,
}

/** A desk whose phone answers nothing yet; `ondial` runs in the moment of dialling. */
function setUp() {
  const clock = new ManualClock()
  const devices = new FakeDevices()
  const dialled: Pick<DialOptions, 'audio' | 'video'>[] = []
  const call = {
    note: undefined,
    // Nobody looks at it here.
    remote: {} as MediaStream,
    hangUp: vi.fn(),
    setAudio: vi.fn(() => Promise.resolve()),
    setVideo: vi.fn(() => Promise.resolve()),
    sendDigit: vi.fn(),
    stats: () => Promise.resolve(undefined),
    probe: vi.fn(),
  } satisfies PhoneCall
  const ondial = vi.fn<() => void>()
  const phone: Phone = {
    isConnected: true,
    connect: () => Promise.resolve(),
    prepare: vi.fn(),
    dial: ({ audio, video }) => {
      dialled.push({ audio, video })
      ondial()
      return call
    },
    sayGoodbye: () => Promise.resolve(),
    refresh: vi.fn(),
    close: vi.fn(),
  }
  const desk = new CallDesk({
    clock,
    random: () => 0.5,
    grants: () => Promise.resolve(ok(grant)),
    loadPhone: () => Promise.resolve(() => phone),
    destinations: () => [{ key: 'advice', label: 'Advice' }],
    preset: () => ({ customerNumber: '040', destinationKey: '' }),
    asksNumber: () => false,
    // The fake stands for the four members that are used.
    media: devices as unknown as MediaDevices,
    choice: () => ({}),
    onchoice: vi.fn(),
    onphase: vi.fn(),
  })
  // The check listens and looks with what only a browser has.
  vi.spyOn(desk.sounds, 'context', 'get').mockReturnValue({} as AudioContext)
  const check = vi.spyOn(desk.check, 'run').mockResolvedValue()
  return { clock, devices, desk, call, check, dialled, ondial }
}

describe('the moment of dialling', () => {
  it('a camera that opens in it is sent', async () => {
    const { clock, devices, desk, call, dialled, ondial } = setUp()
    // The microphone opens at once, the camera takes its time.
    devices.gates.video = new Promise((resolve) => ondial.mockImplementation(resolve))
    desk.open()
    desk.continue()
    await settle()
    expect(devices.asked).toEqual(['audio any', 'video any'])
    const dialling = desk.dial()
    await settle()
    expect(dialled).toEqual([{ audio: desk.local.audio, video: null }])
    expect(desk.local.video?.readyState).toBe('live')
    await clock.advance(0)
    await dialling
    expect(desk.isCalling).toBe(true)
    expect(call.setVideo).toHaveBeenLastCalledWith(desk.local.video)
  })

  it('a camera that opens later is sent as well, and nothing is checked any more', async () => {
    const { clock, devices, desk, call, check } = setUp()
    let openCamera = (): void => undefined
    devices.gates.video = new Promise((resolve) => (openCamera = resolve))
    desk.open()
    desk.continue()
    await settle()
    const dialling = desk.dial()
    await clock.advance(0)
    await dialling
    expect(call.setVideo).not.toHaveBeenCalled()
    openCamera()
    await settle()
    expect(call.setVideo).toHaveBeenLastCalledWith(desk.local.video)
    expect(check).not.toHaveBeenCalled()
  })

  it('who goes back in it has hung up, and no device stays on', async () => {
    const { clock, devices, desk, call, ondial } = setUp()
    ondial.mockImplementation(() => desk.back())
    desk.open()
    desk.continue()
    await settle()
    const dialling = desk.dial()
    await clock.advance(0)
    await dialling
    expect(desk.isCalling).toBe(false)
    expect(call.hangUp).toHaveBeenCalledOnce()
    expect(devices.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended'])
  })
})
