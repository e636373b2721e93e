import { Core, type UserAgent } from 'sip.js'
import type { Account, Challenge } from './challenge.ts'
import { credentialsFor } from './digest.ts'

interface CredentialParts {
  readonly agent: UserAgent
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
  /** Who was answered already, and with a nonce that had gone stale. */
  readonly #answered = new Set<string>()

  constructor(parts: CredentialParts, loggerFactory: Core.LoggerFactory) {
    super(loggerFactory, undefined, undefined, undefined)
    this.#parts = parts
  }

  override authenticate(request: Core.OutgoingRequestMessage): boolean {
    const challenge = this.#parts.challenge()
    if (challenge === undefined || !this.#isNew(challenge)) return false
    allowAnother(this.#parts.agent, request)
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

  /** Each of a proxy and a server is answered once, and once more where its nonce was too old. */
  #isNew({ header, isStale }: Challenge): boolean {
    const name = `${header} ${String(isStale)}`
    if (this.#answered.has(name) || (!isStale && this.#answered.has(`${header} true`))) return false
    this.#answered.add(name)
    return true
  }
}

/**
 * The library takes the second challenge of a request for a circle, even where a proxy asks first and a server then
 * (RFC 3261, 22.3). We count ourselves.
 */
function allowAnother({ userAgentCore }: UserAgent, request: Core.OutgoingRequestMessage): void {
  for (const client of userAgentCore.userAgentClients.values()) {
    if (Reflect.get(client, 'message') !== request) continue
    queueMicrotask(() => Reflect.set(client, 'challenged', false))
  }
}

/** The library keeps some bodies as text, against its own types. */
function textOf(body: unknown): string {
  if (typeof body === 'string') return body
  const text: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'body') : ''
  return typeof text === 'string' ? text : ''
}

/** The user agent answers challenges by this account. */
export function answerChallenges(parts: CredentialParts): void {
  const { configuration } = parts.agent.userAgentCore
  configuration.authenticationFactory = () => new Credentials(parts, configuration.loggerFactory)
}
