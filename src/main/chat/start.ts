import { baseOf } from '../../contract/language-tag.ts'
import type { StartChat } from '../../contract/chat.ts'
import { fail, ok, type Outcome } from '../../contract/outcome.ts'
import type { ContactDatum, Result, SessionRequest } from '../centre/api.ts'
import { sleep } from '../platform/clock.ts'
import type { ChatConfig } from './config.ts'
import type { ChatDeps } from './deps.ts'
import { characters, oneLine, safeText } from './safe-text.ts'

/** What an accepted form comes to. */
export interface Beginning {
  readonly customerName: string
  readonly caption: string
  readonly topic: string | undefined
  readonly customer: string | undefined
  /** When the customer agreed, epoch milliseconds; undefined where nobody was asked. */
  readonly agreedAt: number | undefined
}

/** Holds the form against the policy; names the first field at fault. */
export function readStart(input: StartChat, config: ChatConfig, now: number): Outcome<Beginning> {
  const customerName = oneLine(input.name)
  if (customerName === '' || characters(customerName) > config.nameCharacters) {
    return fail('invalid-input', 'name')
  }
  const topic = input.topic
  if (topic !== undefined && !config.topics.includes(topic)) return fail('invalid-input', 'topic')
  const caption = readMessage(input.message, config)
  if (caption === undefined) return fail('invalid-input', 'message')
  const customer = oneLine(input.customer ?? '')
  if (characters(customer) > 200) return fail('invalid-input', 'customer')
  if (config.askConsent && !input.consent) return fail('invalid-input', 'consent')
  return ok({
    customerName,
    caption,
    topic,
    customer: customer === '' ? undefined : customer,
    agreedAt: config.askConsent ? now : undefined,
  })
}

/** A message as it will leave: trimmed, without controls. Undefined where empty or too long. */
export function readMessage(text: string, config: ChatConfig): string | undefined {
  // Cheap bound first: a text of megabytes is not worth a look.
  if (text.length > config.messageCharacters * 8 + 1000) return undefined
  const message = safeText(text).trim()
  return message === '' || characters(message) > config.messageCharacters ? undefined : message
}

/** C33: the language's name in OSCC Manager. */
export function languageName(tag: string, config: ChatConfig): string {
  const names = config.languageNames
  return names[tag] ?? names[baseOf(tag)] ?? config.defaultLanguageName
}

/**
 * R69 to R80. The keys of `contactData` are documented for the operator's routing; `Nonce` and
 * `Attempt` let an agent see that two sessions are one customer whose first try got no answer
 * (question 2).
 */
export function sessionRequest(
  beginning: Beginning,
  config: ChatConfig,
  language: string,
  nonce: string,
  attempt: number,
): SessionRequest {
  const data: ContactDatum[] = []
  const add = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') data.push({ key, value })
  }
  add('Kiosk', config.kiosk)
  add('Store', config.store)
  add('Language', language)
  add('App Version', config.appVersion)
  // C31: `source` may not hold every character of an e-mail address, this may.
  add('Customer', beginning.customer)
  if (beginning.agreedAt !== undefined) data.push(...config.consentData(beginning.agreedAt))
  add('Nonce', nonce)
  add('Attempt', String(attempt))
  return {
    caption: beginning.caption,
    contactData: data,
    customerName: beginning.customerName,
    ...(beginning.topic !== undefined && { destination: beginning.topic }),
    language: languageName(language, config),
    priority: config.priority,
    source: beginning.customer ?? config.source,
  }
}

const RETRIED: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'trouble', 'nonsense'])

/**
 * Starts a session. An answer that is lost leaves a session whose id nobody knows, so there is one
 * more try and no third. `wanted` tells whether the customer still waits.
 */
export async function startSession(
  deps: ChatDeps,
  config: ChatConfig,
  beginning: Beginning,
  language: string,
  wanted: () => boolean,
): Promise<Result<string>> {
  const nonce = nonceOf(deps.random)
  const request = (attempt: number): SessionRequest =>
    sessionRequest(beginning, config, language, nonce, attempt)
  const first = await deps.centre.startSession(request(1))
  if (first.ok || !RETRIED.has(first.error.kind) || !wanted()) return first
  deps.log.warn('the start of a chat got no good answer; one more try', {
    kind: first.error.kind,
    effect: first.error.effect,
    detail: first.error.detail,
  })
  await sleep(
    deps.clock,
    Math.max(config.startRetryMs, Math.min(first.error.retryAfterMs ?? 0, 10_000)),
  )
  if (!wanted()) return first
  const second = await deps.centre.startSession(request(2))
  if (second.ok || first.error.effect === 'none') return second
  return { ok: false, error: { ...second.error, effect: 'possible' } }
}

function nonceOf(random: () => number): string {
  let nonce = ''
  for (let at = 0; at < 16; at += 1) nonce += Math.floor(random() * 36).toString(36)
  return nonce
}
