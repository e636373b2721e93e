import { z } from 'zod'
import { scriptNames } from '../config/data.ts'
import { switchPatchSchema, switchesSchema } from '../config/switches.ts'
import { faultSchema, routeNames } from '../faults/schema.ts'
import { scenarioSchema } from '../scenarios/scenarios.ts'
import type { ControlContext } from './context.ts'
import { done, notFound, ok, plain, taking } from './routes.ts'
import type { ControlRoute } from './routes.ts'
import { viewCallback } from './views.ts'

const settingsPatch = z.strictObject({
  licensed: z.boolean().optional(),
  maxSessions: z.int().min(0).optional(),
  callbacks: z.boolean().optional(),
  automaticAgent: z.boolean().optional(),
  script: z.enum(scriptNames).optional(),
})

/** Everything of the centre that is not a chat: settings, switches, faults, callbacks, requests. */
export const centreRoutes = (context: ControlContext): ControlRoute[] => {
  const { settings, events, faults, callbacks, journal, tokens, sessions, data, clock } = context
  const { scenarios } = context

  const viewSettings = (): object => {
    const { switches, ...rest } = settings
    return { ...rest, switches: { ...switches } }
  }

  return [
    plain('GET', '/state', 'What the centre is and how it stands.', () =>
      ok({
        now: new Date(clock.now()).toISOString(),
        seed: context.seed,
        serverName: context.serverName,
        settings: viewSettings(),
        sessions: { connected: sessions.connected(), known: sessions.list().length },
        connections: context.link.open(),
        requests: Object.fromEntries(routeNames.map((name) => [name, journal.count(name)])),
      }),
    ),
    plain('GET', '/data', 'Units, queues, languages, destinations and agents.', () => ok(data)),
    plain('GET', '/settings', 'Licence, limits, callbacks and the automatic agent.', () =>
      ok(viewSettings()),
    ),
    taking('PATCH', '/settings', 'Changes any of the settings.', settingsPatch, (body) => {
      settings.licensed = body.licensed ?? settings.licensed
      settings.maxSessions = body.maxSessions ?? settings.maxSessions
      settings.callbacks = body.callbacks ?? settings.callbacks
      settings.automaticAgent = body.automaticAgent ?? settings.automaticAgent
      settings.script = body.script ?? settings.script
      events.emit({ type: 'settings' })
      return ok(viewSettings())
    }),
    plain('GET', '/switches', 'All switches as they stand.', () => ok(settings.switches)),
    plain('GET', '/switches/schema', 'The JSON Schema of the switches, with their sources.', () =>
      ok(z.toJSONSchema(switchesSchema, { io: 'input' })),
    ),
    taking('PATCH', '/switches', 'Changes any of the switches.', switchPatchSchema, (body) => {
      settings.switches = switchesSchema.parse({ ...settings.switches, ...body })
      events.emit({ type: 'settings' })
      return ok(settings.switches)
    }),
    plain('DELETE', '/switches', "Sets every switch to the text's own reading.", () => {
      settings.switches = switchesSchema.parse({})
      events.emit({ type: 'settings' })
      return ok(settings.switches)
    }),
    plain('GET', '/faults', 'Faults that are set, and how often each has struck.', () =>
      ok(faults.list()),
    ),
    taking('POST', '/faults', 'Sets a fault.', faultSchema, (fault) => ({
      status: 201,
      body: { id: faults.add(fault) },
    })),
    plain('DELETE', '/faults', 'Removes all faults.', () => {
      faults.clear()
      return done
    }),
    plain('DELETE', '/faults/:id', 'Removes one fault.', (param) =>
      faults.remove(Number(param('id'))) ? done : notFound('fault'),
    ),
    plain('GET', '/scenarios', 'Scenarios that come with the simulator.', async () =>
      ok(await scenarios.list()),
    ),
    taking('POST', '/scenarios', 'Plays a scenario given here.', scenarioSchema, (scenario) => {
      scenarios.play(scenario)
      return done
    }),
    plain('POST', '/scenarios/:name', 'Plays a scenario by its name.', async (param) =>
      (await scenarios.playNamed(param('name'))) ? done : notFound('scenario'),
    ),
    plain('DELETE', '/scenarios', 'Stops the scenario that plays; faults it set stay.', () => {
      scenarios.stop()
      return done
    }),
    plain('POST', '/tokens/revoke', 'Makes every token invalid.', () => {
      tokens.revokeAll()
      return done
    }),
    taking(
      'POST',
      '/restart',
      'Drops connections and tokens; this connection is spared.',
      z.strictObject({
        keepSessions: z.boolean().default(true),
        downMs: z.number().min(0).default(0),
      }),
      (body) => {
        context.restart(body)
        return done
      },
    ),
    plain('GET', '/callbacks', 'Callbacks that customers asked for.', () =>
      ok(callbacks.list().map(viewCallback)),
    ),
    taking(
      'PATCH',
      '/callbacks/:id',
      'Marks a callback as dealt with.',
      z.strictObject({ done: z.boolean() }),
      (body, param) =>
        callbacks.setDone(Number(param('id')), body.done) ? done : notFound('callback'),
    ),
    plain('GET', '/requests', 'The latest requests to the REST service.', () => ok(journal.list())),
  ]
}
