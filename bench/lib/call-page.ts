import { answerCalls, type Identity } from './plain-agent.ts'

/*
 * Runs in two pages of one browser: beside the component, where the floor is measured too, and in a page of
 * its own as an agent with tracks in hand. All moments are epoch milliseconds with fractions.
 */

export interface CallMoments {
  readonly clicked: number
  readonly invited: number
  /** The way for sound and picture is open. */
  readonly connected: number
  /** Sound and picture of the agent are there. */
  readonly arrived: number
}

export interface CallBench {
  /** The agent's page: registers, and answers each call at once. */
  answer(server: string, identity: Identity): Promise<void>
  /** The agent's page: the moment when sound and picture of the next call are there. */
  arrival(): Promise<number>
  /** The customer's page: opens the component up to *Dial Us*. */
  prepare(): Promise<void>
  /** One call from the click on *Dial Us*. */
  call(): Promise<CallMoments>
  /** When the next INVITE was sent: the first, or a re-INVITE. */
  nextInvite(): Promise<number>
  /** Ends it, and goes on until the next one can be dialled. */
  again(): Promise<void>
  /** The same between two peer connections, without any signalling. */
  floor(): Promise<Floor>
}

/** Milliseconds. */
export interface Floor {
  readonly connected: number
  readonly arrived: number
}

declare global {
  interface Window {
    callBench: CallBench
  }
}

const component = document.querySelector('oscc-click-to-dial')
/** Those that are open: the closed ones are forgotten, or they could never be collected. */
let connections: readonly RTCPeerConnection[] = []
const NativeConnection = window.RTCPeerConnection
window.RTCPeerConnection = class extends NativeConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    connections = [...connections, this]
  }
}
let inviteAt = 0
const nativeSend = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'send')?.value as (
  this: WebSocket,
  data: unknown,
) => void
WebSocket.prototype.send = function (data: unknown) {
  if (inviteAt === 0 && typeof data === 'string' && data.startsWith('INVITE ')) {
    inviteAt = now()
  }
  nativeSend.call(this, data)
}

let tracks: readonly MediaStreamTrack[] = []
let ownTracks: readonly MediaStreamTrack[] = []
let agentConnection: RTCPeerConnection | undefined
/** Of the last call whose arrival was asked for. */
let watched: RTCPeerConnection | undefined

function now(): number {
  return performance.timeOrigin + performance.now()
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The newest part of the component with this name. */
function part(name: string): HTMLElement | null {
  return component?.shadowRoot?.querySelector<HTMLElement>(`[part=${name}]`) ?? null
}

/** Nothing here takes longer, milliseconds. */
const PATIENCE_MS = 20_000

/** @throws Error naming `what` when it does not come. */
async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  everyMs = 20,
): Promise<void> {
  const limit = performance.now() + PATIENCE_MS
  while (!(await condition())) {
    if (performance.now() > limit) throw new Error(`${what} did not come; ${String(stateOf())}`)
    await pause(everyMs)
  }
}

function stateOf(): unknown {
  return component === null ? '' : Reflect.get(component, 'state')
}

/**
 * Whether a picture has been decoded. Not by `getStats`: what it tells is up to 50 ms old, and every question
 * holds up the threads that are at work.
 */
function hasPicture(connection: RTCPeerConnection): boolean {
  const video = connection.getReceivers().find(({ track }) => track.kind === 'video')
  return (video?.getSynchronizationSources().length ?? 0) > 0
}

async function hasSound(connection: RTCPeerConnection): Promise<boolean> {
  let packets = 0
  const report = await connection.getStats()
  report.forEach((entry: Record<string, unknown>) => {
    if (entry['type'] !== 'inbound-rtp' || entry['kind'] !== 'audio') return
    packets += Number(entry['packetsReceived'])
  })
  return packets > 0
}

/** Resolves with the moment when the way of `connection` is open. */
function opened(connection: RTCPeerConnection): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (connection.connectionState !== 'connected') return
      connection.removeEventListener('connectionstatechange', look)
      resolve(now())
    }
    connection.addEventListener('connectionstatechange', look)
    look()
  })
}

/** Resolves with the moment when sound and a decoded picture have arrived; sound, which is first, is only confirmed. */
async function arrival(connection: RTCPeerConnection): Promise<number> {
  await until('a picture', () => hasPicture(connection), 2)
  const seen = now()
  if (await hasSound(connection)) return seen
  await until('sound', () => hasSound(connection), 5)
  return now()
}

/** Answers with tracks in hand, and one candidate on the one transport that a bundle has. */
async function answerTo(offer: string, isNew: boolean): Promise<string> {
  const connection =
    isNew || agentConnection === undefined
      ? new NativeConnection({ bundlePolicy: 'max-bundle' })
      : agentConnection
  const found = new Promise<void>((resolve) => {
    connection.addEventListener('icecandidate', () => resolve(), { once: true })
  })
  if (connection !== agentConnection) {
    agentConnection = connection
    for (const track of tracks) connection.addTrack(track, new MediaStream())
  }
  await connection.setRemoteDescription({ type: 'offer', sdp: offer })
  await connection.setLocalDescription()
  if (isNew) await found
  return connection.localDescription?.sdp ?? ''
}

/** The component's connection of this call, or of the next. */
function ownConnection(): RTCPeerConnection | undefined {
  connections = connections.filter(({ connectionState }) => connectionState !== 'closed')
  return connections.at(-1)
}

/** The check before the call is done: the connection to the server is open, an offer is in hand. */
async function checked(): Promise<void> {
  const good = (): number => component?.shadowRoot?.querySelectorAll('.results .good').length ?? 0
  await until('the check', () => good() >= 3)
  await until('the offer', () => ownConnection()?.iceGatheringState === 'complete')
}

window.callBench = {
  async answer(server, identity) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
    tracks = stream.getTracks()
    await answerCalls(server, identity, { answer: answerTo, end: () => agentConnection?.close() })
  },
  async arrival() {
    await until('a call', () => agentConnection !== watched, 5)
    watched = agentConnection
    if (watched === undefined) throw new Error('the call is gone')
    return await arrival(watched)
  },
  async prepare() {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
    tracks = stream.getTracks()
    // As large as the component's own picture.
    const own = await navigator.mediaDevices.getUserMedia({
      audio: true,
      video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
    })
    ownTracks = own.getTracks()
    part('header')?.click()
    await until('instructions', () => stateOf() === 'instructions')
    part('button')?.click()
    await until('devices', () => stateOf() === 'devices')
    await checked()
  },
  async call() {
    inviteAt = 0
    const clicked = now()
    part('button')?.click()
    await until('an INVITE', () => inviteAt > 0, 5)
    const connection = ownConnection()
    if (connection === undefined) throw new Error('the call has no connection')
    const [connected, arrived] = await Promise.all([opened(connection), arrival(connection)])
    return { clicked, invited: inviteAt, connected, arrived }
  },
  async nextInvite() {
    inviteAt = 0
    await until('an INVITE', () => inviteAt > 0)
    return inviteAt
  },
  async again() {
    await until('talking', () => stateOf() === 'talking')
    if (component !== null) {
      Reflect.apply(Reflect.get(component, 'hangUp') as () => void, component, [])
    }
    await until('ended', () => stateOf() === 'ended')
    part('button')?.click()
    await until('devices', () => stateOf() === 'devices')
    await checked()
  },
  async floor() {
    const began = now()
    const one = new NativeConnection()
    const other = new NativeConnection()
    const wire = (from: RTCPeerConnection, to: RTCPeerConnection): void => {
      from.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate !== null) void to.addIceCandidate(candidate)
      })
    }
    wire(one, other)
    wire(other, one)
    for (const track of ownTracks) one.addTrack(track, new MediaStream())
    for (const track of tracks) other.addTrack(track, new MediaStream())
    await one.setLocalDescription()
    if (one.localDescription) await other.setRemoteDescription(one.localDescription)
    await other.setLocalDescription()
    if (other.localDescription) await one.setRemoteDescription(other.localDescription)
    const [connected, there, back] = await Promise.all([opened(one), arrival(other), arrival(one)])
    one.close()
    other.close()
    return { connected: connected - began, arrived: Math.max(there, back) - began }
  },
}
