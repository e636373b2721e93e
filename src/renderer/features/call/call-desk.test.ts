import { describe, expect, it, vi } from 'vitest'
import { ok } from '../../../contract/outcome.ts'
import { CallDesk } from './call.svelte.ts'
import { FakeDevices } from './fake-devices.ts'
import { fakeGrant, fakePhone } from './fake-phone.ts'
import { ManualClock, settle } from './manual-clock.ts'
import type { DialOptions, PhoneCall } from './phone-api.ts'

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
  const phone = fakePhone(({ audio, video }) => {
    dialled.push({ audio, video })
    ondial()
    return call
  })
  const desk = new CallDesk({
    clock,
    random: () => 0.5,
    grants: () => Promise.resolve(ok(fakeGrant(Infinity))),
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
  async function toDevices(): Promise<void> {
    desk.open()
    desk.continue()
    await settle()
  }
  /** As a customer who does not wait; resolves when the next screen is there. */
  async function dial(): Promise<void> {
    const dialling = desk.dial()
    await clock.advance(0)
    await dialling
  }
  return { devices, desk, call, check, dialled, ondial, toDevices, dial }
}

describe('the moment of dialling', () => {
  it('a camera that opens in it is sent', async () => {
    const { devices, desk, call, dialled, ondial, toDevices, dial } = setUp()
    // The microphone opens at once, the camera takes its time.
    devices.gates.video = new Promise((resolve) => ondial.mockImplementation(resolve))
    await toDevices()
    expect(devices.asked).toEqual(['audio any', 'video any'])
    await dial()
    expect(desk.isCalling).toBe(true)
    expect(dialled).toEqual([{ audio: desk.local.audio, video: null }])
    expect(desk.local.video?.readyState).toBe('live')
    expect(call.setVideo).toHaveBeenLastCalledWith(desk.local.video)
  })

  it('a camera that opens later is sent as well, and nothing is checked any more', async () => {
    const { devices, desk, call, check, toDevices, dial } = setUp()
    let openCamera = (): void => undefined
    devices.gates.video = new Promise((resolve) => (openCamera = resolve))
    await toDevices()
    await dial()
    expect(call.setVideo).not.toHaveBeenCalled()
    openCamera()
    await settle()
    expect(desk.local.video?.readyState).toBe('live')
    expect(call.setVideo).toHaveBeenLastCalledWith(desk.local.video)
    expect(check).not.toHaveBeenCalled()
  })

  it('who goes back in it has hung up, and no device stays on', async () => {
    const { devices, desk, call, ondial, toDevices, dial } = setUp()
    ondial.mockImplementation(() => desk.back())
    await toDevices()
    await dial()
    expect(desk.isCalling).toBe(false)
    expect(call.hangUp).toHaveBeenCalledOnce()
    expect(devices.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended'])
  })
})
