import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { refuse, sendJson } from './answers.ts'
import type { RestContext } from './context.ts'
import { authorization, refuseUnauthorised } from './guards.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** POST /oauth/token (R55 to R68): Basic client credentials and a form body. */
export const tokenRoutes = (rest: FastifyInstance, context: RestContext): void => {
  const expected = digest(`${context.clientId}:${context.clientSecret}`)
  rest.post('/oauth/token', { config: { operation: 'token' } }, (request, reply) => {
    const given = authorization(request)
    if (given === undefined || given.scheme.toLowerCase() !== 'basic') {
      return refuseUnauthorised(context, request, reply, 'Basic', 'no Basic credentials')
    }
    const credentials = digest(Buffer.from(given.value, 'base64').toString('utf8'))
    if (!timingSafeEqual(credentials, expected)) {
      return refuseUnauthorised(context, request, reply, 'Basic', 'wrong client id or secret')
    }
    const { body } = request
    if (!(body instanceof URLSearchParams)) {
      return refuse(context, request, reply, 400, 'the body is not a form')
    }
    if (body.get('grant_type') !== 'client_credentials') {
      return refuse(context, request, reply, 400, 'grant_type is not client_credentials')
    }
    const validity = context.tokens.validityMs()
    return sendJson(reply, 200, {
      access_token: context.tokens.issue(),
      token_type: 'bearer',
      scope: 'all',
      ...(context.settings.switches.tokenExpiresIn && validity > 0
        ? { expires_in: Math.floor(validity / 1000) }
        : {}),
    })
  })
}
