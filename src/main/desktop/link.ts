import { z } from 'zod'
import type { Link } from '../../contract/desktop.ts'

export const SCHEME = 'callpoint:'
const LONGEST = 500

const schema = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('chat'), topic: z.string().min(1).max(80).optional() }),
  z.strictObject({ channel: z.literal('callback') }),
  z.strictObject({ channel: z.literal('call') }),
])

/** Why a link was not followed; the link itself may hold anything and is not written down. */
export type Refusal = 'not-a-link' | 'unknown' | 'no-such-topic'

/**
 * What a link asks for. Anything it does not say exactly as it must, another path, a second topic, a
 * word more, refuses the whole of it. `topics` are the keys of the policy.
 */
export function readLink(
  address: string,
  topics: readonly string[],
): { readonly link: Link } | { readonly refused: Refusal } {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return { refused: 'not-a-link' }
  }
  if (address.length > LONGEST || url.protocol !== SCHEME) return { refused: 'not-a-link' }
  const isPlain =
    ['', '/'].includes(url.pathname) && url.hash === '' && url.username === '' && url.port === ''
  const given = [...url.searchParams]
  const once = new Set(given.map(([name]) => name)).size === given.length
  if (!isPlain || !once || url.searchParams.has('channel')) return { refused: 'unknown' }
  const parsed = schema.safeParse({ channel: url.host, ...Object.fromEntries(given) })
  if (!parsed.success) return { refused: 'unknown' }
  if (parsed.data.channel !== 'chat') return { link: parsed.data }
  const { channel, topic } = parsed.data
  if (topic === undefined) return { link: { channel } }
  return topics.includes(topic) ? { link: { channel, topic } } : { refused: 'no-such-topic' }
}

/** The link on a command line, where there is one: the last word that looks like it. */
export function linkOnLine(args: readonly string[]): string | undefined {
  return args.filter((word) => word.toLowerCase().startsWith(SCHEME)).at(-1)
}
