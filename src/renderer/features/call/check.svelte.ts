import type { CallGrant } from '../../../contract/call.ts'
import type { Clock } from './clock.ts'
import type { Phone } from './phone-api.ts'
import { gatherKinds, runCheck, type CheckView } from './precheck.ts'
import { openProbe } from './probe.ts'

interface CheckParts {
  readonly clock: Clock
  readonly context: AudioContext
  readonly audio: MediaStreamTrack | undefined
  readonly video: MediaStreamTrack | undefined
  /** The phone and its grant; rejects where there is none. */
  readonly connection: Promise<{ readonly phone: Phone; readonly grant: CallGrant }>
}

/** The check before the call, as the screen shows it. */
export class Check {
  view = $state.raw<CheckView>({})
  isRunning = $state(false)
  /** What the customer said of the three notes. */
  heard = $state<'unasked' | 'asked' | 'yes' | 'no'>('unasked')
  #turn = 0

  /** Devices are being opened for it: what an earlier run found holds no longer. */
  begin(): void {
    this.#turn += 1
    this.isRunning = true
    this.view = {}
  }

  /** Five seconds at most; a later run takes the place of an earlier one. Never rejects. */
  async run({ clock, context, audio, video, connection }: CheckParts): Promise<void> {
    this.begin()
    const turn = this.#turn
    let grant: CallGrant | undefined
    const probe = openProbe(context, audio, video)
    const isNewest = (): boolean => turn === this.#turn
    await runCheck(
      {
        clock,
        connect: async (onQuestion) => {
          const ready = await connection
          grant = ready.grant
          await ready.phone.connect(onQuestion)
        },
        gather: async () => await gatherKinds((await connection).grant, clock),
        expectsRelay: () => grant?.iceServers.some(({ urls }) => urls.startsWith('turn')) ?? false,
        level: probe.level,
        brightness: probe.brightness,
        hasCamera: video !== undefined,
      },
      (view) => {
        if (isNewest()) this.view = view
      },
    )
    probe.close()
    if (isNewest()) this.isRunning = false
  }

  /** The customer spoke after the check had stopped listening. */
  hear(): void {
    if (this.view.microphone === 'silent') this.view = { ...this.view, microphone: 'good' }
  }

  stop(): void {
    this.#turn += 1
    this.isRunning = false
    this.heard = 'unasked'
  }
}
