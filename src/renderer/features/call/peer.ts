import type { CallGrant } from '../../../contract/call.ts'
import { createGathering, type Gathering } from './gathering.ts'
import type { Clock } from './clock.ts'
import type { RemoteMedia } from './phone-api.ts'
import { preferUsual } from './codecs.ts'
import { withoutStrays } from './local-sdp.ts'
import { hasSpeech, keysIn, listeningTo, readable } from './remote-sdp.ts'
import { withStartRate } from './start-rate.ts'
import { toneLength } from './tone-length.ts'

/** Between two keys, milliseconds. */
const TONE_GAP_MS = 70

interface PeerOptions {
  readonly grant: Pick<CallGrant, 'iceServers' | 'relayOnly' | 'startKbps'>
  readonly audio: MediaStreamTrack
  readonly video: MediaStreamTrack | null
  readonly clock: Clock
}

/**
 * The media of one call: one peer connection with sound first, then picture, from the first offer to
 * the last. Camera, screen and microphone change by replacing tracks, so that nothing is ever
 * negotiated for them. It owns no tracks: the code that opened a camera closes it.
 */
export class Peer {
  readonly remote: RemoteMedia = { sound: new MediaStream(), picture: new MediaStream() }
  readonly connection: RTCPeerConnection
  readonly #audio: RTCRtpTransceiver
  #video: RTCRtpTransceiver
  #videoTrack: MediaStreamTrack | null
  readonly #gathering: Gathering
  readonly #startKbps: number
  #wantsRestart = false
  #isClosed = false
  #isRefreshing = false
  #hasNothingInCommon = false
  /** What was last heard before the answer. */
  #early: string | undefined
  #isElsewhere = false
  #onPath: (state: RTCPeerConnectionState) => void = () => undefined
  #prepared: Promise<string> | undefined

  constructor({ grant, audio, video, clock }: PeerOptions) {
    // `balanced`: peers without BUNDLE get a candidate for each media line.
    this.connection = new RTCPeerConnection({
      bundlePolicy: 'balanced',
      iceServers: grant.iceServers.map((server) => ({ ...server })),
      iceTransportPolicy: grant.relayOnly ? 'relay' : 'all',
    })
    const streams = [new MediaStream()]
    this.#audio = this.connection.addTransceiver(audio, { direction: 'sendrecv', streams })
    this.#video = this.connection.addTransceiver(video ?? 'video', {
      direction: 'sendrecv',
      streams,
    })
    preferUsual(this.#audio, 'audio')
    preferUsual(this.#video, 'video')
    this.#videoTrack = video
    // From the beginning, so that a player can be ready before the first picture comes.
    for (const { receiver } of [this.#audio, this.#video])
      this.#streamOf(receiver.track).addTrack(receiver.track)
    this.#startKbps = grant.startKbps
    this.#gathering = createGathering(this.connection, grant, clock)
    this.connection.addEventListener('track', ({ track }) => {
      const stream = this.#streamOf(track)
      stream.addTrack(track)
      track.addEventListener('ended', () => {
        stream.removeTrack(track)
      })
    })
    this.connection.addEventListener('connectionstatechange', () => {
      if (!this.#isClosed) this.#onPath(this.connection.connectionState)
    })
  }

  /** Tells of each change of the path for sound and picture. */
  watch(onPath: (state: RTCPeerConnectionState) => void): void {
    this.#onPath = onPath
  }

  /** Makes the first offer ahead of time, so that it leaves at once when it is asked for. */
  prepare(): void {
    this.#prepared ??= this.#describe()
    this.#prepared.catch(() => undefined)
  }

  /** The next offer looks for new ways through the network. */
  restart(): void {
    this.#wantsRestart = true
  }

  /** True while the other side holds the call: it does not want to hear us. */
  get isHeld(): boolean {
    const direction = this.#audio.currentDirection
    return direction === 'recvonly' || direction === 'inactive'
  }

  async setAudio(track: MediaStreamTrack): Promise<void> {
    await this.#audio.sender.replaceTrack(track)
  }

  async setVideo(track: MediaStreamTrack | null): Promise<void> {
    this.#videoTrack = track
    const { sender } = this.#video
    await sender.replaceTrack(track)
    // Without a track Firefox (153) repeats the last picture of the camera every second.
    await switchEncoder(sender, sender.track !== null).catch(() => undefined)
  }

  /**
   * Sends a whole picture, not only what has changed. Switched off and on the encoder begins anew: the one
   * way that Chromium 114 knows, and later ones too. Never rejects.
   */
  async refreshPicture(): Promise<void> {
    if (this.#isRefreshing || this.#videoTrack === null) return
    this.#isRefreshing = true
    const { sender } = this.#video
    await switchEncoder(sender, false).catch(() => undefined)
    await switchEncoder(sender, sender.track !== null).catch(() => undefined)
    this.#isRefreshing = false
  }

  /** True where somebody else answered than was heard before: the way to them is still to be opened. */
  get isElsewhere(): boolean {
    return this.#isElsewhere
  }

  /** True once an answer could not be used: the two sides have no sound in common. */
  get hasNothingInCommon(): boolean {
    return this.#hasNothingInCommon
  }

  /**
   * Queues a digit as RFC 4733 events; false where the other side did not agree to them, and without a microphone: they
   * ride on its sound, and Chromium says that they were sent without sending any.
   */
  sendDtmf(tones: string): boolean {
    const { dtmf, track } = this.#audio.sender
    if (dtmf?.canInsertDTMF !== true || track?.readyState !== 'live') return false
    const length = toneLength(this.#audio.sender.getParameters().codecs)
    dtmf.insertDTMF(dtmf.toneBuffer + tones, length, TONE_GAP_MS)
    return true
  }

  async stats(): Promise<RTCStatsReport | undefined> {
    return this.#isClosed ? undefined : await this.connection.getStats()
  }

  /** The next offer, or the answer to the other side's. */
  async getDescription(): Promise<{ body: string; contentType: string }> {
    const prepared = this.#prepared
    this.#prepared = undefined
    await prepared
    // What was found since then goes along.
    const body = (prepared && this.connection.localDescription?.sdp) ?? (await this.#describe())
    const sdp = withoutStrays(withStartRate(body, this.#startKbps))
    return { body: sdp, contentType: 'application/sdp' }
  }

  async #describe(): Promise<string> {
    const { connection } = this
    const isAnswer = connection.signalingState === 'have-remote-offer'
    const iceRestart = !isAnswer && this.#wantsRestart
    const isFirst = connection.localDescription === null
    await connection.setLocalDescription(
      isAnswer ? await connection.createAnswer() : await connection.createOffer({ iceRestart }),
    )
    if (iceRestart) this.#wantsRestart = false
    if (isFirst || iceRestart) await this.#gathering.done()
    const body = connection.localDescription?.sdp
    if (body === undefined || this.#isClosed) throw new Error('the call is over')
    return body
  }

  /**
   * What is played before the answer. Each one takes the place of the one before, another phone's too. Answers whether
   * it can be heard; where it cannot, nothing has changed. Never rejects.
   */
  async setEarly(sdp: string): Promise<boolean> {
    const { connection } = this
    if (!isOffering(connection)) return false
    const description = listeningTo(readable(sdp, connection.localDescription?.sdp))
    if (!hasSpeech(description)) return false
    try {
      await connection.setRemoteDescription({ type: 'pranswer', sdp: description })
      this.#early = description
      return true
    } catch {
      return false
    }
  }

  /** All sound so far: its energy grows while something is heard, and not while silence arrives. */
  async sound(): Promise<{ readonly energy: number; readonly packets: number }> {
    const [energy, packets] = sumOf(await this.stats(), 'audio', 'totalAudioEnergy')
    return { energy, packets }
  }

  /** All pictures so far; where packets come without frames nothing can be made of them. */
  async picture(): Promise<{ readonly frames: number; readonly packets: number }> {
    const [frames, packets] = sumOf(await this.stats(), 'video', 'framesDecoded')
    return { frames, packets }
  }

  /** Rejects where nothing would be heard: an offer is then refused, and an answer ends the call. */
  async setDescription(sdp: string): Promise<void> {
    const { connection } = this
    const type = isOffering(connection) ? 'answer' : 'offer'
    const description = readable(sdp, connection.localDescription?.sdp)
    try {
      if (!hasSpeech(description)) throw new Error('no speech')
      const rated = withStartRate(description, this.#startKbps)
      if (type === 'answer' && this.#early !== undefined)
        this.#isElsewhere = keysIn(this.#early) !== keysIn(description)
      await connection.setRemoteDescription({ type, sdp: rated })
    } catch (error) {
      this.#hasNothingInCommon ||= type === 'answer' && !this.#isClosed
      throw error
    }
    if (type === 'offer') await this.#adoptVideo()
  }

  /** An offer was refused: back to what was agreed, or no later one would be possible. */
  async rollbackDescription(): Promise<void> {
    const { connection } = this
    if (connection.signalingState === 'have-remote-pranswer') {
      // There is no way back from it, only through it.
      await connection.setRemoteDescription({ type: 'answer', sdp: this.#early ?? '' })
    } else if (connection.signalingState === 'have-local-offer') {
      await connection.setLocalDescription({ type: 'rollback' })
    } else if (connection.signalingState === 'have-remote-offer') {
      await connection.setRemoteDescription({ type: 'rollback' })
    }
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#gathering.stop()
    this.connection.close()
    for (const stream of [this.remote.sound, this.remote.picture])
      for (const track of stream.getTracks()) stream.removeTrack(track)
  }

  #streamOf({ kind }: MediaStreamTrack): MediaStream {
    return kind === 'audio' ? this.remote.sound : this.remote.picture
  }

  /** The other side had refused the picture and offers one now: ours goes over the new line. */
  async #adoptVideo(): Promise<void> {
    const isUsable = (transceiver: RTCRtpTransceiver): boolean =>
      transceiver.direction !== 'stopped' && transceiver.currentDirection !== 'stopped'
    if (isUsable(this.#video)) return
    const other = this.connection
      .getTransceivers()
      .find((candidate) => candidate.receiver.track.kind === 'video' && isUsable(candidate))
    if (other === undefined) return
    this.#video = other
    other.direction = 'sendrecv'
    await other.sender.replaceTrack(this.#videoTrack)
  }
}

/** Of everything that arrives: the sum of this value, and of packets. */
function sumOf(
  report: RTCStatsReport | undefined,
  kind: 'audio' | 'video',
  name: string,
): readonly [number, number] {
  const sum: [number, number] = [0, 0]
  report?.forEach((entry: Record<string, unknown>) => {
    if (entry['type'] !== 'inbound-rtp' || entry['kind'] !== kind) return
    sum[0] += Number(entry[name] ?? 0)
    sum[1] += Number(entry['packetsReceived'] ?? 0)
  })
  return sum
}

/** An offer of ours has no answer yet, or only what is heard before it. */
function isOffering({ signalingState }: RTCPeerConnection): boolean {
  return signalingState === 'have-local-offer' || signalingState === 'have-remote-pranswer'
}

async function switchEncoder(sender: RTCRtpSender, active: boolean): Promise<void> {
  const parameters = sender.getParameters()
  if (parameters.encodings.every((encoding) => encoding.active === active)) return
  for (const encoding of parameters.encodings) encoding.active = active
  await sender.setParameters(parameters)
}
