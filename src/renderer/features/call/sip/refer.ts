import type { Referral, Session, URI, UserAgent } from 'sip.js'
import type { CallTarget, Transfer } from '../line.ts'
import { within, type Clock } from '../clock.ts'
import { addressOf, isAllowed } from './targets.ts'

/** Who asked is told how it goes, or is gone, milliseconds. */
const ANSWER_MS = 1000
/** Extensions that a REFER may require: neither reports nor a subscription for them (RFC 4488, RFC 7614). */
const KNOWN = new Set(['norefersub', 'nosub'])
/** A dialog as RFC 3891 names it; nothing else may come out of the escapes. */
const REPLACES = /^(?=.*;to-tag=)(?=.*;from-tag=)[^\s;,\p{Cc}]+(?:;[\w-]+(?:=[^\s;,\p{Cc}]+)?)+$/u

const PHRASES: Readonly<Record<number, string>> = { 100: 'Trying', 180: 'Ringing', 200: 'OK' }

interface Circumstances {
  readonly agent: UserAgent
  readonly session: Session
  readonly clock: Clock
  /** Hosts to which the other side may send the call. */
  readonly hosts: readonly string[]
}

/** A REFER as far as it may be carried out; otherwise it was refused, and nothing more is to be done. */
export function readReferral(referral: Referral, about: Circumstances): Transfer | undefined {
  const { request } = referral
  const refuse = (statusCode: number, ...extraHeaders: string[]): void => {
    referral.reject({ statusCode, extraHeaders }).catch(() => undefined)
  }
  const required = listOf(request.getHeader('Require'))
  const unknown = required.filter((tag) => !KNOWN.has(tag))
  const target = targetOf(referral, about.hosts)
  if (target === undefined || unknown.length > 0) {
    if (unknown.length > 0) refuse(420, `Unsupported: ${unknown.join(', ')}`)
    else refuse(603)
    return undefined
  }
  const isQuiet = required.length > 0 || /^\s*false\b/iu.test(request.getHeader('Refer-Sub') ?? '')
  const id = request.cseq

  async function report(status: number, isLast = status >= 200): Promise<void> {
    const { dialog } = about.session
    if (isQuiet || dialog === undefined) return
    const state = isLast ? 'terminated;reason=noresource' : 'active;expires=180'
    const phrase = PHRASES[status] ?? (status < 200 ? 'Progress' : 'Failed')
    const answered = new Promise<void>((resolve) => {
      const heard = (): void => {
        resolve()
      }
      try {
        dialog.notify(
          { onAccept: heard, onReject: heard },
          {
            extraHeaders: [
              `Event: refer;id=${String(id)}`,
              `Subscription-State: ${state}`,
              `Contact: ${about.agent.contact.toString()}`,
            ],
            body: {
              contentDisposition: 'render',
              contentType: 'message/sipfrag;version=2.0',
              content: `SIP/2.0 ${String(status)} ${phrase}\r\n`,
            },
          },
        )
      } catch {
        // Who asked has hung up.
        resolve()
      }
    })
    await within(about.clock, ANSWER_MS, answered, undefined)
  }

  return {
    target,
    accept() {
      const extraHeaders = [
        `Contact: ${about.agent.contact.toString()}`,
        ...(isQuiet ? ['Refer-Sub: false'] : []),
      ]
      referral.accept({ statusCode: isQuiet ? 200 : 202, extraHeaders }).catch(() => undefined)
      void report(100)
    },
    refuse,
    report,
  }
}

function targetOf(referral: Referral, hosts: readonly string[]): CallTarget | undefined {
  const to = readUri(referral)
  if (to === undefined || !isAllowed(to, hosts)) return undefined
  const method = to.getParam('method')
  if (typeof method === 'string' && method.toUpperCase() !== 'INVITE') return undefined
  const headers: string[] = []
  const [replaces] = to.getHeader('Replaces') ?? []
  if (replaces !== undefined) {
    const dialog = unescaped(replaces)
    if (!REPLACES.test(dialog)) return undefined
    headers.push(`Replaces: ${dialog}`, 'Require: replaces')
  }
  const { referredBy } = referral
  if (referredBy !== undefined) headers.push(`Referred-By: ${referredBy.replace(/\p{Cc}+/gu, ' ')}`)
  return { address: addressOf(to), headers }
}

/** The library throws where it cannot read it. */
function readUri(referral: Referral): URI | undefined {
  try {
    return referral.referTo.uri
  } catch {
    return undefined
  }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function listOf(header: string | undefined): readonly string[] {
  return (header ?? '').toLowerCase().split(',').map((tag) => tag.trim()).filter((tag) => tag !== '') // prettier-ignore
}
