import type { FastifyInstance } from 'fastify'
import { isConnected } from '../model/session.ts'
import { param, refuse } from './answers.ts'
import type { RestContext } from './context.ts'
import { BadRequest, readCallMe } from './read.ts'

/** POST /v1/sessions/{sessionId}/call-me (R151 to R160). */
export const callMeRoutes = (rest: FastifyInstance, context: RestContext): void => {
  const { settings, sessions } = context
  rest.post(
    '/v1/sessions/:sessionId/call-me',
    { config: { operation: 'call-me' } },
    (request, reply) => {
      const { agentKey, phoneNumber } = readCallMe(request.body, settings.switches)
      const session = sessions.find(param(request, 'sessionId'))
      if (session === undefined) return refuse(context, request, reply, 404, 'no such session')
      if (!isConnected(session)) {
        const status = Number(settings.switches.afterDisconnect)
        if (status === 200) return reply.code(200).send()
        return refuse(context, request, reply, status, 'the session has ended')
      }
      if (!session.agents.some((agent) => agent.key === agentKey)) {
        throw new BadRequest('no agent of that key is in the chat')
      }
      sessions.receiveNumber(session, agentKey, phoneNumber)
      return reply.code(200).send()
    },
  )
}
