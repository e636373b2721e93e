import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { param } from '../rest/answers.ts'
import { centreRoutes } from './centre-routes.ts'
import { chatRoutes } from './chat-routes.ts'
import type { ControlContext } from './context.ts'
import type { Live } from './live.ts'
import { notFound } from './routes.ts'
import type { ControlAnswer, ControlRoute } from './routes.ts'

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

const hostOf = (url: string): string | undefined => {
  try {
    return new URL(url).hostname
  } catch {
    return undefined
  }
}

/**
 * Refuses a request that a foreign web page made through somebody's browser: by its Origin, or, with a
 * name that was made to point here, by its Host. `open` is a server which listens beyond loopback on
 * purpose: there only pages of the same host may call.
 */
const isForeign = (request: FastifyRequest, open: boolean): boolean => {
  const host = hostOf(`http://${request.headers.host ?? ''}`)
  if (host === undefined || (!open && !loopback.has(host))) return true
  const { origin } = request.headers
  if (origin === undefined) return false
  const from = hostOf(origin)
  return from === undefined || (from !== host && !loopback.has(from))
}

const index = (routes: readonly ControlRoute[]): object => ({
  title: 'Control API of the simulated contact centre',
  events:
    'GET /control/events streams server-sent events: snapshot first, then session, content, ' +
    'typing, phone-number, callback, call, sip, settings, faults and restart.',
  routes: routes.map(({ method, path, summary, body }) => ({
    method,
    path: `/control${path}`,
    summary,
    ...(body === undefined ? {} : { body: z.toJSONSchema(body, { io: 'input' }) }),
  })),
})

/** The documented API with which pages, tests and people steer the centre. */
export const registerControl = (
  control: FastifyInstance,
  context: ControlContext,
  live: Live,
  options: { open: boolean; more: readonly ControlRoute[] },
): void => {
  const routes = [...centreRoutes(context), ...chatRoutes(context), ...options.more]

  control.removeContentTypeParser('text/plain')
  control.addHook('onRequest', (request, reply, done) => {
    context.link.spare(request.raw.socket)
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
    if (isForeign(request, options.open)) {
      reply.code(403).send({ error: 'this page may not steer the centre' })
      return
    }
    done()
  })
  control.setErrorHandler((error, _request, reply) => {
    const status: unknown = error instanceof Error && 'statusCode' in error && error.statusCode
    const message = error instanceof Error ? error.message : 'unknown error'
    return reply.code(typeof status === 'number' ? status : 500).send({ error: message })
  })
  control.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(notFound('route; GET /control lists them').body),
  )

  control.get('/', () => index(routes))
  control.get('/events', (request, reply) => {
    reply.hijack()
    request.raw.socket.setNoDelay(true)
    live.add(reply.raw)
  })
  for (const route of routes) {
    control.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const answer: ControlAnswer = await route.run(request.body, (name) => param(request, name))
        return reply.code(answer.status).send(answer.body)
      },
    })
  }
}
