import { describe, expect, it } from 'vitest'
import { askToken, sessionBody } from '../testing/customer.ts'
import { openCentre } from '../testing/open.ts'
import { scenarioSchema } from './scenarios.ts'

const availability = '/v1/callbacks/availability/DEFAULT'

describe('scenarios', () => {
  it('that come with the simulator can all be played', async () => {
    const { centre } = await openCentre()
    const listed = await centre.scenarios.list()
    expect(listed.length).toBeGreaterThan(4)
    for (const { name } of listed) {
      expect(await centre.scenarios.playNamed(name)).toBe(true)
      centre.scenarios.stop()
    }
    expect(await centre.scenarios.playNamed('no-such-scenario')).toBe(false)
  })

  it('take their steps on the clock', async () => {
    const { centre, customer, clock } = await openCentre()
    await centre.scenarios.playNamed('full-house')
    expect((await customer.ask('POST', '/v1/sessions', sessionBody())).status).toBe(503)
    expect((await customer.ask('GET', availability)).status).toBe(200)
    await clock.advance(60_000)
    expect((await customer.ask('GET', availability)).status).toBe(503)
    await clock.advance(60_000)
    expect((await customer.ask('POST', '/v1/sessions', sessionBody())).status).toBe(201)
    expect((await customer.ask('GET', availability)).status).toBe(200)
  })

  it('restart the server in the middle', async () => {
    const { centre, customer, clock } = await openCentre()
    await centre.scenarios.playNamed('restart-in-the-middle')
    await clock.advance(20_000)
    await expect(askToken(centre)).rejects.toThrow()
    await clock.advance(10_000)
    expect((await customer.ask('GET', availability)).status).toBe(401)
  })

  it('play the same way again with the same seed', async () => {
    const play = async (): Promise<number[]> => {
      const { centre, customer } = await openCentre()
      await centre.scenarios.playNamed('rough-network')
      centre.faults.remove(1)
      const statuses: number[] = []
      for (let i = 0; i < 40; i += 1) {
        const answer = await customer.ask('GET', availability).catch(() => ({ status: 0 }))
        statuses.push(answer.status)
      }
      return statuses
    }
    const first = await play()
    expect(new Set(first)).toEqual(new Set([0, 200]))
    expect(await play()).toEqual(first)
  })

  it('set switches at the start and refuse unknown ones', async () => {
    const steps = [{ atMs: 0, do: 'clear-faults' }]
    const scenario = { name: 'a', about: 'b', steps, switches: { messageTypeFormat: 'blank' } }
    const { centre } = await openCentre({ scenario: scenarioSchema.parse(scenario) })
    expect(centre.settings.switches.messageTypeFormat).toBe('blank')
    const wrong = { ...scenario, switches: { messageTypeFormat: 'loud' } }
    expect(scenarioSchema.safeParse(wrong).success).toBe(false)
    expect(scenarioSchema.safeParse({ ...scenario, switches: { no: 1 } }).success).toBe(false)
  })
})
