import type { Device } from './device-lists.ts'

type Select = (options: { readonly deviceId?: string }) => Promise<MediaDeviceInfo>

/**
 * The browser's own picker of loudspeakers, where it has one (Firefox since 116). Such a browser lists only those that
 * belong to the microphone in use or were picked; the others list all of them, and have no picker.
 */
export function speakerPicker(media: MediaDevices): Select | undefined {
  const select: unknown = Reflect.get(Object(media), 'selectAudioOutput')
  if (typeof select !== 'function') return undefined
  // The standard's method, which TypeScript's own types do not have.
  return (options) => Reflect.apply(select, media, [options]) as ReturnType<Select>
}

/**
 * The loudspeaker that the customer picked, or that has the id `known` and was picked on an earlier page: nobody is asked
 * then, as long as it is plugged in. `none`: the browser finds none. `refused`: nobody picked one. `later`: it can be asked
 * only after a click. Never rejects.
 */
export async function pickSpeaker(
  select: Select,
  known?: string,
): Promise<Device | 'none' | 'refused' | 'later'> {
  try {
    const { deviceId, label } = await select(known === undefined ? {} : { deviceId: known })
    return { id: deviceId, label }
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    if (name === 'NotFoundError') return 'none'
    return name === 'InvalidStateError' ? 'later' : 'refused'
  }
}
