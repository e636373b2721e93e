import { Core, type UserAgent } from 'sip.js'
import type { Account, Challenge } from './challenge.ts'
import { credentialsFor } from './digest.ts'

interface CredentialParts {
  readonly account: Account
  /** What the server has asked for in the answer that is being read. */
  readonly challenge: () => Challenge | undefined
  /** 0 to 1. */
  readonly random: () => number
}

/** Answers challenges in place of the library, which knows MD5 without the body only. */
class Credentials extends Core.DigestAuthentication {
  readonly #parts: CredentialParts
  #nonce = ''
  #count = 0
  #text = ''

  constructor(parts: CredentialParts, loggerFactory: Core.LoggerFactory) {
    super(loggerFactory, undefined, undefined, undefined)
    this.#parts = parts
  }

  override authenticate(request: Core.OutgoingRequestMessage): boolean {
    const challenge = this.#parts.challenge()
    if (challenge === undefined) return false
    // The server counts how often its nonce is used.
    this.#count = challenge.nonce === this.#nonce ? this.#count + 1 : 1
    this.#nonce = challenge.nonce
    this.stale = challenge.isStale
    const { method, ruri, body } = request
    const asked = { method, uri: ruri.toRaw(), body: textOf(body) }
    const cnonce = Math.floor(this.#parts.random() * 2 ** 48).toString(36)
    const count = { cnonce, count: this.#count }
    this.#text = credentialsFor(this.#parts.account, challenge, asked, count) ?? ''
    return this.#text !== ''
  }

  override toString(): string {
    return this.#text
  }
}

/** The library keeps some bodies as text, against its own types. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body
  const text: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'body') : ''
  return typeof text === 'string' ? text : ''
}

/** The user agent answers challenges by this account. */
export function answerChallenges(agent: UserAgent, parts: CredentialParts): void {
  const { configuration } = agent.userAgentCore
  configuration.authenticationFactory = () => new Credentials(parts, configuration.loggerFactory)
}
