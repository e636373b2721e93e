import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'

/**
 * A way between agent and customer on which whole pictures lose their beginning, until it is mended. It offers
 * no requests by RTCP either (RFC 4585): as gateways do that leave `a=rtcp-fb` out.
 */
export interface BrokenWay {
  /** The customer's description without addresses, so that the agent uses no other way, and without repairs. */
  inbound(sdp: string): string
  /** The agent's description, with addresses of this way in the place of its own. */
  outbound(sdp: string): Promise<string>
  /** From now on pictures arrive as they are sent. */
  mend(): void
  close(): void
}

/** How many lost packets are remembered: a browser asks for them again. */
const mostLost = 256

/**
 * Lets packets pass but the first one of each picture that has several, however often it is sent. A whole
 * picture always has several; without it, the others cannot be shown.
 */
export const createBreaker = (
  isVideo: (payloadType: number) => boolean,
): ((packet: Buffer) => boolean) => {
  let latest: number | undefined
  const lost: number[] = []
  return (packet) => {
    const [first = 0, second = 0] = packet
    const payloadType = second & 0x7f
    // Neither STUN nor DTLS (RFC 7983), nor RTCP (RFC 5761).
    const isRtp = packet.length >= 12 && first >> 6 === 2 && (payloadType < 64 || payloadType > 95)
    if (!isRtp || !isVideo(payloadType)) return true
    const serial = packet.readUInt16BE(2)
    const timestamp = packet.readUInt32BE(4)
    if (lost.includes(serial)) return false
    const begins = timestamp !== latest
    latest = timestamp
    const ends = second >> 7 === 1
    if (!begins || ends) return true
    lost.push(serial)
    if (lost.length > mostLost) lost.shift()
    return false
  }
}

/** Leaves out what would repair a picture: requests by RTCP, packets sent twice, and redundancy. */
export const withoutRepairs = (sdp: string): string => {
  const repairs = /^a=rtpmap:(\d+) (?:rtx|red|ulpfec|flexfec-03)\/90000/gimu
  const types = [...sdp.matchAll(repairs)].map(([, type = '']) => type)
  const ofRepairs = new RegExp(`^a=(?:rtpmap|fmtp):(?:${types.join('|') || 'none'}) `, 'u')
  return sdp
    .split('\r\n')
    .filter((line) => !line.startsWith('a=rtcp-fb:') && !ofRepairs.test(line))
    .map((line) =>
      line.startsWith('m=video ')
        ? line
            .split(' ')
            .filter((word, place) => place < 3 || !types.includes(word))
            .join(' ')
        : line,
    )
    .join('\r\n')
}

export const createBrokenWay = (): BrokenWay => {
  const sockets = new Set<Socket>()
  /** The port of this way for each of the agent's. */
  const ports = new Map<string, number>()
  let videoTypes = new Set<number>()
  let isBroken = true
  const breaks = createBreaker((type) => videoTypes.has(type))

  const open = (): Socket => {
    const socket = createSocket('udp4')
    // Who is gone cannot be reached: no reason to fall.
    socket.on('error', () => undefined)
    sockets.add(socket)
    return socket
  }
  /** Opens a port that leads to the agent's; each address of the customer gets a socket for the way back. */
  const lead = async (address: string, port: number): Promise<number> => {
    const outer = open()
    const inner = new Map<string, Socket>()
    outer.on('message', (packet, from) => {
      const key = `${from.address}:${from.port}`
      let back = inner.get(key)
      if (back === undefined) {
        back = open()
        inner.set(key, back)
        back.on('message', (answer) => {
          const passes = breaks(answer) || !isBroken
          if (passes) outer.send(answer, from.port, from.address)
        })
      }
      back.send(packet, port, address)
    })
    outer.bind(0)
    await once(outer, 'listening')
    return outer.address().port
  }

  return {
    inbound: (sdp) => withoutRepairs(sdp).replaceAll(/a=candidate:[^\r\n]*\r?\n/gu, ''),
    outbound: async (sdp) => {
      const types = /^m=video \d+ \S+ ([\d ]+)/mu.exec(sdp)?.[1] ?? ''
      videoTypes = new Set(types.trim().split(' ').map(Number))
      const lines: string[] = []
      for (const line of withoutRepairs(sdp).split('\r\n')) {
        const candidate = /^(a=candidate:\S+ 1 udp \d+ )([\d.]+) (\d+)( typ host.*)$/iu.exec(line)
        if (candidate !== null) {
          const [, head = '', address = '', port = '', tail = ''] = candidate
          const known = ports.get(`${address}:${port}`) ?? (await lead(address, Number(port)))
          ports.set(`${address}:${port}`, known)
          lines.push(`${head}${address} ${known}${tail}`)
        } else if (!line.startsWith('a=candidate:')) lines.push(line)
      }
      return lines.join('\r\n')
    },
    mend: () => {
      isBroken = false
    },
    close: () => {
      for (const socket of sockets) socket.close()
      sockets.clear()
    },
  }
}
