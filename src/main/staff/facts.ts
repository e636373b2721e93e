import type { ChannelState } from '../../contract/settings.ts'
import type { SeenDevices } from '../../contract/staff.ts'
import type { linesOf } from '../settings/origin.ts'
import type { PolicyProblem } from '../settings/problem.ts'
import type { StorageFacts, MachineFacts } from './machine-facts.ts'
import type { ProxyAsked } from '../platform/proxy-sign-in.ts'
import type { Sentence } from '../platform/words.ts'
import type { ZoneFacts } from './zone-facts.ts'
import type { WatchdogState } from '../watchdog/watchdog.ts'

/** Why the contact centre cannot be used; each has its words in `doctor.centre`. */
export type CentreCause =
  | 'none'
  /** The address cannot be used as it is. */
  | 'address'
  | 'name'
  | 'silent'
  | 'unreachable'
  /** TLS is spoken there, and was not by us; and the other way round. */
  | 'tls'
  | 'plain'
  /** No contact centre under this path; or the path leads into its interface. */
  | 'nothing'
  | 'inside'
  | 'moved'
  | 'portal'
  | 'authority'
  | 'pin'
  | 'certificate'
  | 'proxyAsks'
  | 'proxyRefuses'
  | 'proxyOther'
  | 'proxyClosed'
  | 'proxyGone'
  | 'secret'
  | 'token'
  | 'licence'
  | 'unit'
  | 'unitSign'
  | 'unitDefault'
  | 'unitIsDefault'
  | 'odd'
  | 'trouble'

/** How the contact centre stands. */
export interface CentreFacts {
  readonly cause: 'well' | CentreCause
  /** Put into the words of the finding. */
  readonly values?: Readonly<Record<string, string>>
  /** How long it took to answer, milliseconds. */
  readonly tookMs?: number
  /** Its clock minus ours, milliseconds. */
  readonly offsetMs?: number
}

/** What was found at the other end of a line. */
export interface Reached {
  readonly ok: boolean
  readonly tookMs: number
  /** `net::ERR_...`, `timeout`, `credentials`, `no-secret`, `no-sip`, a status: never a text of the other side. */
  readonly code?: string
}

/** 503 by what was asked for, where the channels do not show it. */
export type Lately = 'queryContents' | 'addContent' | 'createCallback'

export interface VaultFacts {
  readonly kind: 'keyring' | 'key-file' | 'memory'
  /** What stands in the way of what the policy wants. */
  readonly problem?: string
  readonly advice?: Sentence
}

export interface Facts {
  readonly policy: {
    readonly wrong: readonly PolicyProblem[]
    /** Keys that came from a file or from the command line. */
    readonly set: number
    /** Where every key comes from; absent where it was not asked. */
    readonly origin?: ReturnType<typeof linesOf>
  }
  readonly centre: CentreFacts
  readonly channels: readonly ChannelState[]
  readonly vault: VaultFacts
  /** Names of secrets that the policy needs and nobody has stored. */
  readonly missingSecrets: readonly string[]
  readonly certificates: {
    readonly extra: number
    readonly pins: number
    readonly wrong: boolean
  }
  /** What a proxy has asked for; undefined where none has. */
  readonly proxy: ProxyAsked | undefined
  /** Names of languages that the centre refused to begin a chat in. */
  readonly refusedLanguages: readonly string[]
  /** Answers of the last hour that have a meaning of their own (503, C11). */
  readonly lately: readonly Lately[]
  readonly machine: MachineFacts
  readonly zones: ZoneFacts
  readonly kept: StorageFacts
  /** Faults of this run that nobody has caught. */
  readonly faults: number
  readonly devices: SeenDevices | null
  /** Undefined where no call server is set up. */
  readonly sip: Reached | undefined
  readonly relays: readonly { readonly address: string; readonly reached: Reached }[]
  /** Absent on the command line: nothing is watched there. */
  readonly watchdog: WatchdogState | undefined
}
