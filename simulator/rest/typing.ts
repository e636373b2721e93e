import type { FastifyInstance } from 'fastify'
import { isConnected } from '../model/session.ts'
import { param, refuse } from './answers.ts'
import type { RestContext } from './context.ts'
import { readTyping } from './read.ts'

/** POST /v1/sessions/{sessionId}/typing (R144 to R150). */
export const typingRoutes = (rest: FastifyInstance, context: RestContext): void => {
  const { settings, sessions } = context
  rest.post(
    '/v1/sessions/:sessionId/typing',
    { config: { operation: 'typing' } },
    (request, reply) => {
      const typing = readTyping(request.body, settings.switches)
      const session = sessions.find(param(request, 'sessionId'))
      if (session === undefined) return refuse(context, request, reply, 404, 'no such session')
      if (!isConnected(session) && settings.switches.afterDisconnect !== '200') {
        const status = Number(settings.switches.afterDisconnect)
        return refuse(context, request, reply, status, 'the session has ended')
      }
      sessions.customerTyping(session, typing)
      return reply.code(200).send()
    },
  )
}
