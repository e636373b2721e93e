import type { DeviceChoice } from '../../../contract/call.ts'

export type DeviceKind = 'audioInput' | 'audioOutput' | 'videoInput'

export interface Device {
  readonly id: string
  readonly label: string
}

const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'audioInput',
  audiooutput: 'audioOutput',
  videoinput: 'videoInput',
}

export type DeviceLists = Readonly<Record<DeviceKind, readonly Device[]>>

/** All devices that may be known to the page; none where they cannot be listed. */
export async function listDevices(media: MediaDevices): Promise<DeviceLists> {
  const found = await media.enumerateDevices().catch(() => [])
  const lists: Record<DeviceKind, Device[]> = { audioInput: [], audioOutput: [], videoInput: [] }
  for (const { kind, deviceId, label } of found) {
    // `default` and `communications` stand for one of the others.
    if (deviceId === '' || deviceId === 'default' || deviceId === 'communications') continue
    lists[KINDS[kind]].push({ id: deviceId, label })
  }
  return lists
}

/**
 * The ids of what is used: what was `chosen`, as long as it is there; else what was chosen earlier, by its label; else what
 * is open. Empty where that is for the system to say.
 */
export function chosenAmong(
  lists: DeviceLists,
  chosen: Readonly<Record<DeviceKind, string>>,
  earlier: DeviceChoice,
  inUse: Readonly<Record<'audioInput' | 'videoInput', string>>,
): Readonly<Record<DeviceKind, string>> {
  const result = { ...chosen }
  for (const kind of ['audioInput', 'audioOutput', 'videoInput'] as const) {
    if (lists[kind].some(({ id }) => id === result[kind])) continue
    const label = earlier[kind]
    result[kind] = lists[kind].find((device) => device.label === label)?.id ?? ''
  }
  for (const kind of ['audioInput', 'videoInput'] as const) {
    if (result[kind] === '' && lists[kind].some(({ id }) => id === inUse[kind])) {
      result[kind] = inUse[kind]
    }
  }
  return result
}
