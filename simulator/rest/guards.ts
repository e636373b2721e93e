import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from './answers.ts'
import type { RestContext } from './context.ts'

const header = /^(\S+) +(\S+) *$/

/** The scheme and credentials of an Authorization header. */
export const authorization = (
  request: FastifyRequest,
): { scheme: string; value: string } | undefined => {
  const found = header.exec(request.headers.authorization ?? '')
  return found === null ? undefined : { scheme: found[1] ?? '', value: found[2] ?? '' }
}

const schemeFits = (scheme: string, context: RestContext): boolean => {
  switch (context.settings.switches.bearerScheme) {
    case 'any':
      return scheme.toLowerCase() === 'bearer'
    case 'lower':
      return scheme === 'bearer'
    case 'capitalised':
      return scheme === 'Bearer'
  }
}

/** 401, with a challenge only by switch (C17). */
export const refuseUnauthorised = (
  context: RestContext,
  request: FastifyRequest,
  reply: FastifyReply,
  scheme: 'Basic' | 'Bearer',
  reason: string,
): FastifyReply => {
  if (context.settings.switches.wwwAuthenticate) {
    reply.header('www-authenticate', `${scheme} realm="web interaction"`)
  }
  return refuse(context, request, reply, 401, reason)
}

/**
 * What stands before every operation but the token's: a valid token (R54), then the licence (R85).
 * Returns true where the request may go on; otherwise it has been answered.
 */
export const letIn = (
  context: RestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean => {
  const given = authorization(request)
  if (given === undefined || !schemeFits(given.scheme, context)) {
    refuseUnauthorised(context, request, reply, 'Bearer', 'no bearer token')
    return false
  }
  if (!context.tokens.isValid(given.value)) {
    refuseUnauthorised(context, request, reply, 'Bearer', 'token unknown, expired or revoked')
    return false
  }
  if (!context.settings.licensed) {
    refuse(context, request, reply, 403, 'Web Interaction is not licensed')
    return false
  }
  return true
}
