/** A track as far as this app looks at it. */
class FakeTrack extends EventTarget {
  readyState: MediaStreamTrackState = 'live'
  enabled = true
  readonly kind: string
  readonly #deviceId: string

  constructor(kind: string, deviceId: string) {
    super()
    this.kind = kind
    this.#deviceId = deviceId
  }

  stop(): void {
    this.readyState = 'ended'
  }

  getSettings(): MediaTrackSettings {
    return { deviceId: this.#deviceId }
  }

  /** The device is gone. */
  unplug(): void {
    this.readyState = 'ended'
    this.dispatchEvent(new Event('ended'))
  }
}

/** `MediaDevices` for tests: what is plugged in, who refuses, and when a device opens. */
export class FakeDevices extends EventTarget {
  refuses: Partial<Record<'audio' | 'video', string>> = {}
  list = [
    { kind: 'audioinput', deviceId: 'a1', label: 'Headset' },
    { kind: 'audioinput', deviceId: 'a2', label: 'Room' },
    { kind: 'audioinput', deviceId: 'default', label: 'Default' },
    { kind: 'audiooutput', deviceId: 'o1', label: 'Speaker' },
    { kind: 'videoinput', deviceId: 'v1', label: 'Front' },
  ]
  readonly asked: string[] = []
  readonly tracks: FakeTrack[] = []
  /** A device opens once its gate has. */
  gates: Partial<Record<'audio' | 'video', Promise<void>>> = {}

  enumerateDevices(): Promise<unknown[]> {
    return Promise.resolve(this.list)
  }

  async getUserMedia(constraints: MediaStreamConstraints): Promise<unknown> {
    const kind = constraints.audio === undefined ? 'video' : 'audio'
    const wanted = (constraints[kind] as { deviceId?: { exact: string } }).deviceId?.exact
    this.asked.push(`${kind} ${wanted ?? 'any'}`)
    await this.gates[kind]
    const refusal = this.refuses[kind]
    if (refusal !== undefined) throw new DOMException('', refusal)
    const device = wanted ?? this.list.find((entry) => entry.kind === `${kind}input`)?.deviceId
    if (!this.list.some(({ deviceId }) => deviceId === device)) {
      throw new DOMException('', 'OverconstrainedError')
    }
    const track = new FakeTrack(kind, device ?? '')
    this.tracks.push(track)
    return { getTracks: () => [track] }
  }
}

/** As in Firefox: loudspeakers are in the list once they were picked; `picks` says which, or why none. */
export class DevicesWithPicker extends FakeDevices {
  readonly #speakers = [
    { kind: 'audiooutput', deviceId: 'o1', label: 'Speaker' },
    { kind: 'audiooutput', deviceId: 'o2', label: 'Headphones' },
  ]
  /** Which the customer picks, or the name of an error. */
  picks = 'o2'
  /** What it was asked with: an id, or nothing. */
  readonly pickedWith: (string | undefined)[] = []

  constructor() {
    super()
    this.list = this.list.filter(({ kind }) => kind !== 'audiooutput')
  }

  selectAudioOutput({ deviceId }: { readonly deviceId?: string }): Promise<unknown> {
    this.pickedWith.push(deviceId)
    const found = this.#speakers.find((each) => each.deviceId === (deviceId ?? this.picks))
    if (found === undefined) return Promise.reject(new DOMException('', this.picks))
    this.list.push(found)
    return Promise.resolve(found)
  }
}
