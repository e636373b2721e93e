import { Core, type Session, type Transport, type URI } from 'sip.js'

/*
 * Two things that the library reads in a way of its own are put right where messages come in.
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

/** Reads what comes in for these sessions, before the library answers it. */
export function readWire(transport: Transport, sessions: () => Iterable<Session>): void {
  const receive = transport.onMessage
  transport.onMessage = (text) => {
    receive?.(withPlainType(text))
    // An ACK leaves once the description was read, which takes a turn at least.
    for (const { dialog } of sessions()) {
      if (!(dialog instanceof Core.Dialog)) continue
      const contact = contactIn(text, dialog.remoteTag)
      if (contact !== undefined) asWritten(dialog.remoteTarget, contact)
    }
  }
}
