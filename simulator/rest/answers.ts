import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Switches } from '../config/switches.ts'
import type { RestContext } from './context.ts'

const json = 'application/json;charset=UTF-8'

/** Sends JSON under the content type of the samples (R61). */
export const sendJson = (reply: FastifyReply, status: number, body: object): FastifyReply =>
  reply.code(status).header('content-type', json).send(JSON.stringify(body))

/** The status where the text has 201 (C36). */
export const created = (switches: Switches): number => Number(switches.createdStatus)

const page = (status: number): string =>
  `<!DOCTYPE html><html><head><title>HTTP Status ${status}</title></head><body>` +
  `<h1>HTTP Status ${status}</h1><p>The request was not answered by the application.</p></body></html>`

/** Refuses a request: by the text without a body, by switch with a page (C52). */
export const refuse = (
  context: RestContext,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  reason: string,
): FastifyReply => {
  if (request.entry !== undefined) request.entry.reason = reason
  if (context.settings.switches.errorPages === 'none') return reply.code(status).send()
  return reply.code(status).header('content-type', 'text/html;charset=utf-8').send(page(status))
}

/** A path parameter as text; '' where the route has none of that name. */
export const param = (request: FastifyRequest, name: string): string => {
  const { params } = request
  if (typeof params !== 'object' || params === null) return ''
  const value: unknown = Object.getOwnPropertyDescriptor(params, name)?.value
  return typeof value === 'string' ? value : ''
}
