import { createAutomaticAgent } from './agent/automatic.ts'
import type { Attachment } from './attachment.ts'
import { dataSchema } from './config/data.ts'
import type { Agent, CentreData, CentreDataInput } from './config/data.ts'
import { switchesSchema } from './config/switches.ts'
import type { Switches } from './config/switches.ts'
import { defaultConfig } from './config/xml.ts'
import type { WebInteractionConfig } from './config/xml.ts'
import type { ControlContext } from './control/context.ts'
import { createLive } from './control/live.ts'
import { createFaults } from './faults/faults.ts'
import type { Faults } from './faults/faults.ts'
import { createCallbacks } from './model/callbacks.ts'
import type { Callbacks } from './model/callbacks.ts'
import { createDesk } from './model/desk.ts'
import type { Desk } from './model/desk.ts'
import type { CentreEvent } from './model/events.ts'
import { createSessions } from './model/sessions.ts'
import type { Sessions } from './model/sessions.ts'
import { initialSettings } from './model/settings.ts'
import type { Settings } from './model/settings.ts'
import { createTokens } from './model/tokens.ts'
import type { Tokens } from './model/tokens.ts'
import { createJournal } from './rest/journal.ts'
import type { Journal } from './rest/journal.ts'
import { createBacklog } from './rest/backlog.ts'
import { createLink } from './rest/link.ts'
import { createScenarios } from './scenarios/scenarios.ts'
import type { Scenario, Scenarios } from './scenarios/scenarios.ts'
import { createServer } from './server.ts'
import { sipAttachment } from './sip/sip.ts'
import type { Sip } from './sip/sip.ts'
import { makeCertificate } from './support/certificate.ts'
import type { Certificate } from './support/certificate.ts'
import { scopedClock, systemClock } from './support/clock.ts'
import type { Clock } from './support/clock.ts'
import { createEmitter } from './support/emitter.ts'
import type { Emitter } from './support/emitter.ts'
import { consoleFolder } from './support/places.ts'
import { drawSeed, seededRandom } from './support/random.ts'

export interface CentreOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** The address to listen on; loopback by default. */
  readonly host?: string
  /** Parameters of webinteractionsdk.xml; those not given are the demo's. */
  readonly config?: Partial<WebInteractionConfig>
  /** What the data file holds; parts not given are the demo's. */
  readonly data?: CentreDataInput
  /** Switches that differ from the text's own reading, over those of the data. */
  readonly switches?: Partial<Switches>
  /** By default the machine's. */
  readonly clock?: Clock
  /** By default drawn. */
  readonly seed?: number
  /** Whether the automatic agent takes chats; not by default. */
  readonly automaticAgent?: boolean
  /** Whether the automatic agent takes calls; by default unless it may not take chats. */
  readonly mediaAgent?: boolean
  readonly scenario?: Scenario
  /** TLS with a generated certificate, or with a given one. */
  readonly tls?: boolean | Certificate
  /** The built agent console; by default the one of this package. */
  readonly consoleFolder?: string
  readonly attachments?: readonly Attachment[]
  /** Called for a bug in the simulator itself; by default written to stderr. */
  readonly failed?: (error: unknown) => void
  /** Called with one line for people; by default written to stderr. */
  readonly say?: (line: string) => void
}

/** A running contact centre. */
export interface Centre {
  readonly urls: {
    readonly rest: string
    readonly sip: string
    readonly console: string
    readonly control: string
  }
  readonly port: number
  readonly clientId: string
  readonly clientSecret: string
  readonly seed: number
  /** The authority to trust, where the certificate was made here. */
  readonly ca: string | undefined
  readonly clock: Clock
  readonly data: CentreData
  readonly agents: readonly Agent[]
  /** May be changed at any time; emit `{ type: 'settings' }` for pages that show them. */
  readonly settings: Settings
  readonly sessions: Sessions
  readonly desk: Desk
  readonly callbacks: Callbacks
  readonly tokens: Tokens
  readonly faults: Faults
  readonly scenarios: Scenarios
  readonly journal: Journal
  readonly events: Emitter<CentreEvent>
  readonly sip: Sip
  /** How many connections have been accepted since the start. */
  connections(): number
  /** Changes switches while the centre runs. */
  setSwitches(change: Partial<Switches>): void
  /** Drops connections and tokens, and the sessions unless they are kept. */
  restart(options?: { keepSessions?: boolean; downMs?: number }): void
  /** Resolves once the condition holds; it is looked at after each event and answered request. */
  until(condition: () => boolean): Promise<void>
  /** Ends everything; no handle stays open. */
  close(): Promise<void>
}

const report = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`simulator: internal error: ${message}\n`)
}

const say = (line: string): void => {
  process.stderr.write(`simulator: ${line}\n`)
}

const unitMs = { seconds: 1000, minutes: 60_000, milliseconds: 1 } as const

/** The address under which this machine reaches a server that listens on all addresses. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1'
  const address = host === '::' ? '::1' : host
  return address.includes(':') ? `[${address}]` : address
}

/**
 * Starts a contact centre and resolves once it listens. Rejects with ZodError for wrong data and with
 * the system's error (EADDRINUSE, EACCES) where it cannot listen.
 */
export const createCentre = async (options: CentreOptions = {}): Promise<Centre> => {
  const config: WebInteractionConfig = { ...defaultConfig, ...options.config }
  // A copy: the schema's defaults are one object for all, and a centre's data may be changed.
  const data = structuredClone(dataSchema.parse(options.data ?? {}))
  const host = options.host ?? '127.0.0.1'
  const seed = options.seed ?? drawSeed()
  const failed = options.failed ?? report
  const clock = scopedClock(options.clock ?? systemClock)
  const random = seededRandom(seed)
  const certificate =
    options.tls === true ? await makeCertificate(host, Date.now()) : options.tls || undefined

  const events = createEmitter<CentreEvent>()
  const settings = initialSettings(data, options.automaticAgent ?? false)
  settings.switches = switchesSchema.parse({ ...data.switches, ...options.switches })
  const ids = random.fork('ids')
  const sessions = createSessions({ clock, random: ids, events, data, settings })
  const desk = createDesk(clock, events, sessions)
  const callbacks = createCallbacks(clock, events)
  const tokens = createTokens(
    clock,
    random.fork('tokens'),
    () => config.tokenValidity * unitMs[settings.switches.tokenValidityUnit],
    () => settings.switches.newTokenRevokesOld,
  )
  const faults = createFaults(random.fork('faults'), () => events.emit({ type: 'faults' }))
  const journal = createJournal()
  const link = createLink(clock, settings, config.maxSockets)
  const backlog = createBacklog(clock)
  const restart = (how: { keepSessions: boolean; downMs: number }): void => {
    tokens.revokeAll()
    if (!how.keepSessions) sessions.clear()
    backlog.empty()
    link.drop(how.downMs)
    events.emit({ type: 'restart', sessionsKept: how.keepSessions })
  }
  const scenarios = createScenarios({
    clock,
    faults,
    settings,
    revokeTokens: () => tokens.revokeAll(),
    restart,
    changed: () => events.emit({ type: 'settings' }),
  })
  const context: ControlContext = {
    clock,
    data,
    settings,
    sessions,
    callbacks,
    tokens,
    faults,
    journal,
    link,
    backlog,
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    restart,
    desk,
    events,
    scenarios,
    seed,
    serverName: config.serverName,
    failed,
  }
  const automatic = createAutomaticAgent({ ...context, random: random.fork('automatic-agent') })
  const live = createLive(context)

  let sip: Sip | undefined
  const mediaAgent = options.mediaAgent ?? options.automaticAgent ?? true
  const calls = sipAttachment({ mediaAgent, say: options.say ?? say }, (made) => {
    sip = made
  })
  const { app, attached } = await createServer(context, live, {
    servletName: config.servletName,
    socketTimeout: config.socketTimeout,
    certificate,
    open: !/^(127\.|::1$|localhost$)/.test(host),
    consoleFolder: options.consoleFolder ?? consoleFolder,
    attachments: [calls, ...(options.attachments ?? [])],
    random,
  })
  if (sip === undefined) throw new Error('the SIP service was not attached')
  const attachedSip = sip

  const close = async (): Promise<void> => {
    automatic.close()
    scenarios.stop()
    live.close()
    for (const part of attached) await part.close?.()
    link.drop(0)
    await app.close()
    link.dropAll()
    clock.cancelAll()
  }
  try {
    await app.listen({ port: options.port ?? 0, host })
  } catch (error) {
    await close()
    throw error
  }
  if (options.scenario !== undefined) scenarios.play(options.scenario)

  const address = app.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const authority = `${reachable(host)}:${port}`
  const secure = certificate === undefined ? '' : 's'
  return {
    urls: {
      rest: `http${secure}://${authority}/${config.servletName}`,
      sip: `ws${secure}://${authority}/sip`,
      console: `http${secure}://${authority}/agent`,
      control: `http${secure}://${authority}/control`,
    },
    port,
    clientId: config.clientId,
    clientSecret: config.clientSecret,
    seed,
    ca: certificate?.ca,
    clock,
    data,
    agents: data.agents,
    settings,
    sessions,
    desk,
    callbacks,
    tokens,
    faults,
    scenarios,
    journal,
    events,
    sip: attachedSip,
    connections: () => link.accepted(),
    setSwitches: (change) => {
      settings.switches = switchesSchema.parse({ ...settings.switches, ...change })
      events.emit({ type: 'settings' })
    },
    restart: (how) =>
      restart({ keepSessions: how?.keepSessions ?? true, downMs: how?.downMs ?? 0 }),
    until: (condition) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!condition()) return
          off()
          offJournal()
          resolve()
        }
        const off = events.on(look)
        const offJournal = journal.on(look)
        look()
      }),
    close,
  }
}
