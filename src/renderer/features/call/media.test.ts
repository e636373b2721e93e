import { waitFor } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { FakeDevices } from './fake-devices.ts'
import { LocalMedia } from './media.svelte.ts'
import { settle } from '../../../../tests/kit/clock/manual-clock.ts'

function open(choice = {}, devices = new FakeDevices()) {
  const onchoice = vi.fn()
  const onaudio = vi.fn()
  const onvideo = vi.fn()
  const onoutput = vi.fn()
  // The fake stands for the four members that are used.
  const media = devices as unknown as MediaDevices
  const told = { onchoice, onaudio, onvideo, onoutput }
  const local = new LocalMedia({ media, choice: () => choice, ...told })
  return { devices, local, ...told }
}

describe("the customer's own devices", () => {
  it('leave no track on when another is chosen while the first still opens', async () => {
    const { devices, local, onvideo } = open()
    devices.list.push({ kind: 'videoinput', deviceId: 'v2', label: 'Back' })
    let openGate = (): void => undefined
    const opening = local.open()
    await settle()
    devices.gates.video = new Promise((resolve) => {
      openGate = resolve
    })
    await opening.catch(() => undefined)
    const first = local.choose('videoInput', 'v1')
    const second = local.choose('videoInput', 'v2')
    openGate()
    await Promise.all([first, second])
    const live = devices.tracks.filter(
      ({ kind, readyState }) => kind === 'video' && readyState === 'live',
    )
    expect(live).toHaveLength(1)
    expect(local.video?.getSettings().deviceId).toBe('v2')
    expect(onvideo).toHaveBeenLastCalledWith(local.video)
  })

  it('are asked for one after the other', async () => {
    const { devices, local } = open()
    await local.open()
    expect(devices.asked).toEqual(['audio any', 'video any'])
    expect(local.audio?.readyState).toBe('live')
    expect(local.lists.audioInput.map(({ label }) => label)).toEqual(['Headset', 'Room'])
  })

  it('R235, R236: each refusal has its name', async () => {
    const { devices, local } = open()
    devices.refuses = { audio: 'NotAllowedError', video: 'NotFoundError' }
    await local.open()
    expect([local.audioProblem, local.videoProblem]).toEqual(['refused', 'absent'])
  })

  it('are those chosen last time, found by their labels', async () => {
    const { devices, local } = open({ audioInput: 'Room' })
    await local.open()
    expect(devices.asked[0]).toBe('audio a2')
    expect(local.chosen.audioInput).toBe('a2')
  })

  it('are any others where the chosen one is gone', async () => {
    const { devices, local } = open({ audioInput: 'Room' })
    devices.list = devices.list.filter(({ label }) => label !== 'Room')
    await local.open()
    expect(local.audio?.getSettings().deviceId).toBe('a1')
  })

  it('change in mid-call, and stay muted', async () => {
    const { devices, local, onaudio, onchoice } = open()
    await local.open()
    if (local.audio) local.audio.enabled = false
    await local.choose('audioInput', 'a2')
    expect(onaudio).toHaveBeenCalledOnce()
    expect(local.audio?.enabled).toBe(false)
    expect(onchoice).toHaveBeenCalledWith({ audioInput: 'Room' })
    expect(devices.tracks[0]?.readyState).toBe('ended')
  })

  it('are replaced when one is unplugged', async () => {
    const { devices, local, onaudio } = open()
    await local.open()
    const [first] = devices.tracks
    devices.list = devices.list.filter(({ deviceId }) => deviceId !== 'a1')
    first?.unplug()
    await waitFor(() => {
      expect(onaudio).toHaveBeenCalledOnce()
    })
    expect(local.audio?.getSettings().deviceId).toBe('a2')
    await waitFor(() => {
      expect(local.replaced).toBe('audioInput')
    })
  })

  it("loudspeaker that was unplugged gives way to the system's", async () => {
    const { devices, local, onoutput } = open({ audioOutput: 'Speaker' })
    await local.open()
    expect(onoutput).toHaveBeenLastCalledWith('o1')
    devices.list = devices.list.filter(({ deviceId }) => deviceId !== 'o1')
    devices.dispatchEvent(new Event('devicechange'))
    await waitFor(() => {
      expect(local.replaced).toBe('audioOutput')
    })
    expect(onoutput).toHaveBeenLastCalledWith('')
  })

  it('camera turns off and on', async () => {
    const { devices, local, onvideo } = open()
    await local.open()
    await local.setCamera(false)
    expect(onvideo).toHaveBeenLastCalledWith(null)
    expect(
      devices.tracks.filter(({ kind, readyState }) => kind === 'video' && readyState === 'live'),
    ).toEqual([])
    await local.setCamera(true)
    expect(local.video?.readyState).toBe('live')
  })

  it('are closed at whatever moment of their opening all is closed', async () => {
    for (let moment = 0; moment < 60; moment += 1) {
      const { devices, local } = open()
      const opening = local.open()
      for (let turn = 0; turn < moment; turn += 1) await Promise.resolve()
      local.close()
      await opening
      await settle()
      const live = devices.tracks.filter(({ readyState }) => readyState === 'live')
      expect(live, `closed in turn ${String(moment)}`).toEqual([])
      expect(local.video ?? local.audio).toBeUndefined()
    }
  })

  it('are closed even when they open too late', async () => {
    const { devices, local } = open()
    let letGo: () => void = () => undefined
    devices.gates.video = new Promise((resolve) => {
      letGo = resolve
    })
    const opening = local.open()
    await settle()
    local.close()
    letGo()
    await opening
    await settle()
    expect(devices.tracks.every(({ readyState }) => readyState === 'ended')).toBe(true)
    expect(local.audio).toBeUndefined()
    expect(local.isOpening).toBe(false)
  })
})
