import { z } from 'zod'
import { conflict, done, notFound, ok, plain, taking } from '../control/routes.ts'
import type { ControlRoute } from '../control/routes.ts'
import { actionSchema } from './media-agent/protocol.ts'
import { pilotPatchSchema, sipFaultSchema } from './schema.ts'
import type { Sip } from './sip.ts'

const settingsPatch = z.strictObject({
  digest: z.boolean().optional().describe('Whether REGISTER and INVITE must authenticate.'),
  mediaAgent: z.boolean().optional().describe('Whether the automatic agent may take calls.'),
  ringMs: z.number().min(0).optional().describe('After so long without an answer 408; 0: never.'),
  lostMs: z
    .number()
    .min(0)
    .optional()
    .describe('After so long without its WebSocket a client has lost its calls; 0: never.'),
})

/** The calls' part of the control API. */
export const sipRoutes = (sip: Sip): ControlRoute[] => [
  plain('GET', '/sip', 'The SIP service: domain, settings, pilot numbers, registrations.', () =>
    ok(sip.state()),
  ),
  taking('PATCH', '/sip', 'Changes settings of the SIP service.', settingsPatch, (body) => {
    sip.set({
      ...(body.digest === undefined ? {} : { digest: body.digest }),
      ...(body.mediaAgent === undefined ? {} : { mediaAgent: body.mediaAgent }),
      ...(body.ringMs === undefined ? {} : { ringMs: body.ringMs }),
      ...(body.lostMs === undefined ? {} : { lostMs: body.lostMs }),
    })
    return ok(sip.state())
  }),
  taking(
    'PATCH',
    '/sip/pilots/:number',
    'Changes what becomes of calls to a pilot number.',
    pilotPatchSchema,
    (body, param) => (sip.setPilot(param('number'), body) ? done : notFound('pilot number')),
  ),
  plain('GET', '/sip/agents/:key', 'What an agent registers with.', (param) => {
    const identity = sip.identityOf(Number(param('key')))
    return identity === undefined ? notFound('agent') : ok(identity)
  }),
  plain('DELETE', '/sip/registrations/:user', 'Forgets where a user is.', (param) =>
    sip.registrar.forget(param('user')) ? done : notFound('registration'),
  ),
  plain('GET', '/sip/faults', 'Faults of the SIP service that are set.', () =>
    ok(sip.faults.list()),
  ),
  taking('POST', '/sip/faults', 'Sets a fault of the SIP service.', sipFaultSchema, (fault) => ({
    status: 201,
    body: { id: sip.faults.add(fault) },
  })),
  plain('DELETE', '/sip/faults', 'Removes all faults of the SIP service.', () => {
    sip.faults.clear()
    return done
  }),
  plain('DELETE', '/sip/faults/:id', 'Removes one fault of the SIP service.', (param) =>
    sip.faults.remove(Number(param('id'))) ? done : notFound('fault'),
  ),
  taking(
    'POST',
    '/sip/cut',
    'Cuts WebSockets now, those of one user or all.',
    z.strictObject({ user: z.string().optional(), downMs: z.number().min(0).default(0) }),
    (body) => ok({ cut: sip.cut(body.user, body.downMs) }),
  ),
  plain('GET', '/calls', 'Calls, the latest first, with what the automatic agent counts.', () =>
    ok(sip.calls()),
  ),
  plain('GET', '/calls/:id', 'One call.', (param) => {
    const call = sip.call(param('id'))
    return call === undefined ? notFound('call') : ok(call)
  }),
  taking(
    'POST',
    '/calls/:id/bye',
    'Ends a call by a BYE that neither side sent.',
    z.strictObject({ to: z.enum(['caller', 'callee', 'both']).default('both') }),
    (body, param) => {
      if (sip.call(param('id')) === undefined) return notFound('call')
      return sip.bye(param('id'), body.to) ? done : conflict('the call is not established')
    },
  ),
  taking(
    'POST',
    '/calls/:id/agent',
    'Tells the automatic agent what to do in a call.',
    actionSchema,
    (body, param) => {
      const call = sip.call(param('id'))
      if (call === undefined) return notFound('call')
      const state = body.do === 'answer' ? 'ringing' : 'established'
      if (call.state !== state) return conflict(`the call is not ${state}`)
      return sip.act(call.id, body) ? done : conflict('no automatic agent has this call')
    },
  ),
]
