import http from 'node:http'
import https from 'node:https'
import type { Centre } from '../centre.ts'

/** An answer, byte by byte as it came. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly text: string
  /** The body parsed as JSON; undefined where there is none. */
  readonly json: unknown
}

export interface Ask {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown
  readonly ca?: string
  readonly agent?: http.Agent
}

const parse = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** One request over HTTP without any cleverness; rejects when the answer breaks off. */
export const send = (url: string, ask: Ask = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const body =
      ask.body === undefined
        ? undefined
        : typeof ask.body === 'string'
          ? ask.body
          : JSON.stringify(ask.body)
    const headers: Record<string, string> = {
      ...(body === undefined || typeof ask.body === 'string'
        ? {}
        : { 'content-type': 'application/json; charset=utf-8' }),
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      ...ask.headers,
    }
    const options = {
      method: ask.method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      agent: ask.agent ?? false,
      ...(ask.ca === undefined ? {} : { ca: ask.ca }),
    }
    const request = (url.startsWith('https:') ? https : http).request(url, options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const status = response.statusCode ?? 0
        resolve({ status, headers: response.headers, text, json: parse(text) })
      })
    })
    request.on('error', reject)
    request.end(body)
  })

export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`

const formType = 'application/x-www-form-urlencoded'

/** A body that POST sessions takes; parts can be replaced or, by undefined, left out. */
export const sessionBody = (change: Readonly<Record<string, unknown>> = {}): object => ({
  businessUnitName: 'DEFAULT',
  caption: 'Can you help me with my problem?',
  customerName: 'Jose Silva',
  destination: 'Sales',
  language: 'English',
  priority: 5,
  source: 'jose.silva@email.com',
  ...change,
})

export interface QueryAnswer {
  readonly sessionId: string
  readonly content?: readonly Readonly<Record<string, string | null>>[] | null
  readonly pushUrl: string
  readonly callMeAgentKey: number | string
  readonly newIndexKey: number
  readonly whoIsTyping: string
  readonly redirectUrl: string
  readonly connected: boolean
}

/** A customer's application for tests: it speaks the REST service and hides nothing. */
export interface Customer {
  token: string
  register(): Promise<string>
  /** A request below the base path with the token. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>
  /** Starts a session and returns its id; throws unless that works. */
  start(change?: Readonly<Record<string, unknown>>): Promise<string>
  query(id: string, indexKey?: number): Promise<QueryAnswer>
}

export const askToken = (centre: Centre, change: Ask = {}): Promise<Answer> =>
  send(`${centre.urls.rest}/oauth/token`, {
    method: 'POST',
    body: 'grant_type=client_credentials',
    ...change,
    headers: {
      authorization: basic(centre.clientId, centre.clientSecret),
      'content-type': formType,
      ...change.headers,
    },
    ...(centre.ca === undefined ? {} : { ca: centre.ca }),
  })

const textIn = (json: unknown, key: string): string => {
  const value: unknown =
    typeof json === 'object' && json !== null
      ? Object.getOwnPropertyDescriptor(json, key)?.value
      : undefined
  if (typeof value !== 'string') throw new Error(`no ${key} in the answer`)
  return value
}

const isQuery = (json: unknown): json is QueryAnswer =>
  typeof json === 'object' && json !== null && 'newIndexKey' in json

/** A customer of a centre who has a token already. */
export const createCustomer = async (centre: Centre): Promise<Customer> => {
  const agent = new http.Agent({ keepAlive: false })
  const customer: Customer = {
    token: '',
    register: async () => {
      customer.token = textIn((await askToken(centre)).json, 'access_token')
      return customer.token
    },
    ask: (method, path, body) =>
      send(`${centre.urls.rest}${path}`, {
        method,
        body,
        headers: { authorization: `Bearer ${customer.token}` },
        ...(centre.ca === undefined ? { agent } : { ca: centre.ca }),
      }),
    start: async (change) =>
      textIn((await customer.ask('POST', '/v1/sessions', sessionBody(change))).json, 'sessionId'),
    query: async (id, indexKey) => {
      const index = indexKey === undefined ? '' : `/${indexKey}`
      const path = `/v1/sessions/${encodeURIComponent(id)}/contents${index}`
      const { json, status } = await customer.ask('GET', path)
      if (!isQuery(json)) throw new Error(`query answered ${status}`)
      return json
    },
  }
  await customer.register()
  return customer
}
