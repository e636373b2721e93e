import type { CreatePhone, PhoneCall } from './phone-api.ts'

/*
 * For development only: takes the place of the SIP library where a screen is shown without main. It reaches every
 * server; in the states of `UNANSWERED` nobody answers, otherwise somebody does at once.
 */

const RING_MS = 300
const UNANSWERED = ['ringing', 'queued', 'announced'] as const

function pictureOf(colour: string): MediaStreamTrack[] {
  const canvas = document.createElement('canvas')
  canvas.width = 640
  canvas.height = 480
  const pen = canvas.getContext('2d')
  const paint = (): void => {
    if (pen === null) return
    pen.fillStyle = colour
    pen.fillRect(0, 0, canvas.width, canvas.height)
  }
  paint()
  const stream = canvas.captureStream(5)
  // A canvas gives a frame only when it is painted.
  const timer = setInterval(paint, 200)
  for (const track of stream.getTracks())
    track.addEventListener('ended', () => {
      clearInterval(timer)
    })
  return stream.getTracks()
}

/** A camera and a microphone of this page's own: no permission is asked for, and nothing real is opened. */
export function plugInDevices(devices: MediaDevices): void {
  const getUserMedia = (constraints: MediaStreamConstraints = {}): Promise<MediaStream> => {
    const sound = () => new AudioContext().createMediaStreamDestination().stream.getTracks()
    const tracks = [
      ...(constraints.video === undefined ? [] : pictureOf('#7d9db8')),
      ...(constraints.audio === undefined ? [] : sound()),
    ]
    return Promise.resolve(new MediaStream(tracks))
  }
  const entry = (kind: MediaDeviceKind, deviceId: string, label: string) => ({
    kind,
    deviceId,
    label,
    groupId: '',
  })
  const enumerateDevices = () =>
    Promise.resolve([
      entry('audioinput', 'a1', 'Headset'),
      entry('audiooutput', 'o1', 'Speaker'),
      entry('videoinput', 'v1', 'Camera'),
    ])
  Object.defineProperties(devices, {
    getUserMedia: { value: getUserMedia },
    enumerateDevices: { value: enumerateDevices },
  })
}

/** Presses these buttons, each as soon as it is there. */
export function press(selectors: readonly string[]): void {
  const left = [...selectors]
  const watch = new MutationObserver(() => {
    const button = document.querySelector<HTMLButtonElement>(left[0] ?? ':not(*)')
    if (button === null) return
    left.shift()
    if (left.length === 0) watch.disconnect()
    button.click()
  })
  if (left.length > 0) watch.observe(document, { childList: true, subtree: true })
}

/**
 * What `sip/phone.ts` exports, for screens without a server: the server of these screens puts it in its place.
 * @public
 */
export const createPhone: CreatePhone = () => ({
  isConnected: true,
  connect: () => Promise.resolve(),
  prepare: () => undefined,
  dial({ on }): PhoneCall {
    const remote = { sound: new MediaStream(), picture: new MediaStream(pictureOf('#b89d7d')) }
    const state = new URLSearchParams(location.search).get('fake')
    const kind = UNANSWERED.find((each) => `call-${each}` === state)
    const steps = [
      () => {
        on({ kind: 'sent' })
      },
      () => {
        on({ kind: kind ?? 'ringing' })
      },
      ...(kind === undefined
        ? [
            () => {
              on({ kind: 'answered' })
            },
            () => {
              on({ kind: 'path', isUp: true })
            },
          ]
        : []),
    ]
    steps.forEach((step, place) => setTimeout(step, place * RING_MS))
    return {
      note: undefined,
      remote,
      hangUp: () => {
        on({ kind: 'ended', reason: 'self' })
      },
      setAudio: () => Promise.resolve(),
      setVideo: () => Promise.resolve(),
      sendDigit: () => undefined,
      stats: () => Promise.resolve(undefined),
      probe: () => undefined,
    }
  },
  sayGoodbye: () => Promise.resolve(),
  refresh: () => undefined,
  close: () => undefined,
})
