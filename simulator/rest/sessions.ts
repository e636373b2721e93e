import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isConnected } from '../model/session.ts'
import { created, param, refuse, sendJson } from './answers.ts'
import type { RestContext } from './context.ts'
import { BadRequest, readSession, readSessionId } from './read.ts'

/** POST and DELETE /v1/sessions (R69 to R94). */
export const sessionRoutes = (rest: FastifyInstance, context: RestContext): void => {
  const { settings, sessions, data } = context

  rest.post('/v1/sessions', { config: { operation: 'sessions.create' } }, (request, reply) => {
    const session = sessions.create(readSession(request.body, data, settings.switches))
    if (session === undefined) {
      return refuse(context, request, reply, 503, 'the maximum of sessions is reached')
    }
    return sendJson(reply, created(settings.switches), { sessionId: session.id })
  })

  const end = (request: FastifyRequest, reply: FastifyReply, id: string): FastifyReply => {
    const session = sessions.find(id)
    if (session === undefined) return refuse(context, request, reply, 404, 'no such session')
    if (!isConnected(session) && settings.switches.deleteEnded === 'not-found') {
      return refuse(context, request, reply, 404, 'the session has already ended')
    }
    sessions.end(session, 'customer', 'customer')
    if (settings.switches.afterDelete === 'remove') sessions.remove(session)
    return reply.code(200).send()
  }

  rest.delete('/v1/sessions', { config: { operation: 'sessions.delete' } }, (request, reply) => {
    const body = settings.switches.deleteBody === 'honoured' ? request.body : undefined
    return end(request, reply, readSessionId(body))
  })

  rest.delete(
    '/v1/sessions/:sessionId',
    { config: { operation: 'sessions.delete' } },
    (request, reply) => {
      if (settings.switches.deleteByPath) return end(request, reply, param(request, 'sessionId'))
      throw new BadRequest('DELETE by path is not in the text')
    },
  )
}
