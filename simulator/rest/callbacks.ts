import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { created, param, refuse, sendJson } from './answers.ts'
import type { RestContext } from './context.ts'
import { BadRequest, findUnit, readCallback } from './read.ts'

/** POST /v1/callbacks and GET /v1/callbacks/availability (R161 to R189). */
export const callbackRoutes = (rest: FastifyInstance, context: RestContext): void => {
  const { settings, callbacks, data, clock } = context

  rest.post('/v1/callbacks', { config: { operation: 'callbacks.create' } }, (request, reply) => {
    const { callbackQueueKey, ...rest } = readCallback(request.body, settings.switches, clock.now())
    const unit = data.units.find((candidate) =>
      candidate.callbackQueues.some((queue) => queue.key === callbackQueueKey),
    )
    const queue = unit?.callbackQueues.find((candidate) => candidate.key === callbackQueueKey)
    if (unit === undefined || queue === undefined) throw new BadRequest('no such callback queue')
    if (!settings.callbacks || !unit.callbacks) {
      return refuse(context, request, reply, 503, 'callbacks are disabled')
    }
    if (!queue.eligible) return refuse(context, request, reply, 503, 'the queue takes no callbacks')
    callbacks.create({ ...rest, queue, unit: unit.name })
    return reply.code(created(settings.switches)).send()
  })

  const availability = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { switches } = settings
    const unit = findUnit(param(request, 'businessUnitName'), data, switches)
    if (unit === undefined) throw new BadRequest('unknown business unit')
    if (!settings.callbacks || !unit.callbacks) {
      return refuse(context, request, reply, 503, 'callbacks are disabled')
    }
    const queues = unit.callbackQueues.filter((queue) => queue.eligible)
    if (queues.length === 0 && switches.availabilityEmpty === 'no-body') {
      return reply.code(200).send()
    }
    return sendJson(
      reply,
      200,
      queues.map(({ key, name, description }) => ({ key, name, description })),
    )
  }

  const operation = 'callbacks.availability' as const
  rest.get('/v1/callbacks/availability', { config: { operation } }, availability)
  rest.get('/v1/callbacks/availability/:businessUnitName', { config: { operation } }, availability)
}
