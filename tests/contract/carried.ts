import { onTestFinished } from 'vitest'
import type { Http, HttpOutcome, HttpRequest } from '../../src/main/platform/http.ts'
import type { CarrierProgram } from '../kit/network/carrier/carrier.ts'
import type { CarrierOptions } from '../kit/network/carrier/messages.ts'
import { createRawServer, type Answer, type RawServer } from './raw-server.ts'

export interface Carried {
  readonly http: Http
  readonly server: RawServer
  /** A query; `change` makes another request of it. Its path is `/v1`. */
  query(change?: Partial<HttpRequest>): Promise<HttpOutcome>
  /** What must not be sent twice. */
  post(change?: Partial<HttpRequest>): Promise<HttpOutcome>
}

export interface Ways {
  readonly options?: CarrierOptions
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Where requests go instead of straight to the server. */
  readonly base?: string
}

/** The app's carrier and a server, until the running test ends. */
export async function carried(
  program: CarrierProgram,
  answer: Answer,
  { options, tls, base }: Ways = {},
): Promise<Carried> {
  const server = await createRawServer(() => answer, tls)
  const http = program.open(options)
  onTestFinished(async () => {
    http.close()
    await server.close()
  })
  const request = (change: Partial<HttpRequest>): HttpRequest => ({
    method: 'GET',
    url: `${base ?? server.url}/v1`,
    headers: { authorization: 'Bearer token' },
    idempotent: true,
    maxBytes: 1000,
    signal: new AbortController().signal,
    ...change,
  })
  return {
    http,
    server,
    query: (change = {}) => http.request(request(change)),
    post: (change = {}) =>
      http.request(request({ method: 'POST', idempotent: false, body: '{}', ...change })),
  }
}

/** What a test expects of an outcome that is a failure. */
export const failed = (reason: string, sent: boolean, code?: string): object => ({
  ok: false,
  failure: { reason, sent, ...(code === undefined ? {} : { code: `net::ERR_${code}` }) },
})
