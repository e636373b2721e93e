import { afterEach, vi } from 'vitest'
import { createCentre } from '../centre.ts'
import type { Centre, CentreOptions } from '../centre.ts'
import type { Agent } from '../config/data.ts'
import type { Session } from '../model/session.ts'
import { manualClock } from '../support/clock.ts'
import type { ManualClock } from '../support/clock.ts'
import { createCustomer } from './customer.ts'
import type { Customer } from './customer.ts'

// Each test speaks over real sockets; a machine that is busy with others takes its time.
vi.setConfig({ testTimeout: 30_000 })

const open: Centre[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((centre) => centre.close()))
})

/** A centre on a clock of its own which the running test closes at its end. */
export const openCentre = async (
  options: Omit<CentreOptions, 'clock'> = {},
): Promise<{ centre: Centre; customer: Customer; clock: ManualClock }> => {
  const clock = manualClock()
  const centre = await createCentre({ seed: 1, ...options, clock })
  open.push(centre)
  return { centre, customer: await createCustomer(centre), clock }
}

/** The session of an id; throws when the centre has none. */
export const sessionOf = (centre: Centre, id: string): Session => {
  const session = centre.sessions.find(id)
  if (session === undefined) throw new Error(`no session ${id}`)
  return session
}

/** One of the centre's agents, by place; throws beyond the last. */
export const agentOf = (centre: Centre, place = 0): Agent => {
  const agent = centre.agents[place]
  if (agent === undefined) throw new Error(`no agent ${place}`)
  return agent
}
