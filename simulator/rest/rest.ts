import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Fault, RouteName } from '../faults/schema.ts'
import { refuse } from './answers.ts'
import { callMeRoutes } from './call-me.ts'
import { callbackRoutes } from './callbacks.ts'
import { contentRoutes } from './contents.ts'
import type { RestContext } from './context.ts'
import { letIn } from './guards.ts'
import { BadRequest } from './read.ts'
import { sessionRoutes } from './sessions.ts'
import { sendAway, strikeAfter, strikeBefore } from './strike.ts'
import { tokenRoutes } from './token.ts'
import { typingRoutes } from './typing.ts'

const noFaults: readonly Fault[] = []

/** The paths of the text and the methods that each has; other methods get 405. */
const paths: Readonly<Record<string, readonly string[]>> = {
  '/oauth/token': ['POST'],
  '/v1/sessions': ['POST', 'DELETE'],
  '/v1/sessions/:sessionId': ['DELETE'],
  '/v1/sessions/:sessionId/contents': ['GET', 'POST'],
  '/v1/sessions/:sessionId/contents/:indexKey': ['GET'],
  '/v1/sessions/:sessionId/typing': ['POST'],
  '/v1/sessions/:sessionId/call-me': ['POST'],
  '/v1/callbacks': ['POST'],
  '/v1/callbacks/availability': ['GET'],
  '/v1/callbacks/availability/:businessUnitName': ['GET'],
}

const parseBodies = (rest: FastifyInstance): void => {
  rest.removeAllContentTypeParsers()
  rest.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (_, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(body))
    } catch {
      done(new BadRequest('the body is not JSON'))
    }
  })
  rest.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_, body, done) => done(null, new URLSearchParams(body)),
  )
}

/** The date header changes once a second; the rest never does (R61). */
const headers = (context: RestContext): (() => Record<string, string>) => {
  let second = Number.NaN
  let current: Record<string, string> = {}
  let legacy = false
  return () => {
    const now = Math.floor(context.clock.now() / 1000)
    if (now !== second || legacy !== context.settings.switches.legacyHeaders) {
      second = now
      legacy = context.settings.switches.legacyHeaders
      current = {
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        ...(legacy ? { 'x-frame-options': 'DENY', 'x-xss-protection': '1; mode=block' } : {}),
        date: new Date(now * 1000).toUTCString(),
      }
    }
    return current
  }
}

/** The whole REST service of the guide, below one base path. */
export const registerRest = (rest: FastifyInstance, context: RestContext): void => {
  const { link, faults, journal, clock } = context
  const common = headers(context)
  parseBodies(rest)

  const guard = (
    request: FastifyRequest,
    reply: FastifyReply,
    operation: RouteName | undefined,
  ): boolean => {
    if (link.isExcess(request.raw.socket)) {
      refuse(context, request, reply, 503, 'max-sockets is exceeded')
      return false
    }
    return operation === undefined || operation === 'token' || letIn(context, request, reply)
  }

  rest.addHook('onRequest', (request, reply, done) => {
    reply.raw.sendDate = false
    // Fastify creates these options each time they are read.
    const { operation } = request.routeOptions.config
    const route = operation ?? 'unknown'
    const entry = journal.open({
      at: clock.now(),
      method: request.method,
      path: request.url,
      route,
    })
    request.entry = entry
    request.struck = noFaults
    if (link.isDown()) {
      entry.reason = 'the server is down'
      reply.hijack()
      request.raw.socket.destroy()
      journal.changed(entry)
      return
    }
    if (link.isAway()) {
      sendAway(request, reply)
      return
    }
    reply.headers(common())
    const struck = faults.take(route, request.method)
    if (struck.length === 0) {
      if (guard(request, reply, operation)) done()
      return
    }
    request.struck = struck
    for (const fault of struck) entry.faults.push(fault.kind)
    journal.changed(entry)
    strikeBefore(context, request, reply)
      .then((way) => {
        if (way === 'taken') journal.changed(entry)
        else if (way === 'on' && guard(request, reply, operation)) done()
      })
      .catch(context.failed)
  })

  // The body has been read by now: the client may go.
  rest.addHook('preHandler', (request, reply, done) => {
    const turn = context.backlog.wait(request.raw.socket)
    if (turn === undefined) {
      done()
      return
    }
    if (request.entry !== undefined) journal.changed(request.entry)
    turn
      .then((served) => {
        if (served) done()
        else reply.hijack()
      })
      .catch(context.failed)
  })

  // The journal is written here alone: a hook of its own for each step would cost every poll.
  rest.addHook('onSend', (request, reply, payload, done) => {
    const { entry } = request
    if (entry !== undefined && !(request.body instanceof URLSearchParams)) entry.body = request.body
    if (request.struck.length === 0) {
      if (entry !== undefined) entry.status = reply.statusCode
      done(null, payload)
      // The answer has been handed to the socket by now.
      if (entry !== undefined) journal.changed(entry)
      return
    }
    strikeAfter(context, request, reply, payload)
      .then((result) => {
        if (entry !== undefined && result !== undefined) entry.status = reply.statusCode
        // Without `done` Fastify never touches this reply again: the fault has taken it over.
        if (result !== undefined) done(null, result.payload)
        if (entry !== undefined) journal.changed(entry)
      })
      .catch(context.failed)
  })

  rest.setErrorHandler((error, request, reply) => {
    if (error instanceof BadRequest) return refuse(context, request, reply, 400, error.message)
    const status: unknown = error instanceof Error && 'statusCode' in error && error.statusCode
    // The text knows no 413 and 415: a body that cannot be taken is an invalid request.
    if (typeof status === 'number' && status < 500) {
      return refuse(context, request, reply, 400, 'the body cannot be taken')
    }
    const reason = error instanceof Error ? error.message : 'unknown'
    return refuse(context, request, reply, 500, `internal: ${reason}`)
  })

  rest.setNotFoundHandler((request, reply) =>
    refuse(context, request, reply, 404, 'no such resource'),
  )

  tokenRoutes(rest, context)
  sessionRoutes(rest, context)
  contentRoutes(rest, context)
  typingRoutes(rest, context)
  callMeRoutes(rest, context)
  callbackRoutes(rest, context)
  for (const [url, allowed] of Object.entries(paths)) {
    const others = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(
      (method) => !allowed.includes(method),
    )
    rest.route({
      method: others,
      url,
      handler: (request, reply) => {
        reply.header('allow', allowed.join(', '))
        return refuse(context, request, reply, 405, 'no such method here')
      },
    })
  }
}
