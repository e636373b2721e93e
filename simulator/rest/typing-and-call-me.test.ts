import { describe, expect, it } from 'vitest'
import { agentOf, openCentre, sessionOf } from '../testing/open.ts'

describe('R144 to R150: POST typing', () => {
  it('R144, R145: holds from true until false or a message', async () => {
    const { centre, customer, clock } = await openCentre({ config: { tokenValidity: 0 } })
    const id = await customer.start()
    const session = sessionOf(centre, id)
    const path = `/v1/sessions/${id}/typing`
    const answer = await customer.ask('POST', path, { isTyping: true })
    expect([answer.status, answer.text]).toEqual([200, ''])
    await clock.advance(3_600_000)
    expect(session.customerTyping).toBe(true)
    await customer.ask('POST', path, { isTyping: false })
    expect(session.customerTyping).toBe(false)
    await customer.ask('POST', path, { isTyping: true })
    await customer.ask('POST', `/v1/sessions/${id}/contents`, { content: 'Hey' })
    expect(session.customerTyping).toBe(false)
  })

  it.each([undefined, {}, { isTyping: 'true' }, { isTyping: 1 }, { isTyping: null }])(
    'R146: the body %j is refused',
    async (body) => {
      const { customer } = await openCentre()
      const id = await customer.start()
      const answer = await customer.ask('POST', `/v1/sessions/${id}/typing`, body)
      expect([answer.status, answer.text]).toEqual([400, ''])
    },
  )

  it('R149: an unknown or ended session is 404', async () => {
    const { customer } = await openCentre()
    const id = await customer.start()
    await customer.ask('DELETE', '/v1/sessions', { sessionId: id })
    for (const name of ['no', id]) {
      const answer = await customer.ask('POST', `/v1/sessions/${name}/typing`, { isTyping: true })
      expect([answer.status, answer.text]).toEqual([404, ''])
    }
  })
})

describe('R151 to R160: POST call-me', () => {
  it('R49, R151, R155: the number reaches the agent who asked', async () => {
    const { centre, customer, clock } = await openCentre()
    const id = await customer.start()
    const session = sessionOf(centre, id)
    centre.desk.accept(session, agentOf(centre))
    centre.desk.makeCall(session, agentOf(centre))
    const { callMeAgentKey } = await customer.query(id)
    const answer = await customer.ask('POST', `/v1/sessions/${id}/call-me`, {
      agentKey: callMeAgentKey,
      phoneNumber: '+554180911597',
    })
    expect([answer.status, answer.text]).toEqual([200, ''])
    expect(session.phoneNumbers).toEqual([
      { agentKey: 14, phoneNumber: '+554180911597', at: clock.now() },
    ])
  })

  it.each([
    {},
    { agentKey: 14 },
    { phoneNumber: '1' },
    { agentKey: '14', phoneNumber: '1' },
    { agentKey: 14, phoneNumber: '' },
    { agentKey: 14, phoneNumber: 'call me' },
    { agentKey: 99, phoneNumber: '1' },
    { agentKey: 15, phoneNumber: '1' },
  ])('R153, R154, R156: the body %j is refused', async (body) => {
    const { centre, customer } = await openCentre()
    const id = await customer.start()
    centre.desk.accept(sessionOf(centre, id), agentOf(centre))
    const answer = await customer.ask('POST', `/v1/sessions/${id}/call-me`, body)
    expect([answer.status, answer.text]).toEqual([400, ''])
  })

  it('R159: an unknown or ended session is 404', async () => {
    const { customer } = await openCentre()
    const id = await customer.start()
    await customer.ask('DELETE', '/v1/sessions', { sessionId: id })
    const body = { agentKey: 14, phoneNumber: '+1' }
    for (const name of ['no', id]) {
      const answer = await customer.ask('POST', `/v1/sessions/${name}/call-me`, body)
      expect([answer.status, answer.text]).toEqual([404, ''])
    }
  })
})
