import { forbiddenFeatures } from './page-limits.ts'
import type { DeviceKind } from './device-lists.ts'
import { LocalMedia, type RememberedDevices } from './media.svelte.ts'
import type { PhoneCall } from './phone-api.ts'
import { ScreenShare } from './screen-share.svelte.ts'
import type { Sounds } from './tones.ts'

/** What may go wrong with one's own devices; the call goes on. */
export type MediaTrouble =
  'forbidden' | 'microphone' | 'camera-refused' | 'camera-failed' | 'screen-failed'

interface OwnMediaDeps {
  readonly media: MediaDevices
  /** Devices of this machine, chosen earlier. */
  readonly choice: () => RememberedDevices
  readonly onchoice: (choice: RememberedDevices) => void
  readonly sounds: Sounds
  readonly call: () => PhoneCall | undefined
  readonly isCalling: () => boolean
  /** Another device has taken the place of one. */
  readonly onchange: () => void
  readonly ontrouble: (trouble: MediaTrouble | undefined) => void
}

/** What the caller sends: microphone, camera, screen; each may change during the call. */
export class OwnMedia {
  isMuted = $state(false)
  readonly local: LocalMedia
  readonly share: ScreenShare
  readonly #deps: OwnMediaDeps

  constructor(deps: OwnMediaDeps) {
    const { media, choice, onchoice, call } = deps
    this.#deps = deps
    this.share = new ScreenShare({
      media,
      call,
      onstop: () => this.#sendVideo(this.local.video ?? null),
      onfail: () => {
        if (deps.isCalling()) deps.ontrouble('screen-failed')
      },
    })
    this.local = new LocalMedia({
      media,
      choice,
      onchoice,
      onaudio: (track) => {
        void call()
          ?.setAudio(track)
          .catch(() => undefined)
        deps.onchange()
      },
      onvideo: (track) => {
        void this.#sendVideo(track)
        deps.onchange()
      },
      onoutput: (id) => {
        deps.sounds.useOutput(id)
      },
    })
  }

  toggleMute(): void {
    this.isMuted = !this.isMuted
    if (this.local.audio) this.local.audio.enabled = !this.isMuted
  }

  async toggleCamera(): Promise<void> {
    const isOn = this.local.video === undefined
    this.#deps.ontrouble(undefined)
    await this.local.setCamera(isOn)
    if (isOn) this.look()
  }

  async toggleScreen(): Promise<void> {
    this.#deps.ontrouble(undefined)
    await this.share.toggle()
  }

  async chooseDevice(kind: DeviceKind, id: string): Promise<void> {
    this.#deps.ontrouble(undefined)
    await this.local.choose(kind, id)
    if (kind !== 'audioOutput') this.look()
  }

  /** Says what could not be opened. */
  look(): void {
    const { audioProblem, videoProblem } = this.local
    // No visitor can allow what the page itself forbids.
    if (audioProblem === 'refused' && forbiddenFeatures(['microphone']).length > 0)
      this.#deps.ontrouble('forbidden')
    else if (audioProblem !== undefined) this.#deps.ontrouble('microphone')
    else if (videoProblem === 'refused') this.#deps.ontrouble('camera-refused')
    else if (videoProblem === 'busy') this.#deps.ontrouble('camera-failed')
  }

  /** Nothing is left on. */
  close(): void {
    this.share.stop()
    this.local.close()
  }

  async #sendVideo(track: MediaStreamTrack | null): Promise<void> {
    if (this.share.track !== undefined) return
    const { call, isCalling, ontrouble } = this.#deps
    try {
      await call()?.setVideo(track)
    } catch {
      if (track !== null && isCalling()) ontrouble('camera-failed')
    }
  }
}
