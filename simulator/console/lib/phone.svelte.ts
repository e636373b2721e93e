import { Registerer, SIPExtension, UserAgent } from 'sip.js'
import type { Api } from './api.ts'
import { VideoCall, callerIn } from './call.svelte.ts'
import type { Caller } from './caller.ts'
import { handlerFactory } from './handler.ts'
import { listDevices } from './media.ts'
import { identity } from './views.ts'

const expiresSeconds = 300
const longestWaitMs = 4000

/** A missed call, until it is removed. */
export interface MissedCall {
  readonly id: number
  readonly caller: Caller
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The agent's phone: while it is ready, calls to a pilot number may ring here. */
export class Phone {
  ready = $state(false)
  /** The line to the centre; a call goes on without it. */
  online = $state(false)
  call = $state.raw<VideoCall>()
  /** The latest first. */
  missed = $state.raw<readonly MissedCall[]>([])
  devices = $state.raw<readonly MediaDeviceInfo[]>([])
  microphone = $state('')
  camera = $state('')
  speaker = $state('')

  readonly #api: Api
  readonly #server: string
  #agent: UserAgent | undefined
  #registerer: Registerer | undefined
  #missedSerial = 0

  constructor(api: Api, server: string) {
    this.#api = api
    this.#server = server
  }

  async refreshDevices(): Promise<void> {
    this.devices = await listDevices()
  }

  /** Registers as an agent of the centre. Rejects where the centre does not answer. */
  async start(agentKey: number): Promise<void> {
    await this.stop()
    const { user, domain, ha1 } = await this.#api.get(`/sip/agents/${agentKey}`, identity)
    const uri = UserAgent.makeURI(`sip:${user}@${domain}`)
    if (uri === undefined) throw new Error('the centre gave no address')
    const agent = new UserAgent({
      uri,
      authorizationUsername: user,
      authorizationHa1: ha1,
      logBuiltinEnabled: false,
      noAnswerTimeout: 600,
      // What it would replace and is not there is refused with 481.
      sipExtensionReplaces: SIPExtension.Supported,
      transportOptions: { server: this.#server },
      sessionDescriptionHandlerFactory: handlerFactory(
        () => this.call?.stream ?? new MediaStream(),
      ),
      delegate: {
        onConnect: () => {
          this.online = true
        },
        onDisconnect: (error) => {
          this.online = false
          if (error !== undefined) this.#again(agent, 0)
        },
        onInvite: (invitation) => {
          // A colleague has called first, and now puts the customer through (RFC 3891).
          const isReplacing = invitation.request.getHeader('replaces') !== undefined
          if (!isReplacing && this.call !== undefined && this.call.state !== 'over') {
            this.#miss(callerIn(invitation))
            void invitation.reject({ statusCode: 486 })
            return
          }
          void this.refreshDevices()
          const call = new VideoCall(
            invitation,
            () => Date.now(),
            (isMissed) => {
              if (this.call === call) this.call = undefined
              if (isMissed) this.#miss(call.caller)
            },
          )
          this.call = call
          if (isReplacing) void this.answer()
        },
      },
    })
    this.#agent = agent
    this.#registerer = new Registerer(agent, { expires: expiresSeconds })
    await agent.start()
    await this.#registerer.register()
    this.ready = true
  }

  async stop(): Promise<void> {
    const agent = this.#agent
    if (agent === undefined) return
    this.ready = false
    this.#agent = undefined
    try {
      await this.#registerer?.unregister()
      await agent.stop()
    } catch {
      // Without a connection we cannot unregister: the registration expires by itself.
    }
    this.online = false
  }

  /** Takes what rings. */
  async answer(): Promise<void> {
    await this.call?.answer(this.microphone, this.camera)
    await this.refreshDevices()
  }

  /** Takes one missed call off the list, or all. */
  forgetMissed(id?: number): void {
    this.missed = id === undefined ? [] : this.missed.filter((missed) => missed.id !== id)
  }

  #miss(caller: Caller): void {
    this.#missedSerial += 1
    this.missed = [{ id: this.#missedSerial, caller, at: Date.now() }, ...this.missed]
  }

  #again(agent: UserAgent, attempt: number): void {
    if (this.#agent !== agent) return
    setTimeout(
      () => {
        agent
          .reconnect()
          .then(() => this.#registerer?.register())
          .catch(() => this.#again(agent, attempt + 1))
      },
      Math.min(longestWaitMs, 250 * 2 ** attempt),
    )
  }
}
