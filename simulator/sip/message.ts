import { createHash } from 'node:crypto'
import { Core } from 'sip.js'

/** One header field as it came, unfolded; the name in lower case and without its short form. */
export interface Header {
  readonly name: string
  readonly line: string
  readonly value: string
}

interface Common {
  readonly headers: readonly Header[]
  readonly body: string
  /** Whom the next response goes to: the host of the topmost Via, in lower case. */
  readonly sentBy: string
  readonly branch: string
  readonly callId: string
  readonly cseq: number
  /** The method, of a response that of its CSeq. */
  readonly method: string
  readonly from: Party
  readonly to: Party
}

/** Who stands in From or To; an empty tag where there is none. */
export interface Party {
  readonly user: string
  readonly uri: string
  readonly tag: string
}

export interface SipRequest extends Common {
  readonly kind: 'request'
  readonly target: { readonly uri: string; readonly user: string; readonly host: string }
  /** The form that sip.js's own functions take. */
  readonly parsed: Core.IncomingRequestMessage
}

export interface SipResponse extends Common {
  readonly kind: 'response'
  readonly status: number
  readonly reason: string
}

export type SipMessage = SipRequest | SipResponse

const shortForms: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
}

const quiet = new Core.LoggerFactory()
quiet.builtinEnabled = false
const logger = quiet.getLogger('simulator')

const readHeaders = (head: string): { start: string; headers: Header[] } => {
  const [start = '', ...lines] = head.split(/\r\n(?![ \t])/)
  const headers = lines.map((folded) => {
    const line = folded.replace(/\r\n[ \t]+/g, ' ')
    const colon = line.indexOf(':')
    const given = line.slice(0, colon).trim().toLowerCase()
    const name = shortForms[given] ?? given
    return { name, line, value: line.slice(colon + 1).trim() }
  })
  return { start, headers }
}

const readParty = (address: Core.NameAddrHeader): Party => {
  const tag: unknown = address.getParam('tag')
  return {
    user: address.uri.user ?? '',
    uri: address.uri.toString(),
    tag: typeof tag === 'string' ? tag : '',
  }
}

/** What of a message could be read: all of it, enough to refuse it, or nothing. */
export type Reading =
  | { readonly ok: true; readonly message: SipMessage }
  | { readonly ok: false; readonly reason: string; readonly refusal: string | undefined }

const unreadable = (reason: string): Reading => ({ ok: false, reason, refusal: undefined })

/**
 * A 400 for a request that lacks something, where its Via, From, To, Call-ID and CSeq still tell whom
 * to answer (RFC 3261 8.2.6).
 */
const refuse = (headers: readonly Header[], reason: string): Reading => {
  const kept = ['via', 'from', 'to', 'call-id', 'cseq'].map((name) =>
    headers.filter((header) => header.name === name),
  )
  if (kept.some((found) => found.length === 0)) return unreadable(reason)
  const lines = kept.flat().map((header) => header.line)
  const head = [`SIP/2.0 400 ${reason}`, ...lines, 'Content-Length: 0']
  return { ok: false, reason, refusal: `${head.join('\r\n')}\r\n\r\n` }
}

/** Reads a message with the parser of sip.js and never throws, whatever the text is. */
export const readMessage = (text: string): Reading => {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return unreadable('No end of headers')
  const { start, headers } = readHeaders(text.slice(0, end))
  const isRequest = !start.startsWith('SIP/')
  try {
    // The parser knows no contact `*`, which takes back all registrations (RFC 3261 10.2.2).
    const known = text.replace(/\r\n(?:contact|m)\s*:\s*\*\s*(?=\r\n)/i, '\r\nX-Contact: *')
    const parsed = Core.Parser.parseMessage(known, logger)
    if (parsed === undefined) {
      return isRequest && /^[A-Z]+ \S+ SIP\/2\.0$/.test(start)
        ? refuse(headers, 'Bad Request')
        : unreadable('Not a SIP message')
    }
    const missing = ['via', 'from', 'to', 'call-id', 'cseq'].find((name) => !parsed.hasHeader(name))
    if (missing !== undefined) return unreadable(`Missing ${missing}`)
    const cseqMethod = /\d+\s+(\S+)/.exec(parsed.getHeader('cseq') ?? '')?.[1] ?? ''
    const common = {
      headers,
      body: text.slice(end + 4),
      sentBy: parsed.via.host.toLowerCase(),
      branch: parsed.viaBranch,
      callId: parsed.callId,
      cseq: parsed.cseq,
      method: parsed.method,
      from: readParty(parsed.from),
      to: readParty(parsed.to),
    }
    if (parsed instanceof Core.IncomingResponseMessage) {
      const { statusCode: status = 0, reasonPhrase: reason = '' } = parsed
      const message: SipResponse = { kind: 'response', status, reason, ...common }
      return { ok: true, message }
    }
    if (cseqMethod !== parsed.method) return refuse(headers, 'CSeq Mismatch')
    const { ruri } = parsed
    if (ruri === undefined) return refuse(headers, 'Bad Request-URI')
    const target = { uri: ruri.toString(), user: ruri.user ?? '', host: ruri.host.toLowerCase() }
    return { ok: true, message: { kind: 'request', target, parsed, ...common } }
  } catch {
    // The parser throws on some texts, such as a URI without a host.
    return isRequest ? refuse(headers, 'Bad Request') : unreadable('Not a SIP message')
  }
}

const write = (start: string, lines: readonly string[], body: string): string =>
  `${start}\r\n${lines.join('\r\n')}\r\n\r\n${body}`

/** A short digest, the same for the same text: branches and tags of a proxy without memory. */
export const digestOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)

/**
 * The request as it goes on: our Via on top, one hop less, and, where the target is another, a new
 * Request-URI. The branch is a digest of the incoming one (RFC 3261 16.11), so that a CANCEL or ACK
 * finds the INVITE that it belongs to.
 */
export const forwarded = (request: SipRequest, proxyHost: string, target?: string): string => {
  const branch = `z9hG4bK${digestOf(request.branch, request.sentBy, request.callId)}`
  const lines = request.headers
    .filter(({ name }) => name !== 'max-forwards' && name !== 'proxy-authorization')
    .map(({ line }) => line)
  return write(
    `${request.method} ${target ?? request.target.uri} SIP/2.0`,
    [
      `Via: SIP/2.0/WS ${proxyHost};branch=${branch}`,
      `Max-Forwards: ${hopsLeft(request) - 1}`,
      ...lines,
    ],
    request.body,
  )
}

/** How many hops a request may still take, 70 where it does not say. */
export const hopsLeft = (request: SipRequest): number => {
  const text = headerOf(request, 'max-forwards')
  return text === undefined ? 70 : Number(text)
}

/** The value of the first header of a name, given in lower case. */
export const headerOf = (message: SipMessage, name: string): string | undefined =>
  message.headers.find((header) => header.name === name)?.value

/** The URI in the first Contact, or undefined. */
export const contactOf = (message: SipMessage): string | undefined => {
  const value = headerOf(message, 'contact')
  if (value === undefined) return undefined
  return /<([^>]+)>/.exec(value)?.[1] ?? value.split(';')[0]?.trim()
}

/** The response on its way back: without our Via and the headers to leave out, and whom it goes to now. */
export const returned = (
  response: SipResponse,
  without: readonly string[] = [],
): { readonly text: string; readonly sentBy: string } | undefined => {
  const vias: string[] = []
  const others: string[] = []
  for (const { name, line, value } of response.headers) {
    if (name === 'via') vias.push(...value.split(/,(?=\s*SIP\/2\.0\/)/).map((via) => via.trim()))
    else if (!without.includes(name)) others.push(line)
  }
  const [, next, ...rest] = vias
  if (next === undefined) return undefined
  const sentBy = /^SIP\s*\/\s*2\.0\s*\/\s*\w+\s+(\[[^\]]+\]|[^\s:;]+)/i.exec(next)?.[1]
  if (sentBy === undefined) return undefined
  const lines = [...[next, ...rest].map((via) => `Via: ${via}`), ...others]
  const start = `SIP/2.0 ${response.status} ${response.reason}`
  return { text: write(start, lines, response.body), sentBy: sentBy.toLowerCase() }
}

/** An answer of our own; its To tag is a digest, so that each answer to one request has the same. */
export const answerTo = (
  request: SipRequest,
  statusCode: number,
  extra: { readonly reason?: string; readonly headers?: readonly string[] } = {},
): string =>
  Core.constructOutgoingResponse(request.parsed, {
    statusCode,
    toTag: digestOf('to', request.callId, request.from.tag),
    ...(extra.reason === undefined ? {} : { reasonPhrase: extra.reason }),
    ...(extra.headers === undefined ? {} : { extraHeaders: [...extra.headers] }),
  }).message

const writeParty = ({ uri, tag }: Party): string =>
  tag === '' ? `<${uri}>` : `<${uri}>;tag=${tag}`

/** A request of our own inside a dialog of others, such as a BYE that neither side sent. */
export const composeRequest = (parts: {
  readonly method: string
  readonly target: string
  readonly proxyHost: string
  readonly branch: string
  readonly from: Party
  readonly to: Party
  readonly callId: string
  readonly cseq: number
}): string =>
  write(
    `${parts.method} ${parts.target} SIP/2.0`,
    [
      `Via: SIP/2.0/WS ${parts.proxyHost};branch=z9hG4bK${parts.branch}`,
      'Max-Forwards: 70',
      `From: ${writeParty(parts.from)}`,
      `To: ${writeParty(parts.to)}`,
      `Call-ID: ${parts.callId}`,
      `CSeq: ${parts.cseq} ${parts.method}`,
      'Content-Length: 0',
    ],
    '',
  )
