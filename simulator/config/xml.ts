import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { z } from 'zod'

const digits = z
  .string()
  .regex(/^\d{1,9}$/, 'is not a whole number')
  .transform(Number)
const port = digits.refine((value) => value >= 1 && value <= 65535, 'is not a port (1 to 65535)')

/** The ten parameters of webinteractionsdk.xml (R9 to R18), all of them required. */
const parametersSchema = z.strictObject({
  'server-name': z.string().regex(/^[A-Za-z0-9.:_-]+$/, 'is not a host name or address'),
  'server-port': port,
  'server-port-ssl': port,
  'server-ssl-enabled': z
    .enum(['true', 'false'], 'is neither true nor false')
    .transform((text) => text === 'true'),
  'socket-timeout': digits,
  'max-sockets': digits,
  'servlet-name': z.string().regex(/^[A-Za-z0-9._~-]+$/, 'is not one segment of a path'),
  'oauth-client-id': z
    .string()
    .min(1, 'is empty')
    .regex(/^[^:]*$/, 'holds a colon, which Basic authentication cannot carry'),
  'oauth-client-secret': z.string().min(1, 'is empty'),
  'oauth-token-validity-time': digits,
})

export interface WebInteractionConfig {
  readonly serverName: string
  readonly serverPort: number
  readonly serverPortSsl: number
  readonly serverSslEnabled: boolean
  /** Seconds; 0 for ever. */
  readonly socketTimeout: number
  /** 0 means any number. */
  readonly maxSockets: number
  readonly servletName: string
  readonly clientId: string
  readonly clientSecret: string
  /** In the unit of the switch tokenValidityUnit; 0 never expires. */
  readonly tokenValidity: number
}

/** A configuration that cannot be used; the message is one line for its author. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const root = 'webinteractionsdk' as const

/** The root, and white space around it; an element without children comes as text. */
const documentSchema = z.strictObject({
  [root]: z.union([z.string(), z.record(z.string(), z.unknown())]),
  '#text': z.string().regex(/^\s*$/).optional(),
})

const textOf = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value)

/** What XML 1.0 knows without a document type. */
const named = /^&(?:amp|lt|gt|quot|apos);$/
const reference = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6}));|&[^;\s]*;?/g

/** Throws where a reference names no character: the reader would keep it, or leave it out, silently. */
const checkReferences = (text: string): void => {
  const read = text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '')
  for (const [found, decimal, hex] of read.matchAll(reference)) {
    const code = decimal ?? (hex === undefined ? undefined : `0x${hex}`)
    const isKnown = code === undefined ? named.test(found) : isCharacter(Number(code))
    if (!isKnown) throw new ConfigError(`${found} names no character`)
  }
}

const isCharacter = (code: number): boolean =>
  [9, 10, 13].includes(code) ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x1_0000 && code <= 0x10_ffff)

/**
 * Reads webinteractionsdk.xml: one element per parameter below <webinteractionsdk>. Throws
 * ConfigError with what is wrong, in one line.
 */
export const parseXml = (text: string): WebInteractionConfig => {
  // oxlint-disable-next-line @typescript-eslint/no-deprecated -- its heir is one more package for the same code
  const valid = XMLValidator.validate(text)
  if (valid !== true) {
    const { line, msg } = valid.err
    throw new ConfigError(`line ${line}: ${msg.replace(/\s+/g, ' ')}`)
  }
  // A document type brings entities that expand, or that read files: none is needed here.
  if (/<!DOCTYPE/i.test(text)) throw new ConfigError('a DOCTYPE is not allowed')
  checkReferences(text)
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    trimValues: false,
    ignoreDeclaration: true,
    processEntities: true,
    // Numeric character references too, which have nothing to do with HTML.
    // oxlint-disable-next-line @typescript-eslint/no-deprecated -- its heir is a decoder that we would have to write
    htmlEntities: true,
  })
  const document: unknown = parser.parse(text)
  const outer = documentSchema.safeParse(document)
  if (!outer.success) throw new ConfigError(`the root element is not <${root}>`)
  const inner = outer.data[root]
  const given = Object.entries(typeof inner === 'string' ? {} : inner)
    .map(([name, value]): [string, unknown] => [name, textOf(value)])
    .filter(([name, value]) => name !== '#text' || value !== '')
  const known = Object.keys(parametersSchema.shape)
  for (const [name, value] of given) {
    if (name === '#text') throw new ConfigError(`text outside of the parameters of <${root}>`)
    if (!known.includes(name)) throw new ConfigError(`unknown parameter <${name}>`)
    if (Array.isArray(value)) throw new ConfigError(`<${name}> is given more than once`)
  }
  const parsed = parametersSchema.safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const name = String(issue?.path[0] ?? '')
    const missing = !given.some(([candidate]) => candidate === name)
    throw new ConfigError(missing ? `<${name}> is missing` : `<${name}> ${issue?.message ?? ''}`)
  }
  const { data } = parsed
  return {
    serverName: data['server-name'],
    serverPort: data['server-port'],
    serverPortSsl: data['server-port-ssl'],
    serverSslEnabled: data['server-ssl-enabled'],
    socketTimeout: data['socket-timeout'],
    maxSockets: data['max-sockets'],
    servletName: data['servlet-name'],
    clientId: data['oauth-client-id'],
    clientSecret: data['oauth-client-secret'],
    tokenValidity: data['oauth-token-validity-time'],
  }
}

/** The configuration of a simulator that was given none. */
export const defaultConfig: WebInteractionConfig = {
  serverName: 'localhost',
  serverPort: 8088,
  serverPortSsl: 8471,
  serverSslEnabled: false,
  socketTimeout: 60,
  maxSockets: 0,
  servletName: 'restinteractionsdk',
  clientId: 'callpoint-demo',
  clientSecret: 'demo-secret-not-for-production',
  tokenValidity: 3600,
}
