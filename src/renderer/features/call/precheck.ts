import type { CallGrant } from '../../../contract/call.ts'
import { pause, within, type Clock } from './clock.ts'
import { DeniedByVisitor } from './local-network.ts'

/** The whole check takes no longer, milliseconds. */
export const CHECK_MS = 5000
/** How long to wait for the customer to make a sound, milliseconds. */
const LISTEN_MS = 3000
const LOOK_EVERY_MS = 100
/** Quieter than this is no microphone at work (levels as in `levels.ts`). */
const SILENCE = 0.06
/** Mean brightness, 0 to 255. */
const BLACK = 14
const DIM = 45
/** A server that takes longer to accept a connection is a slow one, milliseconds. */
const SLOW_MS = 1200

export type CameraVerdict = 'good' | 'dim' | 'black' | 'missing'
export type MicrophoneVerdict = 'good' | 'silent' | 'missing'
export type LineVerdict = 'good' | 'slow' | 'blocked' | 'noRelay' | 'down' | 'asking' | 'denied'

export interface CheckView {
  readonly camera?: CameraVerdict
  readonly microphone?: MicrophoneVerdict
  readonly line?: LineVerdict
}

export interface CheckDeps {
  readonly clock: Clock
  /**
   * Opens the connection to the SIP server; rejects when it cannot be reached. `onQuestion` is called where the browser may
   * be asking its visitor whether it may be: then the connection has as long as the question is open.
   */
  readonly connect: (onQuestion: () => void) => Promise<void>
  /** Kinds of candidates that were found: `host`, `srflx`, `relay`. */
  readonly gather: () => Promise<ReadonlySet<string>>
  /** Whether the grant names a relay; asked once it is there. */
  readonly expectsRelay: () => boolean
  /** Level of the microphone, 0 to 1; undefined where there is none. */
  readonly level: () => number | undefined
  /** Mean brightness of the picture, 0 to 255; undefined where there is no camera or no frame yet. */
  readonly brightness: () => number | undefined
  readonly hasCamera: boolean
}

/** Checks everything at once; `on` hears of each verdict as it falls. Never rejects. */
export async function runCheck(deps: CheckDeps, on: (view: CheckView) => void): Promise<CheckView> {
  let view: CheckView = {}
  const note = (change: CheckView): void => {
    view = { ...view, ...change }
    on(view)
  }
  await Promise.all([
    checkLine(deps, (line) => {
      note({ line })
    }),
    checkMicrophone(deps).then((microphone) => {
      note({ microphone })
    }),
    checkCamera(deps).then((camera) => {
      note({ camera })
    }),
  ])
  return view
}

/** `note` may hear a second verdict later, once a visitor has answered the browser. */
async function checkLine(deps: CheckDeps, note: (line: LineVerdict) => void): Promise<void> {
  const { clock } = deps
  const began = clock.now()
  let ask: () => void = () => undefined
  const asked = new Promise<'asking'>((resolve) => {
    ask = () => {
      resolve('asking')
    }
  })
  const connecting = deps
    .connect(() => {
      ask()
    })
    .then(
      () => clock.now() - began,
      (error: unknown) =>
        error instanceof DeniedByVisitor ? ('denied' as const) : ('down' as const),
    )
  const gathering = deps.gather().catch(() => new Set<string>())
  const judge = async (took: number | 'down' | 'denied'): Promise<LineVerdict> => {
    if (typeof took === 'string') return took
    const kinds = await within(clock, CHECK_MS, gathering, new Set<string>())
    if (kinds.size === 0) return 'blocked'
    if (deps.expectsRelay() && !kinds.has('relay')) return 'noRelay'
    return took > SLOW_MS ? 'slow' : 'good'
  }
  const took = await Promise.race([within(clock, CHECK_MS, connecting, 'down' as const), asked])
  if (took !== 'asking') {
    note(await judge(took))
    return
  }
  note('asking')
  // How long somebody takes to answer says nothing of the line.
  const later = async (): Promise<void> => {
    const answer = await connecting
    note(await judge(typeof answer === 'string' ? answer : 0))
  }
  void later()
}

/** Good as soon as one sound is heard; an open microphone is never wholly still. */
async function checkMicrophone({ clock, level }: CheckDeps): Promise<MicrophoneVerdict> {
  const until = clock.now() + LISTEN_MS
  while (clock.now() < until) {
    const loudness = level()
    if (loudness === undefined) return 'missing'
    if (loudness > SILENCE) return 'good'
    await pause(clock, LOOK_EVERY_MS)
  }
  return 'silent'
}

/** Looks on for a while: cameras begin in the dark. */
async function checkCamera(deps: CheckDeps): Promise<CameraVerdict> {
  const { clock, brightness } = deps
  if (!deps.hasCamera) return 'missing'
  const until = clock.now() + LISTEN_MS
  let brightest = 0
  while (clock.now() < until && brightest < DIM) {
    brightest = Math.max(brightest, brightness() ?? 0)
    if (brightest < DIM) await pause(clock, LOOK_EVERY_MS)
  }
  if (brightest < BLACK) return 'black'
  return brightest < DIM ? 'dim' : 'good'
}

/** Kinds of candidates that this machine finds with the grant's servers. */
export async function gatherKinds(
  grant: Pick<CallGrant, 'iceServers' | 'relayOnly'>,
  clock: Clock,
): Promise<ReadonlySet<string>> {
  const connection = new RTCPeerConnection({
    iceServers: grant.iceServers.map((server) => ({ ...server })),
    iceTransportPolicy: grant.relayOnly ? 'relay' : 'all',
  })
  const kinds = new Set<string>()
  try {
    const complete = new Promise<void>((resolve) => {
      connection.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate === null) resolve()
        else if (candidate.type !== null) kinds.add(candidate.type)
      })
    })
    connection.createDataChannel('check')
    await connection.setLocalDescription(await connection.createOffer())
    await within(clock, CHECK_MS - 1000, complete, undefined)
  } finally {
    connection.close()
  }
  return kinds
}

/** Mean brightness (0 to 255) of what a video element shows, or undefined before its first frame. */
export function brightnessOf(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
): number | undefined {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
    return undefined
  }
  canvas.width = 32
  canvas.height = 24
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return undefined
  context.drawImage(video, 0, 0, canvas.width, canvas.height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  let sum = 0
  for (let at = 0; at < data.length; at += 4) {
    sum += 0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0)
  }
  return sum / (data.length / 4)
}
