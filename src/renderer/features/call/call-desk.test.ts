import { describe, expect, it, vi } from 'vitest'
import { ok } from '../../../contract/outcome.ts'
import { CallController } from './call.svelte.ts'
import { FakeDevices } from './fake-devices.ts'
import { fakeGrant, fakePhone } from './fake-phone.ts'
import { createManualClock, settle } from '../../../../tests/kit/clock/manual-clock.ts'
import type { DialOptions, PhoneCall } from './phone-api.ts'

/** A controller whose phone answers nothing yet; `ondial` runs in the moment of dialling. */
function setUp() {
  const clock = createManualClock()
  const devices = new FakeDevices()
  const dialled: Pick<DialOptions, 'audio' | 'video'>[] = []
  const call = {
    note: undefined,
    // Nobody looks at it here.
    remote: { sound: {} as MediaStream, picture: {} as MediaStream },
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
  const controller = new CallController({
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
  vi.spyOn(controller.sounds, 'context', 'get').mockReturnValue({} as AudioContext)
  const check = vi.spyOn(controller.check, 'run').mockResolvedValue()
  async function toDevices(): Promise<void> {
    controller.open()
    controller.continue()
    await settle()
  }
  /** As a customer who does not wait; resolves when the next screen is there. */
  async function dial(): Promise<void> {
    const dialling = controller.dial()
    await clock.advance(0)
    await dialling
  }
  return { devices, controller, call, check, dialled, ondial, toDevices, dial }
}

describe('the moment of dialling', () => {
  it('a camera that opens in it is sent', async () => {
    const { devices, controller, call, dialled, ondial, toDevices, dial } = setUp()
    // The microphone opens at once, the camera takes its time.
    devices.gates.video = new Promise((resolve) => ondial.mockImplementation(resolve))
    await toDevices()
    expect(devices.asked).toEqual(['audio any', 'video any'])
    await dial()
    expect(controller.isCalling).toBe(true)
    expect(dialled).toEqual([{ audio: controller.local.audio, video: null }])
    expect(controller.local.video?.readyState).toBe('live')
    expect(call.setVideo).toHaveBeenLastCalledWith(controller.local.video)
  })

  it('a camera that opens later is sent as well, and nothing is checked any more', async () => {
    const { devices, controller, call, check, toDevices, dial } = setUp()
    let openCamera = (): void => undefined
    devices.gates.video = new Promise((resolve) => (openCamera = resolve))
    await toDevices()
    await dial()
    expect(call.setVideo).not.toHaveBeenCalled()
    openCamera()
    await settle()
    expect(controller.local.video?.readyState).toBe('live')
    expect(call.setVideo).toHaveBeenLastCalledWith(controller.local.video)
    expect(check).not.toHaveBeenCalled()
  })

  it('caller who goes back hangs up, and no device stays on', async () => {
    const { devices, controller, call, ondial, toDevices, dial } = setUp()
    ondial.mockImplementation(() => controller.back())
    await toDevices()
    await dial()
    expect(controller.isCalling).toBe(false)
    expect(call.hangUp).toHaveBeenCalledOnce()
    expect(devices.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended'])
  })
})
