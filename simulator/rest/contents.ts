import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { created, param, refuse, sendJson } from './answers.ts'
import type { RestContext } from './context.ts'
import { authorization } from './guards.ts'
import { BadRequest, readContent } from './read.ts'
import { writeFound } from './wire.ts'

/** GET and POST /v1/sessions/{sessionId}/contents (R95 to R143). */
export const contentRoutes = (rest: FastifyInstance, context: RestContext): void => {
  const { settings, sessions, data } = context

  const query = (request: FastifyRequest, reply: FastifyReply, indexKey: number): FastifyReply => {
    const { switches } = settings
    const session = sessions.find(param(request, 'sessionId'))
    if (session === undefined) return refuse(context, request, reply, 404, 'no such session')
    if (switches.queryWhenFull === 'refuse' && sessions.connected() >= settings.maxSessions) {
      return refuse(context, request, reply, 503, 'the maximum of sessions is reached')
    }
    const poller = authorization(request)?.value ?? ''
    const found = sessions.query(session, indexKey, poller)
    return sendJson(reply, 200, writeFound(found, session, data, switches))
  }

  const operation = 'contents.query' as const
  rest.get('/v1/sessions/:sessionId/contents', { config: { operation } }, (request, reply) =>
    query(request, reply, 0),
  )

  rest.get(
    '/v1/sessions/:sessionId/contents/:indexKey',
    { config: { operation } },
    (request, reply) => {
      const indexKey = param(request, 'indexKey')
      if (!/^\d{1,9}$/.test(indexKey)) throw new BadRequest('the index key is not a number')
      return query(request, reply, Number(indexKey))
    },
  )

  rest.post(
    '/v1/sessions/:sessionId/contents',
    { config: { operation: 'contents.add' } },
    (request, reply) => {
      const content = readContent(request.body, settings.switches)
      const session = sessions.find(param(request, 'sessionId'))
      if (session === undefined) return refuse(context, request, reply, 404, 'no such session')
      if (!sessions.say(session, content)) {
        return refuse(context, request, reply, 503, 'the session has ended')
      }
      return reply.code(created(settings.switches)).send()
    },
  )
}
