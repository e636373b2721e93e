/** What the agent's side of a call is made of, and where it could not be had. */
export interface OwnMedia {
  readonly microphone: MediaStreamTrack
  readonly camera: MediaStreamTrack | undefined
  readonly missing: readonly ('microphone' | 'camera')[]
}

const ask = async (constraints: MediaStreamConstraints): Promise<MediaStreamTrack | undefined> => {
  try {
    return (await navigator.mediaDevices.getUserMedia(constraints)).getTracks()[0]
  } catch {
    // Refused, absent or busy: the call goes on without.
    return undefined
  }
}

const exactly = (deviceId: string): MediaTrackConstraints | true =>
  deviceId === '' ? true : { deviceId: { exact: deviceId } }

/** Silence, so that a call has its line of sound without a microphone. */
const silence = (): MediaStreamTrack | undefined => {
  const context = new AudioContext()
  return context.createMediaStreamDestination().stream.getAudioTracks()[0]
}

/** One black picture, with which a line of video is opened; the camera takes its place. */
export const blank = (): MediaStreamTrack | undefined => {
  const canvas = document.createElement('canvas')
  canvas.width = 320
  canvas.height = 240
  canvas.getContext('2d')?.fillRect(0, 0, 320, 240)
  return canvas.captureStream(1).getVideoTracks()[0]
}

export const openMicrophone = (deviceId: string): Promise<MediaStreamTrack | undefined> =>
  ask({ audio: exactly(deviceId) })

export const openCamera = (deviceId: string): Promise<MediaStreamTrack | undefined> =>
  ask({ video: exactly(deviceId) })

/** Microphone and camera, each asked for by itself so that one may be refused. */
export const openMedia = async (microphone: string, camera: string): Promise<OwnMedia> => {
  const [sound, picture] = [await openMicrophone(microphone), await openCamera(camera)]
  const track = sound ?? silence()
  if (track === undefined) throw new Error('this browser has no sound')
  return {
    microphone: track,
    camera: picture,
    missing: [
      ...(sound === undefined ? (['microphone'] as const) : []),
      ...(picture === undefined ? (['camera'] as const) : []),
    ],
  }
}

/** The devices of this machine by kind; names are empty until one of them was allowed. */
export const listDevices = async (): Promise<readonly MediaDeviceInfo[]> => {
  try {
    return (await navigator.mediaDevices.enumerateDevices()).filter(
      ({ deviceId }) => deviceId !== '' && deviceId !== 'default' && deviceId !== 'communications',
    )
  } catch {
    return []
  }
}
