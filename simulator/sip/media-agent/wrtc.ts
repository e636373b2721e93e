import { createRequire } from 'node:module'

/** The part of WebRTC in Node that is used here; the module itself has types for browsers only. */
export interface Wrtc {
  readonly RTCPeerConnection: new (configuration: object) => PeerConnection
  readonly MediaStream: new () => object
  readonly nonstandard: {
    readonly RTCAudioSource: new () => AudioSource
    readonly RTCVideoSource: new () => VideoSource
    readonly RTCAudioSink: new (track: Track) => AudioSink
    readonly RTCVideoSink: new (track: Track) => VideoSink
  }
}

export interface Track {
  readonly kind: string
  readonly id: string
  enabled: boolean
  stop(): void
}

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

export interface Transceiver {
  readonly mid: string | null
  direction: Direction
  readonly currentDirection: Direction | null
  readonly sender: { replaceTrack(track: Track | null): Promise<void> }
  readonly receiver: { readonly track: Track }
}

export interface Description {
  readonly type: 'offer' | 'answer' | 'rollback'
  readonly sdp: string
}

export interface PeerConnection {
  readonly connectionState: string
  readonly signalingState: string
  readonly iceGatheringState: string
  readonly localDescription: Description | null
  addTransceiver(track: Track, init: { direction: Direction }): Transceiver
  getTransceivers(): readonly Transceiver[]
  createOffer(): Promise<Description>
  createAnswer(): Promise<Description>
  setLocalDescription(description: { type: string; sdp?: string }): Promise<void>
  setRemoteDescription(description: { type: string; sdp?: string }): Promise<void>
  addEventListener(type: string, listener: () => void): void
  close(): void
}

export interface AudioData {
  readonly samples: Int16Array
  readonly sampleRate: number
  readonly bitsPerSample: number
  readonly channelCount: number
  readonly numberOfFrames: number
}

export interface AudioSource {
  createTrack(): Track
  onData(data: AudioData): void
}

/** Planes Y, U and V one after the other. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

export interface VideoSource {
  createTrack(): Track
  onFrame(frame: Picture): void
}

export interface AudioSink {
  ondata: ((data: AudioData) => void) | null
  stop(): void
}

export interface VideoSink {
  onframe: ((event: { frame: Picture }) => void) | null
  stop(): void
}

const has = (value: unknown, name: string): boolean =>
  typeof value === 'object' &&
  value !== null &&
  typeof Object.getOwnPropertyDescriptor(value, name)?.value === 'function'

const isWrtc = (value: unknown): value is Wrtc =>
  typeof value === 'object' &&
  value !== null &&
  has(value, 'RTCPeerConnection') &&
  has(value, 'MediaStream') &&
  'nonstandard' in value &&
  ['RTCAudioSource', 'RTCVideoSource', 'RTCAudioSink', 'RTCVideoSink'].every((name) =>
    has(value.nonstandard, name),
  )

/**
 * Loads the native module. Throws where it is not installed, has no binary for this platform, or is
 * something else.
 */
export const loadWrtc = (): Wrtc => {
  const loaded: unknown = createRequire(import.meta.url)('@roamhq/wrtc')
  if (!isWrtc(loaded)) throw new Error('@roamhq/wrtc is not the module that was expected')
  return loaded
}
