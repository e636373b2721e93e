import { Web } from 'sip.js'

const callIdIn = (text: string): string => /^Call-ID: *(.+?)\r$/imu.exec(text)?.[1] ?? ''

/**
 * Repeats the description of a 183 in the 200: sip.js leaves it out there, although only that of the final
 * answer counts where the 183 was not reliable (RFC 3261 13.2.1).
 */
export const repeatDescriptions = (): ((text: string) => string) => {
  const early = new Map<string, string>()
  return (text) => {
    const status = /^SIP\/2\.0 (183|200) /u.exec(text)?.[1]
    if (status === undefined || !/^CSeq: *\d+ INVITE\r$/imu.test(text)) return text
    const end = text.indexOf('\r\n\r\n')
    const [head, body] = [text.slice(0, end), text.slice(end + 4)]
    const callId = callIdIn(text)
    if (status === '183') {
      if (body !== '') early.set(callId, body)
      return text
    }
    const known = early.get(callId)
    // The 200 to a later offer has a description of its own.
    if (body !== '' || known === undefined) return text
    const lines = head.split('\r\n').filter((line) => !/^Content-(?:Type|Length):/iu.test(line))
    lines.push('Content-Type: application/sdp', `Content-Length: ${Buffer.byteLength(known)}`)
    return `${lines.join('\r\n')}\r\n\r\n${known}`
  }
}

/** The WebSocket of the automatic agent. */
export class AgentTransport extends Web.Transport {
  readonly #repeat = repeatDescriptions()
  override send(message: string): Promise<void> {
    return super.send(this.#repeat(message))
  }
}
