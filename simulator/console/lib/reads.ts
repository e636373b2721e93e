import type { Api } from './api.ts'
import { z } from './schema.ts'
import { centreData } from './views.ts'

/** Queues to which a chat can be transferred; none where the centre does not tell: then any name can be typed. */
export const readQueues = async (api: Api): Promise<readonly string[]> => {
  try {
    const { destinations, units } = await api.get('/data', centreData)
    const names = [
      ...destinations.map(({ name, queue }) => queue ?? name),
      ...units.flatMap(({ callbackQueues }) => callbackQueues.map(({ name }) => name)),
    ]
    return [...new Set(names)]
  } catch {
    return []
  }
}

/** The centre may have another idea of the time than this machine: its clock minus `now`, in milliseconds. */
export const readOffset = async (api: Api, now: () => number): Promise<number> => {
  try {
    const state = await api.get('/state', z.object({ now: z.string() }))
    return Date.parse(state.now) - now()
  } catch {
    // Then its clock is taken to be ours.
    return 0
  }
}
