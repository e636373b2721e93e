import type { Sentence } from '../platform/words.ts'

/**
 * Ports that Chromium opens for no page and no request (`ERR_UNSAFE_PORT`, a WebSocket closes with
 * 1006), whatever listens there: all of 1 to 65535 were tried in Electron 25; 4190 and 6679 came later.
 */
const REFUSED = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10_080,
])

/** Why the port of an http, https, ws or wss address cannot be used; undefined where it can. */
export function portProblem(address: string): Sentence | undefined {
  const port = portOf(address)
  if (port === undefined) return undefined
  if (port > 65_535) return { key: 'reason.portAbove' }
  if (!REFUSED.has(port)) return undefined
  const isSip = port === 5060 || port === 5061
  return { key: isSip ? 'reason.portSip' : 'reason.portRefused', values: { port } }
}

/** Why the port of a `turn:` or `turns:` address cannot be used: below 1024 WebRTC takes only 53, 80 and 443. */
export function relayPortProblem(address: string): Sentence | undefined {
  const found = /^turns?:(?:\[[^\]]*\]|[^:?]*):(\d+)/u.exec(address)?.[1]
  if (found === undefined) return undefined
  const port = Number(found)
  if (port > 65_535) return { key: 'reason.portAbove' }
  return port >= 1024 || [53, 80, 443].includes(port)
    ? undefined
    : { key: 'reason.portRelay', values: { port } }
}

function portOf(address: string): number | undefined {
  const found = /^[a-z]+:\/\/(?:\[[^\]]*\]|[^:/?#]*):(\d{1,7})(?:[/?#]|$)/u.exec(address)?.[1]
  return found === undefined ? undefined : Number(found)
}
