import { SessionState, Web } from 'sip.js'
import type { Invitation } from 'sip.js'
import { playAnnouncement } from './announcement.ts'
import type { Announcement } from './announcement.ts'
import { callerOf } from './caller.ts'
import type { Caller } from './caller.ts'
import { blank, openCamera, openMedia, openMicrophone } from './media.ts'
import { listenForKeys } from './tones.ts'
import { transfer } from './transfer.ts'

const toneIn = (body: string): string =>
  /^\s*(?:Signal\s*=\s*)?([0-9*#A-D])\s*(?:\r?\n|$)/i.exec(body)?.[1]?.toUpperCase() ?? ''

/** Who is at the other end of a call that comes in. */
export const callerIn = ({ remoteIdentity, request }: Invitation): Caller =>
  callerOf({
    displayName: remoteIdentity.displayName,
    user: remoteIdentity.uri.user ?? '',
    header: (name) => request.getHeader(name),
  })

export type CallState = 'ringing' | 'connecting' | 'connected' | 'over'
export type Trouble = 'microphone' | 'camera' | 'screen' | 'failed' | 'media' | 'transfer'

/**
 * One video call as the agent has it.
 *
 *   ┌─────────┐ answer ┌────────────┐ media ┌───────────┐
 *   │ ringing │ ─────▶ │ connecting │ ────▶ │ connected │
 *   └─────────┘        └────────────┘       └───────────┘
 *        │ decline, cancel   │ fails              │ BYE of either side
 *        ▼                   ▼                    ▼
 *      ┌─────────────────────────────────────────────┐
 *      │                    over                     │
 *      └─────────────────────────────────────────────┘
 *
 * The lines of sound and picture stay as they were answered: camera and screen are exchanged in them.
 */
export class VideoCall {
  state = $state<CallState>('ringing')
  muted = $state(false)
  cameraOn = $state(false)
  sharing = $state(false)
  holding = $state(false)
  heldByThem = $state(false)
  /** An announcement is played in the microphone's place. */
  announcing = $state(false)
  /** The number that the customer is being transferred to, or ''. */
  transferTo = $state('')
  tones = $state('')
  troubles = $state.raw<readonly Trouble[]>([])
  answeredAt = $state<number>()
  remote = $state.raw<MediaStream>()
  own = $state.raw<MediaStream>()

  readonly caller: Caller
  readonly startedAt: number
  readonly stream = new MediaStream()
  readonly #invitation: Invitation
  #microphone: MediaStreamTrack | undefined
  #camera: MediaStreamTrack | undefined
  #screen: MediaStreamTrack | undefined
  #announcement: Announcement | undefined
  #deaf: (() => void) | undefined
  #declined = false

  /** `over` is called with whether the caller left without an answer or rejection. */
  constructor(invitation: Invitation, now: () => number, over: (isMissed: boolean) => void) {
    this.#invitation = invitation
    this.caller = callerIn(invitation)
    this.startedAt = now()
    invitation.delegate = {
      onInfo: (info) => {
        const tone = toneIn(info.request.body)
        if (tone !== '') this.#hear(tone)
        void (tone === '' ? info.reject({ statusCode: 415 }) : info.accept())
      },
      onBye: (bye) => void bye.accept(),
      onInvite: (request) => {
        const audio = request.body.split(/\r?\nm=/).find((part) => part.startsWith('audio')) ?? ''
        this.heldByThem = /a=(sendonly|inactive)/.test(audio)
      },
    }
    invitation.stateChange.addListener((state) => {
      if (state === SessionState.Established) {
        this.answeredAt = now()
        this.#established()
      }
      if (state === SessionState.Terminated) {
        this.#end()
        over(this.answeredAt === undefined && !this.#declined)
      }
    })
  }

  async answer(microphone: string, camera: string): Promise<void> {
    if (this.state !== 'ringing') return
    this.state = 'connecting'
    const media = await openMedia(microphone, camera)
    if (this.#invitation.state !== SessionState.Initial) {
      // Cancelled meanwhile: what was opened must not stay open.
      media.microphone.stop()
      media.camera?.stop()
      return
    }
    this.#microphone = media.microphone
    this.#camera = media.camera
    this.cameraOn = media.camera !== undefined
    this.troubles = media.missing
    this.#showOwn()
    this.stream.addTrack(media.microphone)
    const picture = media.camera?.clone() ?? blank()
    if (picture !== undefined) this.stream.addTrack(picture)
    try {
      await this.#invitation.accept()
    } catch {
      this.#trouble('failed')
      this.#end()
    }
  }

  async decline(): Promise<void> {
    if (this.#invitation.state === SessionState.Initial) {
      this.#declined = true
      await this.#invitation.reject({ statusCode: 603 })
    }
  }

  async hangUp(): Promise<void> {
    if (this.#invitation.state === SessionState.Established) await this.#invitation.bye()
    else await this.decline()
  }

  toggleMute(): void {
    this.muted = !this.muted
    if (this.#microphone !== undefined) this.#microphone.enabled = !this.muted
  }

  async toggleAnnouncement(): Promise<void> {
    this.#announcement?.stop()
    this.#announcement = this.announcing ? undefined : playAnnouncement()
    this.announcing = this.#announcement !== undefined
    await this.#speak()
  }

  /** Hangs up once the customer has somebody at `number`; otherwise the call goes on. */
  async transfer(number: string): Promise<void> {
    if (this.transferTo !== '' || this.#invitation.state !== SessionState.Established) return
    this.troubles = this.troubles.filter((trouble) => trouble !== 'transfer')
    this.transferTo = number
    const succeeded = await transfer(this.#invitation, number)
    this.transferTo = ''
    if (succeeded) await this.hangUp()
    else this.#trouble('transfer')
  }

  async toggleCamera(deviceId: string): Promise<void> {
    if (this.cameraOn) {
      this.#camera?.stop()
      this.#camera = undefined
      this.cameraOn = false
    } else {
      this.#camera = await openCamera(deviceId)
      this.cameraOn = this.#camera !== undefined
      this.troubles = this.troubles.filter((trouble) => trouble !== 'camera')
      if (!this.cameraOn) this.#trouble('camera')
    }
    if (!this.sharing) await this.#send(this.#camera)
    this.#showOwn()
  }

  async toggleScreen(): Promise<void> {
    if (this.sharing) {
      this.#screen?.stop()
      await this.#stopSharing()
      return
    }
    try {
      const stream = await navigator.mediaDevices.getDisplayMedia({ video: true })
      this.#screen = stream.getVideoTracks()[0]
    } catch {
      this.#trouble('screen')
      return
    }
    this.#screen?.addEventListener('ended', () => void this.#stopSharing())
    this.sharing = true
    await this.#send(this.#screen)
    this.#showOwn()
  }

  async toggleHold(): Promise<void> {
    const hold = !this.holding
    const options: Web.SessionDescriptionHandlerOptions = { hold }
    try {
      await this.#invitation.invite({
        sessionDescriptionHandlerOptions: options,
        requestDelegate: {
          onAccept: () => {
            this.holding = hold
          },
        },
      })
    } catch {
      // Another offer is under way; the button can be pressed again.
      this.holding = !hold
    }
  }

  async useMicrophone(deviceId: string): Promise<void> {
    const track = await openMicrophone(deviceId)
    if (track === undefined) {
      this.#trouble('microphone')
      return
    }
    track.enabled = !this.muted
    this.#microphone?.stop()
    this.#microphone = track
    this.troubles = this.troubles.filter((trouble) => trouble !== 'microphone')
    await this.#speak()
  }

  async useCamera(deviceId: string): Promise<void> {
    if (!this.cameraOn) return
    await this.toggleCamera(deviceId)
    await this.toggleCamera(deviceId)
  }

  #handler(): Web.SessionDescriptionHandler | undefined {
    const handler = this.#invitation.sessionDescriptionHandler
    return handler instanceof Web.SessionDescriptionHandler ? handler : undefined
  }
  #senders(kind: 'audio' | 'video'): readonly RTCRtpSender[] {
    const all = this.#handler()?.peerConnection?.getTransceivers() ?? []
    return all.filter(({ receiver }) => receiver.track.kind === kind).map(({ sender }) => sender)
  }
  async #speak(): Promise<void> {
    const track = this.#announcement?.track ?? this.#microphone ?? null
    for (const sender of this.#senders('audio')) await sender.replaceTrack(track)
  }
  async #send(track: MediaStreamTrack | undefined): Promise<void> {
    for (const sender of this.#senders('video')) {
      sender.track?.stop()
      await sender.replaceTrack(track?.clone() ?? null)
    }
  }
  async #stopSharing(): Promise<void> {
    if (!this.sharing) return
    this.sharing = false
    this.#screen = undefined
    await this.#send(this.#camera)
    this.#showOwn()
  }
  #showOwn(): void {
    const track = this.sharing ? this.#screen : this.#camera
    this.own = track === undefined ? undefined : new MediaStream([track])
  }
  #established(): void {
    const handler = this.#handler()
    if (handler === undefined) return
    this.remote = handler.remoteMediaStream
    if (!this.cameraOn) void this.#send(undefined)
    const peer = handler.peerConnection
    const look = (): void => {
      const state = peer?.connectionState
      if (state === 'connected') this.state = 'connected'
      this.troubles = this.troubles.filter((trouble) => trouble !== 'media')
      if (state === 'disconnected' || state === 'failed') this.#trouble('media')
    }
    peer?.addEventListener('connectionstatechange', look)
    look()
    if (handler.remoteMediaStream.getAudioTracks().length > 0) {
      this.#deaf = listenForKeys(handler.remoteMediaStream, (key) => this.#hear(key))
    }
  }
  #hear(key: string): void {
    this.tones = (this.tones + key).slice(-40)
  }
  #trouble(trouble: Trouble): void {
    if (!this.troubles.includes(trouble)) this.troubles = [...this.troubles, trouble]
  }
  #end(): void {
    this.state = 'over'
    this.#deaf?.()
    this.#announcement?.stop()
    for (const track of [this.#microphone, this.#camera, this.#screen]) track?.stop()
    for (const track of this.stream.getTracks()) track.stop()
  }
}
