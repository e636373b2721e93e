import { Core, Inviter, type Session, type Transport, type URI } from 'sip.js'
import { challengeIn, withOneChallenge, type Account, type Challenge } from './challenge.ts'

/*
 * What the library reads in a way of its own is put right where messages come in.
 */

/**
 * `Application/SDP` and `application/sdp;charset=utf-8` are SDP as well (RFC 3261, 7.4.1); to the library only
 * `application/sdp` is, and a call is hung up in the moment in which it is answered.
 */
export function withPlainType(text: string): string {
  const [head = ''] = text.split('\r\n\r\n', 1)
  const plain = head.replace(
    /^(content-type|c)[ \t]*:[ \t]*application\/sdp[ \t]*(?:;.*)?$/imu,
    '$1: application/sdp',
  )
  return plain + text.slice(head.length)
}

/**
 * A provisional answer to an INVITE may come without a Contact (RFC 3261, table 2), and linphone's do; the library drops
 * such an answer, and nobody would know that it rings. It gets the address that was dialled; the final answer names its
 * own.
 */
export function withContact(text: string, dialled: string): string {
  const [head = ''] = text.split('\r\n\r\n', 1)
  if (!/^SIP\/2\.0 1(?!00)\d\d /u.test(head) || !/^CSeq[ \t]*:.* INVITE$/imu.test(head)) return text
  if (/^(?:contact|m)[ \t]*:/imu.test(head)) return text
  return text.replace('\r\n', `\r\nContact: <${dialled}>\r\n`)
}

/**
 * A REFER may name any address (RFC 3515, 2.1); the library drops one that is not of SIP without a word. It is read as an
 * address that nobody has, and declined.
 */
export function withSipTarget(text: string): string {
  if (!text.startsWith('REFER ')) return text
  const [head = ''] = text.split('\r\n\r\n', 1)
  const foreign = /^(refer-to|r)[ \t]*:(?![^\r\n]*\bsips?:)[^\r\n]*$/imu
  return head.replace(foreign, '$1: <sip:unknown.invalid>') + text.slice(head.length)
}

/**
 * The description in a final answer to an INVITE. The library keeps to the one that was played before it, as RFC 3261
 * (13.2.1) says of one phone; gateways play from elsewhere than they connect to, and their last word is what is true.
 */
export function answerIn(text: string): string | undefined {
  const [head = ''] = text.split('\r\n\r\n', 1)
  if (!/^SIP\/2\.0 2\d\d /u.test(head) || !/^CSeq[ \t]*:.* INVITE$/imu.test(head)) return undefined
  if (!/^(?:content-type|c)[ \t]*:[ \t]*application\/sdp$/imu.test(head)) return undefined
  return text.slice(head.length + 4) || undefined
}

/**
 * The Contact by which the other side of a dialog asks to be reached, where this message tells a new one (RFC 3261,
 * 12.1.2 and 12.2.1.2); undefined where it tells none.
 */
export function contactIn(text: string, remoteTag: string): string | undefined {
  const [head = ''] = text.split('\r\n\r\n', 1)
  if (!/^(?:INVITE |SIP\/2\.0 [12])/u.test(head) || !/^CSeq:.* INVITE$/imu.test(head))
    return undefined
  if (remoteTag === '' || !head.includes(`tag=${remoteTag}`)) return undefined
  return /^(?:contact|m)[ \t]*:[^<\r\n]*<([^<>\s]+)>/imu.exec(head)?.[1]
}

/**
 * An address that goes out as it was written. The library writes it anew and escapes what needs no escape, which makes
 * it another one (RFC 3261, 19.1.4): a trunk gateway finds no call of its own under it.
 */
export function asWritten(uri: URI, text: string): URI {
  const written: URI = Object.assign(uri, {
    clone: () => written,
    toRaw: () => text,
    toString: () => text,
  })
  return written
}

/** The library names methods that it would do, not those that we do. */
export function sayAllowed(transport: Transport, allowed: string): void {
  const send = transport.send.bind(transport)
  transport.send = (text) => send(text.replace(/^Allow: .*$/mu, allowed))
}

export interface Wire {
  /** Set while a final answer is read, in the same turn. */
  readonly answer: string | undefined
  /** What the server asks for in the answer that is read. */
  readonly challenge: Challenge | undefined
}

/** Reads what comes in for these sessions, before the library answers it. */
export function readWire(
  transport: Transport,
  sessions: ReadonlyMap<Session, unknown>,
  account: Account | undefined,
): Wire {
  const receive = transport.onMessage
  const wire: { -readonly [Name in keyof Wire]: Wire[Name] } = {
    answer: undefined,
    challenge: undefined,
  }
  transport.onMessage = (text) => {
    const asked = [...sessions.keys()].find(
      (session) => session instanceof Inviter && text.includes(session.request.callId),
    )
    const whole = asked instanceof Inviter ? withContact(text, asked.request.ruri.toString()) : text
    const plain = withSipTarget(withPlainType(whole))
    wire.answer = answerIn(plain)
    const isChallenge = /^SIP\/2\.0 40[17] /u.test(plain)
    wire.challenge = isChallenge && account ? challengeIn(plain, account) : undefined
    receive?.(isChallenge ? withOneChallenge(plain, wire.challenge) : plain)
    wire.answer = wire.challenge = undefined
    // An ACK leaves once the description was read, which takes a turn at least.
    for (const { dialog } of sessions.keys()) {
      if (!(dialog instanceof Core.Dialog)) continue
      const contact = contactIn(text, dialog.remoteTag)
      if (contact !== undefined) asWritten(dialog.remoteTarget, contact)
    }
  }
  return wire
}
