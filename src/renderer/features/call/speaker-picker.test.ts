import { describe, expect, it, vi } from 'vitest'
import { settle } from '../../../../tests/kit/clock/manual-clock.ts'
import { DevicesWithPicker, FakeDevices } from './fake-devices.ts'
import { LocalMedia, type RememberedDevices } from './media.svelte.ts'

function localWith(devices: FakeDevices, choice: RememberedDevices = {}) {
  const onchoice = vi.fn<(choice: RememberedDevices) => void>()
  const onoutput = vi.fn<(id: string) => void>()
  const others = { onaudio: vi.fn(), onvideo: vi.fn() }
  // The fake stands for the members that are used.
  const media = devices as unknown as MediaDevices
  const local = new LocalMedia({ media, choice: () => choice, onchoice, onoutput, ...others })
  return { local, onchoice, onoutput }
}

const picked = { audioOutput: 'Headphones', pickedOutput: 'o2' }

describe("the browser's own picker of loudspeakers", () => {
  it('is offered only where there is one', () => {
    expect(localWith(new FakeDevices()).local.picksOutput).toBe(false)
    expect(localWith(new DevicesWithPicker()).local.picksOutput).toBe(true)
  })

  it('answers a loudspeaker that is used, listed and remembered', async () => {
    const { local, onchoice, onoutput } = localWith(new DevicesWithPicker())
    await local.open()
    expect(local.lists.audioOutput).toEqual([])
    await local.pickOutput()
    expect(local.lists.audioOutput).toEqual([{ id: 'o2', label: 'Headphones' }])
    expect(local.chosen.audioOutput).toBe('o2')
    expect(onoutput).toHaveBeenLastCalledWith('o2')
    expect(onchoice).toHaveBeenLastCalledWith(picked)
  })

  it('is given the id that it answered on an earlier page', async () => {
    const devices = new DevicesWithPicker()
    const { local, onoutput } = localWith(devices, picked)
    await local.open()
    await settle()
    expect(devices.pickedWith).toEqual(['o2'])
    expect(local.chosen.audioOutput).toBe('o2')
    expect(onoutput).toHaveBeenLastCalledWith('o2')
  })

  it('is not asked again on the next page by a customer who closed it', async () => {
    const devices = new DevicesWithPicker()
    devices.picks = 'NotAllowedError'
    const { local, onchoice } = localWith(devices, { ...picked, pickedOutput: 'gone' })
    await local.open()
    await settle()
    expect(onchoice).toHaveBeenLastCalledWith({ audioOutput: 'Headphones' })
    expect(local.hasNoOutput).toBe(false)
  })

  it('is asked later where no click allows it now', async () => {
    const devices = new DevicesWithPicker()
    devices.picks = 'InvalidStateError'
    const { local, onchoice } = localWith(devices, { ...picked, pickedOutput: 'gone' })
    await local.open()
    await settle()
    expect(onchoice).not.toHaveBeenCalled()
  })

  it.each([
    ['NotFoundError', true],
    ['NotAllowedError', false],
  ])('%s says that there is no loudspeaker: %s', async (name, isSaid) => {
    const devices = new DevicesWithPicker()
    devices.picks = name
    const { local, onchoice } = localWith(devices)
    await local.open()
    await local.pickOutput()
    expect(local.hasNoOutput).toBe(isSaid)
    expect(onchoice).not.toHaveBeenCalled()
  })

  it('leaves the list to itself: one of the list is remembered by its label alone', async () => {
    const devices = new DevicesWithPicker()
    const { local, onchoice } = localWith(devices)
    await local.open()
    await local.pickOutput()
    devices.list.push({ kind: 'audiooutput', deviceId: 'o1', label: 'Speaker' })
    await local.refresh()
    await local.choose('audioOutput', 'o1')
    expect(onchoice).toHaveBeenLastCalledWith({ audioOutput: 'Speaker' })
    // Another camera says nothing of loudspeakers.
    await local.choose('audioOutput', 'o2')
    await local.pickOutput()
    await local.choose('videoInput', 'v1')
    expect(onchoice).toHaveBeenLastCalledWith({ ...picked, videoInput: 'Front' })
  })
})
