import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agentOf, openCentre, sessionOf } from '../testing/open.ts'

const bare = { data: { welcome: '' } }

describe('R95 to R135: GET contents', () => {
  it('R97: three contents A, B, C have the index keys 1, 2, 3 and the next is 4', async () => {
    const { customer } = await openCentre(bare)
    const id = await customer.start({ caption: 'A' })
    await customer.ask('POST', `/v1/sessions/${id}/contents`, { content: 'B' })
    await customer.ask('POST', `/v1/sessions/${id}/contents`, { content: 'C' })
    const texts = async (index?: number): Promise<unknown> => {
      const found = await customer.query(id, index)
      return [found.content?.map((content) => content['content']) ?? null, found.newIndexKey]
    }
    expect(await texts()).toEqual([['A', 'B', 'C'], 4])
    expect(await texts(0)).toEqual([['A', 'B', 'C'], 4])
    expect(await texts(1)).toEqual([['A', 'B', 'C'], 4])
    expect(await texts(2)).toEqual([['B', 'C'], 4])
    expect(await texts(3)).toEqual([['C'], 4])
    expect(await texts(4)).toEqual([[], 4])
    expect(await texts(5)).toEqual([null, 4])
  })

  it('R96 to R100: for any transcript and index the answer is the rest of it', async () => {
    const { centre, customer } = await openCentre(bare)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1 }), { maxLength: 6 }),
        fc.nat(9),
        async (texts, index) => {
          const id = await customer.start({ caption: 'first' })
          for (const text of texts) centre.sessions.say(sessionOf(centre, id), text)
          const all = ['first', ...texts]
          const found = await customer.query(id, index)
          expect(found.newIndexKey).toBe(all.length + 1)
          const contents = found.content?.map((content) => content['content'])
          if (index > all.length + 1) expect(found.content).toBeNull()
          else expect(contents).toEqual(all.slice(Math.max(index - 1, 0)))
        },
      ),
      { numRuns: 40, seed: 4 },
    )
  })

  it('R99: a client that follows newIndexKey sees each content once, in order', async () => {
    const { centre, customer } = await openCentre(bare)
    const id = await customer.start({ caption: '0' })
    const session = sessionOf(centre, id)
    const agent = agentOf(centre)
    centre.desk.accept(session, agent)
    centre.setSwitches({ agentMarkup: 'plain' })
    const seen: unknown[] = []
    let next = 0
    for (let round = 1; round <= 12; round += 1) {
      for (let i = 0; i < round % 4; i += 1) centre.desk.message(session, agent, `${round}.${i}`)
      const found = await customer.query(id, next)
      seen.push(...(found.content ?? []).map((content) => content['content']))
      next = found.newIndexKey
    }
    expect(seen).toEqual(session.contents.map((content) => content.text))
  })

  it('R95, R102 to R109, R129: an answer has the fields of the text, in the order of the sample', async () => {
    const { customer } = await openCentre(bare)
    const id = await customer.start()
    expect(JSON.stringify(await customer.query(id, 2))).toBe(
      JSON.stringify({
        sessionId: id,
        content: [],
        pushUrl: '',
        callMeAgentKey: 0,
        newIndexKey: 2,
        whoIsTyping: '',
        redirectUrl: '',
        connected: true,
      }),
    )
  })

  it('R22, R110, R117, R126: the caption is the first content, as it was sent', async () => {
    const { customer } = await openCentre()
    const caption = '<b>Größe</b> "42" & mehr 😀\n'
    const id = await customer.start({ caption })
    const found = await customer.query(id)
    expect(found.content?.[0]).toMatchObject({
      messageType: 'CUSTOMER_MESSAGE',
      from: 'Jose Silva',
      agentFirstName: '',
      agentLastName: '',
      content: caption,
      pushedUrl: '',
    })
  })

  it('R124, R127: a system message follows, its name marked up', async () => {
    const { customer } = await openCentre({
      data: { welcome: 'Please&nbsp;wait.', systemName: 'A&B' },
    })
    const found = await customer.query(await customer.start())
    expect(found.content?.[1]).toMatchObject({
      messageType: 'SYSTEM_MESSAGE',
      from: '<FONT size=2 face=Tahoma>A&amp;B</FONT>',
      content: '<FONT face=Tahoma size=2>Please&nbsp;wait.</FONT>',
    })
  })

  it('R111 to R115, R119, R128: an agent has a key and names, FONT and the legacy table', async () => {
    const { centre, customer, clock } = await openCentre({ ...bare, config: { tokenValidity: 0 } })
    const id = await customer.start()
    const session = sessionOf(centre, id)
    centre.desk.accept(session, agentOf(centre))
    await clock.advance(3 * 3_600_000)
    centre.desk.message(session, agentOf(centre), '<b>Hello</b>')
    const message = (await customer.query(id, 2)).content?.[0]
    expect(message).toMatchObject({
      messageType: 'AGENT_MESSAGE',
      from: '14',
      agentFirstName: 'Clara',
      agentLastName: 'Nunes',
      content: '<FONT size=2 face=Tahoma><b>Hello</b></FONT>',
      pushedUrl: '',
    })
    const legacy = message?.['formattedContent'] ?? ''
    expect(legacy).toMatch(/^<TABLE width='95%'/)
    expect(legacy).toContain("<IMG SRC='images/agenticon.gif'")
    expect(legacy).toContain('>01/07/2020<')
    expect(legacy).toContain('>2:19 PM<')
  })

  it('R41, R106, R116, R121: a pushed URL stands in its content and once at the top', async () => {
    const { centre, customer } = await openCentre(bare)
    const id = await customer.start()
    const session = sessionOf(centre, id)
    centre.desk.accept(session, agentOf(centre))
    centre.desk.pushUrl(session, agentOf(centre), 'https://example.com/a?b=1&c="')
    const first = await customer.query(id, 2)
    expect(first.pushUrl).toBe('https://example.com/a?b=1&c="')
    expect(first.content?.[0]).toMatchObject({
      messageType: 'AGENT_PUSH_URL',
      pushedUrl: 'https://example.com/a?b=1&c="',
      content: expect.stringContaining('https://example.com/a?b=1&amp;c=&quot;'),
    })
    const again = await customer.query(id, 2)
    expect(again.pushUrl).toBe('')
    expect(again.content?.[0]?.['pushedUrl']).toBe('https://example.com/a?b=1&c="')
  })

  it('R125: the system pushes a URL too', async () => {
    const { centre, customer } = await openCentre(bare)
    const id = await customer.start()
    centre.desk.systemPushUrl(sessionOf(centre, id), 'https://example.com/')
    const found = await customer.query(id, 2)
    expect(found.content?.[0]?.['messageType']).toBe('SYSTEM_PUSH_URL')
    expect(found.pushUrl).toBe('https://example.com/')
  })

  it('R44, R109: whoIsTyping names the agents for four seconds each', async () => {
    const { centre, customer, clock } = await openCentre(bare)
    const id = await customer.start()
    const session = sessionOf(centre, id)
    centre.desk.accept(session, agentOf(centre))
    centre.desk.join(session, agentOf(centre, 1))
    centre.desk.typing(session, agentOf(centre), true)
    await clock.advance(2000)
    centre.desk.typing(session, agentOf(centre, 1), true)
    expect((await customer.query(id)).whoIsTyping).toBe('14,15')
    await clock.advance(1999)
    expect((await customer.query(id)).whoIsTyping).toBe('14,15')
    await clock.advance(1)
    expect((await customer.query(id)).whoIsTyping).toBe('15')
    centre.desk.message(session, agentOf(centre, 1), 'sent')
    expect((await customer.query(id)).whoIsTyping).toBe('')
  })

  it('R46, R102, R152: callMeAgentKey comes once, then 0', async () => {
    const { centre, customer } = await openCentre(bare)
    const id = await customer.start()
    const session = sessionOf(centre, id)
    centre.desk.accept(session, agentOf(centre))
    centre.desk.makeCall(session, agentOf(centre))
    expect((await customer.query(id)).callMeAgentKey).toBe(14)
    expect((await customer.query(id)).callMeAgentKey).toBe(0)
  })

  it('R104, R107: a redirecting workflow gives redirectUrl and content null', async () => {
    const redirectUrl = 'https://example.com/elsewhere'
    const { customer } = await openCentre({
      data: { destinations: [{ name: 'Sales', redirectUrl }] },
    })
    const id = await customer.start()
    expect(await customer.query(id)).toMatchObject({ redirectUrl, content: null, connected: true })
    expect(await customer.query(id, 2)).toMatchObject({ redirectUrl, content: null })
  })

  it('R122, R123: a requeue and a conference join are contents', async () => {
    const { centre, customer } = await openCentre(bare)
    const id = await customer.start()
    const session = sessionOf(centre, id)
    centre.desk.accept(session, agentOf(centre))
    centre.desk.requeue(session, agentOf(centre))
    centre.desk.accept(session, agentOf(centre, 1))
    centre.desk.join(session, agentOf(centre, 2))
    const found = await customer.query(id, 2)
    expect(found.content?.map((content) => [content['messageType'], content['from']])).toEqual([
      ['AGENT_REQUEUE', '14'],
      ['AGENT_CONFERENCE_JOIN', '16'],
    ])
  })

  it('R34, R103, R120: after an agent ended it, pending messages and the end come together', async () => {
    const { centre, customer } = await openCentre(bare)
    const id = await customer.start()
    const session = sessionOf(centre, id)
    centre.desk.accept(session, agentOf(centre))
    centre.desk.message(session, agentOf(centre), 'Goodbye')
    centre.desk.disconnect(session, agentOf(centre))
    const found = await customer.query(id, 2)
    expect(found.content?.map((content) => content['messageType'])).toEqual([
      'AGENT_MESSAGE',
      'AGENT_DISCONNECT',
    ])
    expect(found.connected).toBe(false)
  })

  it.each(['agent', 'customer', 'system'] as const)(
    'R35, R101: after an end by the %s it can be queried for five minutes, then 404',
    async (by) => {
      const { centre, customer, clock } = await openCentre(bare)
      const id = await customer.start()
      const session = sessionOf(centre, id)
      if (by === 'customer') await customer.ask('DELETE', '/v1/sessions', { sessionId: id })
      else centre.sessions.end(session, by, by === 'system' ? 'system' : agentOf(centre))
      await clock.advance(299_999)
      expect((await customer.query(id)).connected).toBe(false)
      await clock.advance(1)
      for (const index of ['', '/0', '/2']) {
        const answer = await customer.ask('GET', `/v1/sessions/${id}/contents${index}`)
        expect([answer.status, answer.text]).toEqual([404, ''])
      }
      expect(centre.sessions.list()).toEqual([])
    },
  )

  it.each(['x', '-1', '1.5', '1e3', '%20', '99999999999'])(
    'R130: the index key %s is refused',
    async (index) => {
      const { customer } = await openCentre()
      const id = await customer.start()
      const answer = await customer.ask('GET', `/v1/sessions/${id}/contents/${index}`)
      expect([answer.status, answer.text]).toEqual([400, ''])
    },
  )

  it('R118: a customer who left is a content, for whoever asks afterwards', async () => {
    const { customer } = await openCentre(bare)
    const id = await customer.start()
    await customer.ask('DELETE', '/v1/sessions', { sessionId: id })
    const found = await customer.query(id, 2)
    expect(found.connected).toBe(false)
    expect(found.content).toMatchObject([
      { messageType: 'CUSTOMER_DISCONNECT', from: 'Jose Silva' },
    ])
  })

  it('R135, C11: is 503 at the maximum of sessions where the centre is set so, and loses nothing', async () => {
    const { centre, customer } = await openCentre(bare)
    const id = await customer.start()
    const path = `/v1/sessions/${id}/contents`
    centre.settings.maxSessions = 1
    expect((await customer.ask('GET', path)).status).toBe(200)
    centre.setSwitches({ queryWhenFull: 'refuse' })
    const answer = await customer.ask('GET', path)
    expect([answer.status, answer.text]).toEqual([503, ''])
    centre.settings.maxSessions = 2
    expect((await customer.query(id)).content).toHaveLength(1)
  })

  it('R133: an unknown session is 404', async () => {
    const { customer } = await openCentre()
    expect((await customer.ask('GET', '/v1/sessions/W1661/contents')).status).toBe(404)
  })
})

describe('R136 to R143: POST contents', () => {
  it('R137: adds the message and answers 201 with nothing', async () => {
    const { customer } = await openCentre(bare)
    const id = await customer.start()
    const answer = await customer.ask('POST', `/v1/sessions/${id}/contents`, { content: 'Hey' })
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([201, '', '0'])
    expect((await customer.query(id, 2)).content).toMatchObject([
      { messageType: 'CUSTOMER_MESSAGE', from: 'Jose Silva', content: 'Hey' },
    ])
  })

  it.each([[undefined], [{}], [{ content: '' }], [{ content: null }], [{ content: 4 }], [[]]])(
    'R136, R138: the body %j is refused',
    async (body: unknown) => {
      const { customer } = await openCentre()
      const id = await customer.start()
      const answer = await customer.ask('POST', `/v1/sessions/${id}/contents`, body)
      expect([answer.status, answer.text]).toEqual([400, ''])
    },
  )

  it('R141: an unknown session is 404', async () => {
    const { customer } = await openCentre()
    const answer = await customer.ask('POST', '/v1/sessions/no/contents', { content: 'Hey' })
    expect([answer.status, answer.text]).toEqual([404, ''])
  })

  it('R143: a session that has ended is 503, and 404 once it is gone', async () => {
    const { customer, clock } = await openCentre()
    const id = await customer.start()
    await customer.ask('DELETE', '/v1/sessions', { sessionId: id })
    const path = `/v1/sessions/${id}/contents`
    const late = await customer.ask('POST', path, { content: 'Hey' })
    expect([late.status, late.text]).toEqual([503, ''])
    await clock.advance(300_000)
    expect((await customer.ask('POST', path, { content: 'Hey' })).status).toBe(404)
  })
})
