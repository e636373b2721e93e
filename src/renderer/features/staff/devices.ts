import type { SeenDevices } from '../../../contract/staff.ts'

type Media = Pick<MediaDevices, 'enumerateDevices'>

/** How many devices of each kind there are; null where they cannot be listed. Nothing is switched on. */
export async function seenDevices(media: Media | undefined): Promise<SeenDevices | null> {
  try {
    const found = await media?.enumerateDevices()
    if (found === undefined) return null
    const count = (kind: MediaDeviceKind): number =>
      Math.min(100, found.filter((device) => device.kind === kind).length)
    return {
      cameras: count('videoinput'),
      microphones: count('audioinput'),
      speakers: count('audiooutput'),
    }
  } catch {
    return null
  }
}
