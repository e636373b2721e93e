import { describe, expect, it } from 'vitest'
import { send } from '../testing/customer.ts'
import { agentOf, openCentre, sessionOf } from '../testing/open.ts'

/** Every operation below /v1 with a request that works; {id} is a running session. */
const operations = [
  {
    name: 'POST sessions (R84 to R86)',
    method: 'POST',
    path: '/v1/sessions',
    body: {
      businessUnitName: 'DEFAULT',
      caption: 'a',
      customerName: 'b',
      language: 'English',
      priority: 1,
      source: 'c',
    },
    status: 201,
  },
  {
    name: 'DELETE sessions (R91, R92, R94)',
    method: 'DELETE',
    path: '/v1/sessions',
    body: { sessionId: '{id}' },
    status: 200,
  },
  {
    name: 'GET contents (R131, R132, R134)',
    method: 'GET',
    path: '/v1/sessions/{id}/contents',
    status: 200,
  },
  {
    name: 'GET contents from an index (R131, R132, R134)',
    method: 'GET',
    path: '/v1/sessions/{id}/contents/2',
    status: 200,
  },
  {
    name: 'POST contents (R139, R140, R142)',
    method: 'POST',
    path: '/v1/sessions/{id}/contents',
    body: { content: 'a' },
    status: 201,
  },
  {
    name: 'POST typing (R147, R148, R150)',
    method: 'POST',
    path: '/v1/sessions/{id}/typing',
    body: { isTyping: true },
    status: 200,
  },
  {
    name: 'POST call-me (R157, R158, R160)',
    method: 'POST',
    path: '/v1/sessions/{id}/call-me',
    body: { agentKey: 14, phoneNumber: '+1' },
    status: 200,
  },
  {
    name: 'POST callbacks (R175 to R177)',
    method: 'POST',
    path: '/v1/callbacks',
    body: {
      callbackQueueKey: 9,
      contactName: 'a',
      firstAttemptStartTime: '2035-01-20T08:00',
      firstAttemptEndTime: '2035-01-20T12:00',
      phoneNumber: '1',
      priority: 1,
    },
    status: 201,
  },
  {
    name: 'GET availability (R186 to R188)',
    method: 'GET',
    path: '/v1/callbacks/availability/DEFAULT',
    status: 200,
  },
]

describe.each(operations)('$name', ({ method, path, body, status }) => {
  const prepare = async () => {
    const opened = await openCentre()
    const { centre, customer } = opened
    const id = await customer.start()
    centre.desk.accept(sessionOf(centre, id), agentOf(centre))
    const fill = (text: string): string => text.replaceAll('{id}', id)
    const filled: unknown = body === undefined ? undefined : JSON.parse(fill(JSON.stringify(body)))
    return { ...opened, go: () => customer.ask(method, fill(path), filled) }
  }

  it('works with a token', async () => {
    const { go } = await prepare()
    expect((await go()).status).toBe(status)
  })

  it('answers 401 without a valid token and does nothing', async () => {
    const { go, centre, customer } = await prepare()
    customer.token = 'no'
    const before = centre.sessions.connected()
    const answer = await go()
    expect([answer.status, answer.text]).toEqual([401, ''])
    expect(centre.sessions.connected()).toBe(before)
    expect(centre.callbacks.list()).toEqual([])
  })

  it('answers 403 where Web Interaction is not licensed', async () => {
    const { go, centre } = await prepare()
    centre.settings.licensed = false
    const answer = await go()
    expect([answer.status, answer.text]).toEqual([403, ''])
  })

  it('answers 500 if configured to fail', async () => {
    const { go, centre } = await prepare()
    centre.faults.add({ kind: 'status', status: 500 })
    const answer = await go()
    expect([answer.status, answer.text]).toEqual([500, ''])
    expect((await go()).status).toBe(status)
  })

  it('R61: never lets an answer be cached or sniffed', async () => {
    const { go } = await prepare()
    expect((await go()).headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  })
})

describe('what the guide does not specify', () => {
  it('answers 404 to other paths and 405 to other methods', async () => {
    const { centre, customer } = await openCentre()
    expect((await customer.ask('GET', '/v1/queues')).status).toBe(404)
    expect((await customer.ask('GET', '/v1/sessions/')).status).toBe(405)
    const answer = await customer.ask('PUT', '/v1/sessions', {})
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST, DELETE'])
    const other = await send(`${new URL(centre.urls.rest).origin}/nothing`)
    expect(other.status).toBe(404)
  })

  it('a HEAD request does not consume one-shot values', async () => {
    const { centre, customer } = await openCentre()
    const id = await customer.start()
    const session = sessionOf(centre, id)
    centre.desk.accept(session, agentOf(centre))
    centre.desk.makeCall(session, agentOf(centre))
    expect((await customer.ask('HEAD', `/v1/sessions/${id}/contents`)).status).toBe(405)
    expect((await customer.query(id)).callMeAgentKey).toBe(14)
  })
})
