import { Inviter, Registerer, SessionState, UserAgent } from 'sip.js'
import type { Invitation, Session, SessionDescriptionHandler, UserAgentOptions } from 'sip.js'
import { isSdp } from '../media-agent/handler.ts'

const sdp = (direction: string): string =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    `a=${direction}`,
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'c=IN IP4 0.0.0.0',
    `a=${direction}`,
    '',
  ].join('\r\n')

/** Descriptions without media, for tests of the signalling alone. */
export const paperHandler = (
  direction: () => string = () => 'sendrecv',
): SessionDescriptionHandler => ({
  close: () => undefined,
  getDescription: () => Promise.resolve({ body: sdp(direction()), contentType: 'application/sdp' }),
  hasDescription: isSdp,
  rollbackDescription: () => Promise.resolve(),
  setDescription: () => Promise.resolve(),
  sendDtmf: () => false,
})

/** What a phone has met, in order: `connect`, `disconnect`, `INVITE`, `BYE`, `INFO 5`, `REFER <sip:...>`, ... */
export interface Phone {
  readonly agent: UserAgent
  readonly met: string[]
  /** Calls that came in, the latest last. */
  readonly calls: Invitation[]
  /** Resolves with the status of a registration: 200, 401, ... */
  register(expires?: number): Promise<number>
  unregister(): Promise<void>
  /** Dials and resolves once it has left; with early media, what comes before the answer is heard. */
  dial(
    user: string,
    headers?: Readonly<Record<string, string>>,
    options?: { readonly earlyMedia?: boolean },
  ): Promise<Dialled>
  /** Resolves once the condition holds; it is looked at whenever the phone meets something. */
  until(condition: () => boolean): Promise<void>
  reconnect(): Promise<void>
  stop(): Promise<void>
}

export interface Dialled {
  readonly session: Inviter
  /** Every status of the answers so far. */
  readonly statuses: number[]
  /** Resolves with the final status. */
  readonly final: Promise<number>
}

export interface PhoneOptions {
  readonly url: string
  readonly user: string
  readonly domain?: string
  /** As it stands between the quotation marks of From. */
  readonly displayName?: string
  readonly password?: string
  readonly ha1?: string
  readonly handler?: (session: Session) => SessionDescriptionHandler
}

/** A phone on sip.js's own user agent, connected; tests drive both ends of a call with it. */
export const createPhone = async (options: PhoneOptions): Promise<Phone> => {
  const met: string[] = []
  const calls: Invitation[] = []
  const lookers = new Set<() => void>()
  const meet = (what: string): void => {
    met.push(what)
    for (const look of [...lookers]) look()
  }
  const domain = options.domain ?? 'callpoint.test'
  const addressOf = (user: string) => {
    const uri = UserAgent.makeURI(`sip:${user}@${domain}`)
    if (uri === undefined) throw new Error(`no address for ${user}`)
    return uri
  }
  const watch = (session: Session): void => {
    session.stateChange.addListener((state) => meet(`session ${state}`))
    session.delegate = {
      onBye: (bye) => {
        meet('BYE')
        void bye.accept()
      },
      onInfo: (info) => {
        meet(`INFO ${/Signal=(.)/.exec(info.request.body)?.[1] ?? ''}`)
        void info.accept()
      },
      onRefer: (referral) => {
        meet(`REFER ${referral.request.getHeader('refer-to') ?? ''}`)
        void referral.accept()
      },
      onInvite: (request) =>
        meet(
          `re-INVITE ${/a=(sendrecv|sendonly|recvonly|inactive)/.exec(request.body)?.[1] ?? ''}`,
        ),
    }
  }
  const { password, ha1 } = options
  const settings: UserAgentOptions = {
    uri: addressOf(options.user),
    ...(options.displayName === undefined ? {} : { displayName: options.displayName }),
    authorizationUsername: options.user,
    ...(password === undefined ? {} : { authorizationPassword: password }),
    ...(ha1 === undefined ? {} : { authorizationHa1: ha1 }),
    logBuiltinEnabled: false,
    transportOptions: { server: options.url },
    sessionDescriptionHandlerFactory: options.handler ?? (() => paperHandler()),
    delegate: {
      onConnect: () => meet('connect'),
      onDisconnect: () => meet('disconnect'),
      onInvite: (invitation) => {
        watch(invitation)
        calls.push(invitation)
        invitation.delegate = { ...invitation.delegate, onCancel: () => meet('CANCEL') }
        meet('INVITE')
      },
    },
  }
  const agent = new UserAgent(settings)
  let registerer: Registerer | undefined
  await agent.start()
  return {
    agent,
    met,
    calls,
    register: (expires = 600) =>
      new Promise((resolve, reject) => {
        registerer ??= new Registerer(agent, { expires })
        registerer
          .register({
            requestDelegate: {
              onAccept: () => resolve(200),
              onReject: ({ message }) => resolve(message.statusCode ?? 0),
            },
          })
          .catch(reject)
      }),
    unregister: () =>
      new Promise((resolve, reject) => {
        const delegate = { onAccept: () => resolve(), onReject: () => resolve() }
        registerer?.unregister({ requestDelegate: delegate }).catch(reject)
      }),
    dial: async (user, headers = {}, { earlyMedia = false } = {}) => {
      const session = new Inviter(agent, addressOf(user), {
        earlyMedia,
        extraHeaders: Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      })
      const statuses: number[] = []
      watch(session)
      let settle: (status: number) => void = () => undefined
      const final = new Promise<number>((resolve) => {
        settle = resolve
      })
      const heard = (status: number): void => {
        statuses.push(status)
        meet(`${status}`)
        if (status >= 200) settle(status)
      }
      await session.invite({
        requestDelegate: {
          onTrying: ({ message }) => heard(message.statusCode ?? 0),
          onProgress: ({ message }) => heard(message.statusCode ?? 0),
          onAccept: ({ message }) => heard(message.statusCode ?? 0),
          onReject: ({ message }) => heard(message.statusCode ?? 0),
        },
      })
      return { session, statuses, final }
    },
    until: (condition) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!condition()) return
          lookers.delete(look)
          resolve()
        }
        lookers.add(look)
        look()
      }),
    reconnect: () => agent.reconnect(),
    stop: () => agent.stop(),
  }
}

/** Whether a session is up. */
export const isUp = (session: Session): boolean => session.state === SessionState.Established
