import http from 'node:http'
import { describe, expect, it } from 'vitest'
import { send, sessionBody } from '../testing/customer.ts'
import type { Answer } from '../testing/customer.ts'
import { agentOf, openCentre, sessionOf } from '../testing/open.ts'
import type { Centre } from '../centre.ts'

const steer = (centre: Centre) => ({
  get: (path: string): Promise<Answer> => send(`${centre.urls.control}${path}`),
  act: (method: string, path: string, body?: unknown): Promise<Answer> =>
    send(`${centre.urls.control}${path}`, { method, body }),
})

/** Reads server-sent events until the stream ends. */
const listen = (centre: Centre, onEvent: (name: string, data: unknown) => void) =>
  new Promise<{ close: () => void; ended: Promise<void> }>((resolve, reject) => {
    const request = http.get(`${centre.urls.control}/events`, { agent: false }, (response) => {
      expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8')
      let buffer = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        buffer += chunk
        for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
          const block = buffer.slice(0, end)
          buffer = buffer.slice(end + 2)
          const name = /^event: (.*)$/m.exec(block)?.[1]
          const data = /^data: (.*)$/m.exec(block)?.[1]
          if (name !== undefined && data !== undefined) onEvent(name, JSON.parse(data))
        }
      })
      const ended = new Promise<void>((done) => response.on('close', () => done()))
      resolve({ close: () => request.destroy(), ended })
    })
    request.on('error', reject)
  })

describe('the control API', () => {
  it('describes itself, and every described route exists', async () => {
    const { centre } = await openCentre()
    const index = await steer(centre).get('')
    expect(index.json).toMatchObject({ routes: expect.any(Array) })
    const { routes } = JSON.parse(index.text)
    expect(routes.length).toBeGreaterThan(35)
    for (const { method, path, summary } of routes) {
      expect(summary).toMatch(/\.$/)
      if (path.includes('restart')) continue
      const url = `${new URL(centre.urls.control).origin}${path.replace(/:\w+/, 'none')}`
      const answer = await send(url, { method })
      const missing = answer.status === 404 && /no such route/.test(answer.text)
      expect([method, path, missing]).toEqual([method, path, false])
    }
    expect((await steer(centre).get('/nothing')).status).toBe(404)
  })

  it('lets two agents do everything that a chat needs', async () => {
    const { centre, customer } = await openCentre()
    const contactData = [{ key: 'Phone Number', value: '+55' }]
    const id = await customer.start({ contactData })
    const { get, act } = steer(centre)
    expect((await get('/sessions')).json).toMatchObject([
      {
        id,
        state: 'waiting',
        queue: 'Sales',
        caption: 'Can you help me with my problem?',
        source: 'jose.silva@email.com',
        contactData,
      },
    ])
    const path = `/sessions/${id}`
    const steps: [string, object][] = [
      ['accept', { agentKey: 14 }],
      ['typing', { agentKey: 14, typing: true }],
      ['message', { agentKey: 14, html: '<b>Hello</b>' }],
      ['message', { agentKey: 14, text: '1 < 2\nthree' }],
      ['push-url', { agentKey: 14, url: 'https://example.com/' }],
      ['make-a-call', { agentKey: 14 }],
      ['join', { agentKey: 15 }],
      ['message', { agentKey: 15, html: 'Me too' }],
      ['leave', { agentKey: 14 }],
      ['system-message', { html: 'Note' }],
      ['system-push-url', { url: 'https://example.com/s' }],
      ['requeue', { agentKey: 15, queue: 'Second level' }],
      ['accept', { agentKey: 16 }],
      ['disconnect', { agentKey: 16 }],
    ]
    for (const [step, body] of steps) {
      const answer = await act('POST', `${path}/${step}`, body)
      expect([step, answer.status, answer.text]).toEqual([step, 204, ''])
    }
    const found = await customer.query(id, 3)
    expect(found.content?.map((content) => [content['messageType'], content['from']])).toEqual([
      ['AGENT_MESSAGE', '14'],
      ['AGENT_MESSAGE', '14'],
      ['AGENT_PUSH_URL', '14'],
      ['AGENT_CONFERENCE_JOIN', '15'],
      ['AGENT_MESSAGE', '15'],
      ['SYSTEM_MESSAGE', '<FONT size=2 face=Tahoma>System</FONT>'],
      ['SYSTEM_PUSH_URL', '<FONT size=2 face=Tahoma>System</FONT>'],
      ['AGENT_REQUEUE', '15'],
      ['AGENT_DISCONNECT', '16'],
    ])
    expect(found.content?.[1]?.['content']).toContain('1 &lt; 2<br>three')
    expect((await get(path)).json).toMatchObject({
      state: 'ended',
      endedBy: 'agent',
      queue: 'Second level',
      contents: expect.arrayContaining([
        expect.objectContaining({ type: 'AGENT_MESSAGE', agentKey: 14, format: 'html' }),
      ]),
    })
  })

  it('refuses impossible requests with a reason', async () => {
    const { centre, customer } = await openCentre()
    const id = await customer.start()
    const { act } = steer(centre)
    const path = `/sessions/${id}`
    const cases: [string, object, number, RegExp][] = [
      ['message', { agentKey: 14, html: 'x' }, 409, /waiting/],
      ['accept', { agentKey: 99 }, 404, /no such agent/],
      ['accept', {}, 400, /agentKey/],
      ['accept', { agentKey: 14, extra: 1 }, 400, /extra/],
      ['accept', { agentKey: 14 }, 204, /^$/],
      ['accept', { agentKey: 15 }, 409, /active cannot accept/],
      ['message', { agentKey: 15, html: 'x' }, 409, /not in this chat/],
      ['join', { agentKey: 14 }, 409, /already/],
      ['leave', { agentKey: 14 }, 409, /last agent/],
      ['push-url', { agentKey: 14, url: 'javascript:alert(1)' }, 400, /url/i],
      ['disconnect', { agentKey: 14 }, 204, /^$/],
      ['typing', { agentKey: 14, typing: true }, 409, /ended/],
      ['end', {}, 409, /ended/],
      ['redirect', { url: 'https://example.com/' }, 409, /ended/],
    ]
    for (const [step, body, status, reason] of cases) {
      const answer = await act('POST', `${path}/${step}`, body)
      expect([step, answer.status]).toEqual([step, status])
      expect(answer.text).toMatch(reason)
    }
    expect((await act('POST', '/sessions/no/accept', { agentKey: 14 })).status).toBe(404)
    expect((await act('POST', `${path}/accept`, 'not json')).status).toBe(415)
  })

  it('shows the customer typing, and the numbers of call-me', async () => {
    const { centre, customer } = await openCentre()
    const id = await customer.start()
    centre.desk.accept(sessionOf(centre, id), agentOf(centre))
    await customer.ask('POST', `/v1/sessions/${id}/typing`, { isTyping: true })
    const body = { agentKey: 14, phoneNumber: '+55 41' }
    await customer.ask('POST', `/v1/sessions/${id}/call-me`, body)
    const { get } = steer(centre)
    expect((await get(`/sessions/${id}`)).json).toMatchObject({ customerTyping: true })
    expect((await get('/phone-numbers')).json).toMatchObject([{ sessionId: id, ...body }])
  })

  it('lists callbacks with both windows and marks them as done', async () => {
    const { centre, customer } = await openCentre()
    await customer.ask('POST', '/v1/callbacks', {
      callbackQueueKey: 9,
      contactName: 'Jose',
      firstAttemptStartTime: '2035-01-20T08:00',
      firstAttemptEndTime: '2035-01-20T12:00',
      secondAttemptStartTime: '2035-01-21T08:00',
      secondAttemptEndTime: '2035-01-21T12:00',
      phoneNumber: '1',
      priority: 1,
    })
    const { get, act } = steer(centre)
    expect((await act('PATCH', '/callbacks/1', { done: true })).status).toBe(204)
    expect((await act('PATCH', '/callbacks/2', { done: true })).status).toBe(404)
    expect((await get('/callbacks')).json).toMatchObject([
      {
        id: 1,
        done: true,
        first: { start: '2035-01-20T08:00:00.000Z', end: '2035-01-20T12:00:00.000Z' },
        second: { start: '2035-01-21T08:00:00.000Z', end: '2035-01-21T12:00:00.000Z' },
      },
    ])
  })

  it('turns settings and switches', async () => {
    const { centre, customer } = await openCentre()
    const { get, act } = steer(centre)
    await act('PATCH', '/settings', { maxSessions: 0, licensed: true })
    expect((await customer.ask('POST', '/v1/sessions', sessionBody())).status).toBe(503)
    await act('PATCH', '/settings', { licensed: false })
    expect((await customer.ask('POST', '/v1/sessions', sessionBody())).status).toBe(403)
    const changed = await act('PATCH', '/switches', { emoji: 'refuse' })
    expect(changed.json).toMatchObject({ emoji: 'refuse', messageTypeFormat: 'underscore' })
    expect((await act('PATCH', '/switches', { emoji: 'perhaps' })).status).toBe(400)
    expect((await act('PATCH', '/switches', { none: 1 })).status).toBe(400)
    expect((await act('DELETE', '/switches')).json).toMatchObject({ emoji: 'keep' })
    expect((await get('/switches/schema')).json).toHaveProperty('properties.emoji.source')
    expect((await get('/state')).json).toMatchObject({ settings: { licensed: false } })
  })

  it('sets, lists and removes faults; plays scenarios', async () => {
    const { centre, customer } = await openCentre()
    const { get, act } = steer(centre)
    const set = await act('POST', '/faults', { kind: 'status', status: 500, count: 2 })
    expect([set.status, set.json]).toEqual([201, { id: 1 }])
    expect((await customer.ask('GET', '/v1/callbacks/availability/DEFAULT')).status).toBe(500)
    expect((await get('/faults')).json).toMatchObject([{ id: 1, seen: 1, struck: 1 }])
    expect((await act('DELETE', '/faults/1')).status).toBe(204)
    expect((await act('DELETE', '/faults/1')).status).toBe(404)
    expect((await act('POST', '/faults', { kind: 'flood' })).status).toBe(400)
    expect((await get('/scenarios')).json).toContainEqual(
      expect.objectContaining({ name: 'captive-portal' }),
    )
    expect((await act('POST', '/scenarios/captive-portal')).status).toBe(204)
    expect((await get('/faults')).json).toHaveLength(1)
    expect((await act('DELETE', '/faults')).status).toBe(204)
    expect((await act('POST', '/scenarios/none')).status).toBe(404)
    const scenario = {
      name: 'mine',
      about: 'one',
      steps: [{ do: 'fault', fault: { kind: 'html' } }],
    }
    expect((await act('POST', '/scenarios', scenario)).status).toBe(204)
    expect((await get('/faults')).json).toHaveLength(1)
  })

  it('revokes tokens, restarts, and reports why requests were refused', async () => {
    const { centre, customer } = await openCentre()
    const { get, act } = steer(centre)
    await customer.ask('POST', '/v1/sessions', sessionBody({ priority: 0 }))
    await act('POST', '/tokens/revoke')
    expect((await customer.ask('POST', '/v1/sessions', sessionBody())).status).toBe(401)
    expect((await get('/requests')).json).toMatchObject([
      { route: 'token', status: 200 },
      { route: 'sessions.create', status: 400, reason: expect.stringContaining('priority') },
      { route: 'sessions.create', status: 401 },
    ])
    expect((await get('/requests')).text).not.toContain(centre.clientSecret)
    expect((await get('/requests')).text).not.toContain(customer.token)
    await customer.register()
    const id = await customer.start()
    expect((await act('POST', '/restart', { keepSessions: false })).status).toBe(204)
    expect(centre.sessions.find(id)).toBeUndefined()
  })

  it('streams events after a snapshot', async () => {
    const { centre, customer } = await openCentre()
    const events: [string, unknown][] = []
    let woken = (): void => undefined
    const until = (count: number) =>
      new Promise<void>((resolve) => {
        woken = () => {
          if (events.length >= count) resolve()
        }
        woken()
      })
    const stream = await listen(centre, (name, data) => {
      events.push([name, data])
      woken()
    })
    await until(1)
    expect(events[0]).toMatchObject(['snapshot', { sessions: [], agents: [{ key: 14 }, {}, {}] }])
    const id = await customer.start()
    centre.desk.accept(sessionOf(centre, id), agentOf(centre))
    await customer.ask('POST', `/v1/sessions/${id}/typing`, { isTyping: true })
    centre.desk.disconnect(sessionOf(centre, id), agentOf(centre))
    await until(8)
    expect(events.slice(1).map(([name]) => name)).toEqual([
      // A session before its contents, always.
      'session',
      'content',
      'content',
      'session',
      'typing',
      'content',
      'session',
    ])
    expect(events[1]).toMatchObject(['session', { change: 'created', session: { id } }])
    expect(events[5]).toMatchObject(['typing', { by: 'customer' }])
    await centre.close()
    await stream.ended
  })

  it('is closed to pages of other sites and to names that point here', async () => {
    const { centre } = await openCentre()
    const ask = async (headers: Record<string, string>) =>
      (await send(`${centre.urls.control}/tokens/revoke`, { method: 'POST', headers })).status
    expect(await ask({ origin: 'https://evil.example.com' })).toBe(403)
    expect(await ask({ origin: 'null' })).toBe(403)
    expect(await ask({ host: 'evil.example.com' })).toBe(403)
    expect(await ask({ origin: 'http://localhost:5173' })).toBe(204)
    expect(await ask({})).toBe(204)
    const form = await send(`${centre.urls.control}/faults`, {
      method: 'POST',
      body: '{"kind":"html"}',
      headers: { 'content-type': 'text/plain' },
    })
    expect(form.status).toBe(415)
  })
})
