import type { Allow } from '../../phone/kinds.ts'
import type { ContactDatum } from '../centre/api.ts'
import type { PollingConfig } from './pace.ts'
import type { UrlPolicy } from '../viewer/url-policy.ts'

export interface OutboxConfig {
  /**
   * Whether the centre hands posted messages back as CUSTOMER_MESSAGE (question 1). `auto`
   * learns it, and remembers it across chats.
   */
  readonly echo: 'yes' | 'no' | 'auto'
  /** After this long without an answer a request has had its effect, or never will: see settling.ts. */
  readonly settleMs: number
  /** The same for a request that the centre itself answered with 500. */
  readonly settleAnsweredMs: number
  /** A confirmed message that complete polls do not show for this long is not echoed. */
  readonly echoGraceMs: number
  readonly backoffMs: number
  readonly backoffMaxMs: number
}

/** What chat needs of the policy. Times in milliseconds unless the name says otherwise. */
export interface ChatConfig {
  /** Keys of the topics (R75). */
  readonly topics: readonly string[]
  /** Longest message, in characters (code points). */
  readonly messageCharacters: number
  readonly nameCharacters: number
  readonly askConsent: boolean
  /** Contact data about the agreement that was given at this moment (epoch milliseconds). */
  readonly consentData: (at: number) => readonly ContactDatum[]
  /** R78, 1 to 100. */
  readonly priority: number
  /** R79 where the customer gave nothing that identifies them: the kiosk's id. */
  readonly source: string
  readonly kiosk?: string
  readonly store?: string
  readonly appVersion: string
  /** BCP 47 tag (or its first part) to the language's name in OSCC Manager (C33). */
  readonly languageNames: Readonly<Record<string, string>>
  readonly defaultLanguageName: string
  readonly url: UrlPolicy
  readonly polling: PollingConfig
  readonly outbox: OutboxConfig
  /** Ask before a card number or an IBAN leaves. */
  readonly guard: boolean
  readonly offerCallbackAfterSeconds: number
  /** Send numbers as `49...` instead of `+49...` (C16). */
  readonly stripPlus: boolean
  /** ISO 3166 code of this place: the country of numbers that are typed without one. */
  readonly country: () => string
  /** Which numbers an agent may call. */
  readonly allow: Allow
  /** Before the second and last try of a start whose answer was lost (question 2). */
  readonly startRetryMs: number
  /** R43. */
  readonly typingStopMs: number
  /** C13: an agent's typing is forgotten after two polls. */
  readonly typingExpiryMs: number
  /** Polls have failed for so long: the customer is told. */
  readonly lostAfterMs: number
  /** The customer ended: how long messages still on their way may take. */
  readonly endGraceMs: number
  /** How long after a crash a chat may be resumed. */
  readonly resumeWithinMs: number
  /**
   * By which clock that is measured: on a desktop by the wall clock; on a kiosk, where the next person
   * may stand there, by the machine's own clock and only within the same boot.
   */
  readonly resumeBy: 'wall-clock' | 'same-boot'
  /** How long an abandoned session is tried to be ended. */
  readonly reapForMs: number
}

export const chatDefaults: Omit<
  ChatConfig,
  'source' | 'appVersion' | 'topics' | 'country' | 'allow'
> = {
  messageCharacters: 2000,
  nameCharacters: 60,
  askConsent: false,
  consentData: () => [],
  priority: 50,
  languageNames: {},
  defaultLanguageName: 'English',
  url: { linkHosts: ['*'], viewHosts: [], privateHosts: [], maxLength: 2048 },
  polling: {
    mode: 'adaptive',
    fixedMs: 3000,
    fastestMs: 1000,
    askedMs: 2000,
    calmMs: 5000,
    customerTypingMs: 6000,
    idleMs: 6000,
    waitingMs: 5000,
    jitterShare: 0.1,
    burst: 30,
    backoffMaxMs: 30_000,
  },
  outbox: {
    echo: 'auto',
    settleMs: 10_000,
    settleAnsweredMs: 2000,
    echoGraceMs: 5000,
    backoffMs: 1000,
    backoffMaxMs: 15_000,
  },
  guard: true,
  offerCallbackAfterSeconds: 90,
  stripPlus: false,
  startRetryMs: 2000,
  typingStopMs: 4000,
  typingExpiryMs: 6000,
  lostAfterMs: 10_000,
  endGraceMs: 3000,
  resumeWithinMs: 5 * 60_000,
  resumeBy: 'wall-clock',
  reapForMs: 60 * 60_000,
}
