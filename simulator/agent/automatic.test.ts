import { describe, expect, it } from 'vitest'
import { scriptNames } from '../config/data.ts'
import type { ScriptName } from '../config/data.ts'
import type { Session } from '../model/session.ts'
import { agentOf, openCentre, sessionOf } from '../testing/open.ts'
import { pushedPage } from './scripts.ts'

/** A centre whose automatic agent follows one script, and a customer who has started a chat. */
const meet = async (
  script: ScriptName,
  change: Readonly<Record<string, unknown>> = {},
  seed = 1,
) => {
  const opened = await openCentre({
    automaticAgent: true,
    seed,
    data: { script },
    config: { tokenValidity: 0 },
  })
  const id = await opened.customer.start(change)
  const session = sessionOf(opened.centre, id)
  const say = async (content: string): Promise<void> => {
    await opened.customer.ask('POST', `/v1/sessions/${id}/contents`, { content })
  }
  return { ...opened, id, session, say }
}

const lines = (session: Session): string[] =>
  session.contents.map((content) => `${content.type}: ${content.text}`)

const fromAgents = (session: Session): string[] =>
  session.contents.filter((c) => c.type === 'AGENT_MESSAGE').map((content) => content.text)

describe('the helpful automatic agent', () => {
  it('lets the chat wait a moment, takes it, types, and greets by name and topic', async () => {
    const { session, clock, customer, id } = await meet('helpful', { caption: 'Hi' })
    await clock.advance(799)
    expect(session.state).toBe('waiting')
    await clock.advance(1201)
    expect(session.state).toBe('active')
    expect(fromAgents(session)).toEqual([])
    await clock.advance(1000)
    expect((await customer.query(id)).whoIsTyping).toBe('14')
    await clock.advance(4000)
    expect(fromAgents(session)[0]).toMatch(/Jose.*Clara.*Sales/)
  })

  it('answers the first question and each later one to its words', async () => {
    const { session, clock, say } = await meet('helpful', { caption: 'What does it cost?' })
    await clock.advance(15_000)
    expect(fromAgents(session)).toHaveLength(2)
    expect(fromAgents(session)[1]).toMatch(/price|offer/i)
    await say('And when do you open on Sunday?')
    await clock.advance(10_000)
    expect(fromAgents(session)[2]).toMatch(/open|9:00/)
    await say('My parcel has not arrived')
    await clock.advance(10_000)
    expect(fromAgents(session)[3]).toMatch(/order/)
  })

  it('leaves the chat to a person who writes in it under the same name', async () => {
    const { session, clock, say, centre } = await meet('helpful')
    await clock.advance(15_000)
    const agent = session.agents[0]
    if (agent === undefined) throw new Error('nobody took the chat')
    centre.desk.message(session, agent, 'I am here now.')
    await say('And when do you open on Sunday?')
    await clock.advance(60_000)
    expect(fromAgents(session).at(-1)).toBe('I am here now.')
    expect(session.state).toBe('active')
  })

  it('says goodbye and leaves when the customer does', async () => {
    const { session, clock, say } = await meet('helpful')
    await clock.advance(15_000)
    await say('Thank you, that is all. Bye!')
    await clock.advance(10_000)
    expect(fromAgents(session).at(-1)).toMatch(/goodbye/i)
    expect(session.contents.at(-1)?.type).toBe('AGENT_DISCONNECT')
    expect([session.state, session.endedBy]).toEqual(['ended', 'agent'])
  })

  it('speaks the language of the session', async () => {
    const { session, clock, say } = await meet('helpful', { language: 'German' })
    await clock.advance(15_000)
    expect(fromAgents(session)[0]).toMatch(/^Guten Tag/)
    await say('Tschüss')
    await clock.advance(10_000)
    expect(fromAgents(session).at(-1)).toMatch(/Auf Wiedersehen/)
  })

  it('escapes quoted text of the customer', async () => {
    const { session, clock } = await meet('helpful', { customerName: '<img/src=x> Silva' })
    await clock.advance(15_000)
    expect(fromAgents(session)[0]).toContain('&lt;img/src=x&gt;')
  })

  it('stops when the customer leaves, and leaves no timer behind', async () => {
    const { session, clock, customer, id } = await meet('helpful')
    await clock.advance(3000)
    await customer.ask('DELETE', '/v1/sessions', { sessionId: id })
    const count = session.contents.length
    await clock.advance(299_000)
    expect(session.contents).toHaveLength(count)
    await clock.advance(1000)
    expect(clock.pending()).toBe(0)
  })

  it('leaves a chat alone that a person has taken', async () => {
    const { centre, session, clock } = await meet('helpful')
    centre.desk.accept(session, agentOf(centre, 2))
    await clock.advance(60_000)
    expect(session.agents.map((agent) => agent.key)).toEqual([16])
    expect(fromAgents(session)).toEqual([])
  })

  it('serves many customers at once, each from the first word to the last', async () => {
    const { centre, clock, customer } = await meet('helpful')
    const ids = await Promise.all(Array.from({ length: 20 }, () => customer.start()))
    await clock.advance(20_000)
    for (const id of ids) expect(fromAgents(sessionOf(centre, id))).toHaveLength(2)
    expect(new Set(ids.map((id) => sessionOf(centre, id).agents[0]?.key)).size).toBe(3)
  })

  it('can be switched off and on', async () => {
    const { centre, customer, clock } = await meet('helpful')
    centre.settings.automaticAgent = false
    const session = sessionOf(centre, await customer.start())
    await clock.advance(60_000)
    expect(session.state).toBe('waiting')
    centre.settings.automaticAgent = true
    centre.events.emit({ type: 'settings' })
    await clock.advance(2000)
    expect(session.state).toBe('active')
  })
})

describe('the other scripts', () => {
  it('slow: lets the customer wait for the first word', async () => {
    const { session, clock } = await meet('slow')
    await clock.advance(17_000)
    expect([session.state, fromAgents(session).length]).toEqual(['active', 0])
    await clock.advance(60_000)
    expect(fromAgents(session)).toHaveLength(1)
  })

  it('chatty: sends several messages per answer', async () => {
    const { session, clock, say } = await meet('chatty')
    await clock.advance(15_000)
    const before = fromAgents(session).length
    await say('Hm')
    await clock.advance(30_000)
    expect(fromAgents(session).length - before).toBeGreaterThanOrEqual(2)
  })

  it('pushes-a-link: R121, sends a page', async () => {
    const { session, clock, customer, id } = await meet('pushes-a-link')
    await clock.advance(30_000)
    expect(session.contents.map((content) => content.type)).toContain('AGENT_PUSH_URL')
    expect((await customer.query(id)).pushUrl).toBe(pushedPage)
  })

  it('asks-to-call: R45 to R49, asks for a number and confirms it', async () => {
    const { session, clock, customer, id } = await meet('asks-to-call')
    await clock.advance(30_000)
    const { callMeAgentKey } = await customer.query(id)
    expect(callMeAgentKey).toBe(14)
    const body = { agentKey: callMeAgentKey, phoneNumber: '+4989123' }
    await customer.ask('POST', `/v1/sessions/${id}/call-me`, body)
    await clock.advance(20_000)
    expect(fromAgents(session).at(-1)).toContain('+4989123')
  })

  it('transfers: R122, R123, requeues, a second agent takes over and a third joins', async () => {
    const { session, clock } = await meet('transfers')
    await clock.advance(60_000)
    expect(session.contents.map((content) => content.type)).toEqual([
      'CUSTOMER_MESSAGE',
      'SYSTEM_MESSAGE',
      'AGENT_MESSAGE',
      'AGENT_MESSAGE',
      'AGENT_REQUEUE',
      'AGENT_MESSAGE',
      'AGENT_CONFERENCE_JOIN',
      'AGENT_MESSAGE',
    ])
    expect(session.agents).toHaveLength(2)
  })

  it('ends-abruptly: ends after the first word, or without one', async () => {
    const { session, clock, say } = await meet('ends-abruptly')
    await clock.advance(10_000)
    await say('But')
    await clock.advance(0)
    expect([session.state, session.endedBy]).toEqual(['ended', 'agent'])
    const silent = await meet('ends-abruptly')
    await silent.clock.advance(40_000)
    expect(silent.session.state).toBe('ended')
  })

  it('is chosen by the destination', async () => {
    const { centre, customer, clock } = await openCentre({
      automaticAgent: true,
      data: { destinations: [{ name: 'Shop', script: 'pushes-a-link' }] },
    })
    const shop = sessionOf(centre, await customer.start({ destination: 'Shop' }))
    const other = sessionOf(centre, await customer.start({ destination: 'Other' }))
    await clock.advance(30_000)
    const pushed = (session: Session) => session.contents.some((c) => c.type === 'AGENT_PUSH_URL')
    expect([pushed(shop), pushed(other)]).toEqual([true, false])
  })
})

describe('under a seed', () => {
  const play = async (script: ScriptName, seed: number): Promise<string[]> => {
    const { session, clock, say } = await meet(script, {}, seed)
    const start = clock.now()
    const out: string[] = []
    for (const text of ['Hello', 'It is broken', 'thanks', 'What is the price?', 'bye']) {
      await clock.advance(25_000)
      await say(text)
    }
    await clock.advance(60_000)
    for (const content of session.contents) out.push(`${content.at - start} ${content.text}`)
    return [...lines(session), ...out]
  }

  it.each(scriptNames)('%s does the same again, to the millisecond', async (script) => {
    expect(await play(script, 5)).toEqual(await play(script, 5))
  })

  it('another seed differs', async () => {
    expect(await play('helpful', 5)).not.toEqual(await play('helpful', 6))
  })
})
