import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { switchPatchSchema, switchesSchema } from '../config/switches.ts'
import type { Switches } from '../config/switches.ts'
import type { Faults } from '../faults/faults.ts'
import { faultSchema } from '../faults/schema.ts'
import type { Settings } from '../model/settings.ts'
import type { Clock, Cancel } from '../support/clock.ts'
import { scenariosFolder } from '../support/places.ts'

const step = z.discriminatedUnion('do', [
  z.strictObject({
    atMs: z.number().min(0).default(0),
    do: z.literal('fault'),
    fault: faultSchema,
  }),
  z.strictObject({ atMs: z.number().min(0), do: z.literal('clear-faults') }),
  z.strictObject({ atMs: z.number().min(0), do: z.literal('revoke-tokens') }),
  z.strictObject({
    atMs: z.number().min(0),
    do: z.literal('restart'),
    keepSessions: z.boolean().default(true),
    downMs: z.number().min(0).default(0),
  }),
  z.strictObject({
    atMs: z.number().min(0),
    do: z.literal('settings'),
    licensed: z.boolean().optional(),
    maxSessions: z.int().min(0).optional(),
    callbacks: z.boolean().optional(),
  }),
])

/** A play of faults and changes in time: the same seed gives the same play. */
export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  about: z.string().min(1),
  seed: z
    .int()
    .optional()
    .describe('Draws what has a probability; otherwise the seed of the centre.'),
  switches: switchPatchSchema.default({}),
  steps: z.array(step).min(1),
})

export type Scenario = z.infer<typeof scenarioSchema>

export interface Scenarios {
  /** Those that come with the simulator. */
  list(): Promise<{ name: string; about: string }[]>
  /** Starts a scenario and stops the one that played. */
  play(scenario: Scenario): void
  /** False when there is none of that name. */
  playNamed(name: string): Promise<boolean>
  stop(): void
}

const readScenario = async (path: string): Promise<Scenario> =>
  scenarioSchema.parse(JSON.parse(await readFile(path, 'utf8')))

const readAll = async (): Promise<Scenario[]> => {
  const names = (await readdir(scenariosFolder)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(names.map((name) => readScenario(join(scenariosFolder, name))))
}

export const createScenarios = (deps: {
  readonly clock: Clock
  readonly faults: Faults
  readonly settings: Settings
  readonly revokeTokens: () => void
  readonly restart: (options: { keepSessions: boolean; downMs: number }) => void
  readonly changed: () => void
}): Scenarios => {
  const { clock, faults, settings } = deps
  let timers: Cancel[] = []

  const take = (current: Scenario['steps'][number]): void => {
    switch (current.do) {
      case 'fault':
        faults.add(current.fault)
        break
      case 'clear-faults':
        faults.clear()
        break
      case 'revoke-tokens':
        deps.revokeTokens()
        break
      case 'restart':
        deps.restart(current)
        break
      case 'settings':
        settings.licensed = current.licensed ?? settings.licensed
        settings.maxSessions = current.maxSessions ?? settings.maxSessions
        settings.callbacks = current.callbacks ?? settings.callbacks
        deps.changed()
        break
    }
  }
  const stop = (): void => {
    for (const cancel of timers) cancel()
    timers = []
  }
  const play = (scenario: Scenario): void => {
    const switches: Switches = switchesSchema.parse({ ...settings.switches, ...scenario.switches })
    stop()
    settings.switches = switches
    if (scenario.seed !== undefined) faults.reseed(scenario.seed)
    deps.changed()
    for (const current of scenario.steps) {
      if (current.atMs === 0) take(current)
      else timers.push(clock.after(current.atMs, () => take(current)))
    }
  }
  return {
    list: async () => (await readAll()).map(({ name, about }) => ({ name, about })),
    play,
    playNamed: async (name) => {
      const found = (await readAll()).find((scenario) => scenario.name === name)
      if (found === undefined) return false
      play(found)
      return true
    },
    stop,
  }
}
