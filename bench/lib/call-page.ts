import './bare-call.ts'
import { answerCalls, type AgentHand, type Identity } from './plain-agent.ts'

/*
 * Runs in two pages of one browser: beside the component, where the floor is measured too, and in a page of
 * its own as an agent with tracks in hand. All moments are epoch milliseconds with fractions.
 */

export interface CallMoments {
  readonly clicked: number
  readonly invited: number
  /** The way for sound and picture is open. */
  readonly connected: number
  /** Sound of the agent is there. */
  readonly heard: number
  /** Sound and picture of the agent are there. */
  readonly arrived: number
}

export interface CallBench {
  /** The agent's page: registers, and answers each call at once. */
  answer(server: string, identity: Identity): Promise<void>
  /** The agent's page: the next call is played something before it is answered. */
  announce(): Promise<void>
  /** The agent's page: answers that call. */
  pickUp(): void
  /** The agent's page: puts the caller on hold. */
  hold(): Promise<void>
  /** The agent's page: puts the call through to itself. */
  putThrough(): void
  /** The customer's page: calls; from the 183 on until it is heard, milliseconds. */
  announced(): Promise<number>
  /** The customer's page: from the next REFER on until the new call is heard, milliseconds. */
  putThroughHere(): Promise<number>
  /** The agent's page: the moment when sound and picture of the next call are there. */
  arrival(): Promise<number>
  /** The customer's page: opens the component up to *Dial Us*, and devices for the floors. */
  prepare(): Promise<void>
  /** The customer's page: opens the component up to *Dial Us*. */
  open(): Promise<void>
  /** The customer's page: ends the call, closes the component, and lets all devices go. */
  release(): Promise<void>
  /** One call from the click on *Dial Us*. */
  call(): Promise<CallMoments>
  /** When the next INVITE was sent: the first, or a re-INVITE. */
  nextInvite(): Promise<number>
  /** Ends it, and goes on until the next one can be dialled. */
  again(): Promise<void>
  /** The same between two peer connections, without any signalling. */
  floor(): Promise<Floor>
  /** From the answer in hand until the other side is heard, between the same two: milliseconds. */
  soundFloor(): Promise<number>
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
/** When a message that begins like this came in, and the message that is waited for. */
let came: { readonly start: string; at: number } = { start: '', at: 0 }
const NativeSocket = window.WebSocket
window.WebSocket = class extends NativeSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    this.addEventListener('message', ({ data }) => {
      if (came.at === 0 && came.start !== '' && String(data).startsWith(came.start)) came.at = now()
    })
  }
}
const nativeSend = Object.getOwnPropertyDescriptor(NativeSocket.prototype, 'send')?.value as (
  this: WebSocket,
  data: unknown,
) => void
NativeSocket.prototype.send = function (data: unknown) {
  if (inviteAt === 0 && typeof data === 'string' && data.startsWith('INVITE ')) {
    inviteAt = now()
  }
  nativeSend.call(this, data)
}

let tracks: readonly MediaStreamTrack[] = []
let ownTracks: readonly MediaStreamTrack[] = []
let agentConnection: RTCPeerConnection | undefined
/** The agent's, by call. */
const agentCalls = new Map<string, RTCPeerConnection>()
let hand: AgentHand | undefined
let isAnnouncing = false
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

/** Sound has come out of the decoder, and the element that plays it is not muted. */
function isHeard(connection: RTCPeerConnection): boolean {
  const sound = connection.getReceivers().find(({ track }) => track.kind === 'audio')
  return (sound?.getSynchronizationSources().length ?? 0) > 0
}

/** The same, and it is this connection that the component plays. */
function isPlayed(connection: RTCPeerConnection): boolean {
  const player = component?.shadowRoot?.querySelector('audio')
  const stream = player?.srcObject
  const playing = stream instanceof MediaStream ? stream.getTracks() : []
  const isOurs = connection.getReceivers().some(({ track }) => playing.includes(track))
  return isOurs && player?.muted === false && isHeard(connection)
}

/** Answers with tracks in hand, and one candidate on the one transport that a bundle has. */
async function answerTo(offer: string, callId: string): Promise<string> {
  const known = agentCalls.get(callId)
  const isNew = known === undefined
  const connection = known ?? new NativeConnection({ bundlePolicy: 'max-bundle' })
  const found = new Promise<void>((resolve) => {
    connection.addEventListener('icecandidate', () => resolve(), { once: true })
  })
  if (isNew) {
    agentConnection = connection
    agentCalls.set(callId, connection)
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
    hand = await answerCalls(server, identity, {
      answer: answerTo,
      end(callId) {
        agentCalls.get(callId)?.close()
        agentCalls.delete(callId)
      },
      async hold(callId) {
        const connection = agentCalls.get(callId)
        for (const each of connection?.getTransceivers() ?? []) each.direction = 'inactive'
        await connection?.setLocalDescription()
        return connection?.localDescription?.sdp ?? ''
      },
      async held(callId, sdp) {
        await agentCalls.get(callId)?.setRemoteDescription({ type: 'answer', sdp })
      },
      isEarly: () => isAnnouncing,
    })
  },
  announce() {
    isAnnouncing = true
    return Promise.resolve()
  },
  pickUp() {
    isAnnouncing = false
    hand?.pickUp()
  },
  async hold() {
    await hand?.hold()
  },
  putThrough() {
    hand?.putThrough()
  },
  async announced() {
    came = { start: 'SIP/2.0 183 ', at: 0 }
    part('button')?.click()
    await until('an announcement', () => came.at > 0, 2)
    await until('its sound', () => connections.some(isPlayed), 2)
    return now() - came.at
  },
  async putThroughHere() {
    const first = connections.find(isPlayed)
    came = { start: 'REFER ', at: 0 }
    await until('a transfer', () => came.at > 0, 2)
    const isNext = (each: RTCPeerConnection): boolean => each !== first && isPlayed(each)
    await until('the sound of the next', () => connections.some(isNext), 2)
    return now() - came.at
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
    await window.callBench.open()
  },
  async open() {
    part('header')?.click()
    await until('instructions', () => stateOf() === 'instructions' && part('button') !== null)
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
    const heard = until('sound', () => isPlayed(connection), 2).then(now)
    const [connected, arrived] = await Promise.all([opened(connection), arrival(connection)])
    return { clicked, invited: inviteAt, connected, arrived, heard: await heard }
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
  async release() {
    if (component === null) return
    for (const name of ['hangUp', 'close'] as const) {
      Reflect.apply(Reflect.get(component, name) as () => void, component, [])
    }
    await until('closed', () => stateOf() === 'closed')
    for (const track of [...tracks, ...ownTracks]) track.stop()
  },
  async floor() {
    const began = now()
    const { one, other, settle } = await offered()
    await settle()
    const [connected, there, back] = await Promise.all([opened(one), arrival(other), arrival(one)])
    one.close()
    other.close()
    return { connected: connected - began, arrived: Math.max(there, back) - began }
  },
  async soundFloor() {
    const { one, other, settle } = await offered()
    const player = new Audio()
    player.srcObject = new MediaStream(
      one
        .getReceivers()
        .map(({ track }) => track)
        .filter(({ kind }) => kind === 'audio'),
    )
    void player.play()
    const answered = now()
    await settle()
    await until('sound', () => isHeard(one), 2)
    const heard = now() - answered
    player.srcObject = null
    one.close()
    other.close()
    return heard
  },
}

interface Offered {
  readonly one: RTCPeerConnection
  readonly other: RTCPeerConnection
  /** Hands the answer over. */
  settle(): Promise<void>
}

/** Two connections in one page, and the answer of the second to the first. */
async function offered(): Promise<Offered> {
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
  return {
    one,
    other,
    async settle() {
      if (other.localDescription) await one.setRemoteDescription(other.localDescription)
    },
  }
}
