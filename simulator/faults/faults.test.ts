import http from 'node:http'
import { describe, expect, it } from 'vitest'
import { askToken, send, sessionBody } from '../testing/customer.ts'
import { openCentre, sessionOf } from '../testing/open.ts'
import { seededRandom } from '../support/random.ts'
import { createFaults } from './faults.ts'

const availability = '/v1/callbacks/availability/DEFAULT'

describe('where and how often a fault strikes', () => {
  const opened = () => createFaults(seededRandom(1), () => undefined)

  it('strikes its route and method only', () => {
    const faults = opened()
    faults.add({ kind: 'empty', route: 'typing', count: 0 })
    faults.add({ kind: 'nonsense', method: 'DELETE', count: 0 })
    expect(faults.take('contents.add', 'POST')).toEqual([])
    expect(faults.take('typing', 'POST').map((fault) => fault.kind)).toEqual(['empty'])
    expect(faults.take('sessions.delete', 'DELETE').map((f) => f.kind)).toEqual(['nonsense'])
  })

  it('lets `after` requests pass, strikes `count` times, and is gone', () => {
    const faults = opened()
    faults.add({ kind: 'empty', after: 2, count: 3 })
    const struck = Array.from({ length: 8 }, () => faults.take('typing', 'POST').length)
    expect(struck).toEqual([0, 0, 1, 1, 1, 0, 0, 0])
    expect(faults.list()).toEqual([])
  })

  it('draws its probability from the seed', () => {
    const run = (seed: number): number[] => {
      const faults = createFaults(seededRandom(seed), () => undefined)
      faults.add({ kind: 'empty', probability: 0.5, count: 0 })
      return Array.from({ length: 64 }, () => faults.take('typing', 'POST').length)
    }
    expect(run(7)).toEqual(run(7))
    expect(run(7)).not.toEqual(run(8))
    const struck = run(7).filter((n) => n === 1).length
    expect(struck).toBeGreaterThan(16)
    expect(struck).toBeLessThan(48)
  })

  it('can be removed by id', () => {
    const faults = opened()
    const id = faults.add({ kind: 'empty', count: 0 })
    expect(faults.remove(id)).toBe(true)
    expect(faults.remove(id)).toBe(false)
    expect(faults.take('typing', 'POST')).toEqual([])
  })
})

describe('effects of faults', () => {
  it('status before the effect: nothing happened', async () => {
    const { centre, customer } = await openCentre()
    centre.faults.add({ kind: 'status', status: 502, retryAfter: 7, body: 'bad gateway' })
    const answer = await customer.ask('POST', '/v1/sessions', sessionBody())
    expect([answer.status, answer.headers['retry-after'], answer.text]).toEqual([
      502,
      '7',
      'bad gateway',
    ])
    expect(centre.sessions.list()).toEqual([])
  })

  it('status after the effect: done, but the response denies it', async () => {
    const { centre, customer } = await openCentre()
    centre.faults.add({ kind: 'status', status: 504, at: 'after' })
    const answer = await customer.ask('POST', '/v1/sessions', sessionBody())
    expect([answer.status, answer.text]).toEqual([504, ''])
    expect(centre.sessions.list()).toHaveLength(1)
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('reset %s the effect', async (at, sessions) => {
    const { centre, customer } = await openCentre()
    centre.faults.add({ kind: 'reset', at })
    const failed = customer.ask('POST', '/v1/sessions', sessionBody())
    await expect(failed).rejects.toThrow(/ECONNRESET|socket hang up/)
    expect(centre.sessions.list()).toHaveLength(sessions)
    expect(centre.journal.list().at(-1)).toMatchObject({ status: 0, faults: ['reset'] })
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('hang %s the effect, until the client gives up', async (at, sessions) => {
    const { centre, customer } = await openCentre()
    centre.faults.add({ kind: 'hang', at })
    let answered = false
    const { rest } = centre.urls
    const request = http.request(`${rest}/v1/sessions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${customer.token}`,
        'content-type': 'application/json',
      },
    })
    request.on('response', () => {
      answered = true
    })
    const gone = new Promise((resolve) => request.on('error', resolve))
    request.end(JSON.stringify(sessionBody()))
    await centre.until(() => centre.journal.list().at(-1)?.faults[0] === 'hang')
    await centre.until(() => at === 'before' || centre.sessions.list().length === 1)
    expect((await customer.ask('GET', availability)).status).toBe(200)
    expect(answered).toBe(false)
    request.destroy(new Error('gave up'))
    await gone
    expect(centre.sessions.list()).toHaveLength(sessions)
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('delay %s the effect, on the clock of the centre', async (at, sessions) => {
    const { centre, customer, clock } = await openCentre()
    centre.faults.add({ kind: 'delay', ms: 5000, at })
    const pending = clock.pending()
    const answer = customer.ask('POST', '/v1/sessions', sessionBody())
    await centre.until(() => centre.journal.list().at(-1)?.faults[0] === 'delay')
    while (clock.pending() === pending) await new Promise((resolve) => setImmediate(resolve))
    expect(centre.sessions.list()).toHaveLength(sessions)
    await clock.advance(4999)
    expect(centre.journal.list().at(-1)?.status).toBe(0)
    await clock.advance(1)
    expect((await answer).status).toBe(201)
    expect(centre.sessions.list()).toHaveLength(1)
  })

  it('a truncated body breaks off', async () => {
    const { centre, customer } = await openCentre()
    centre.faults.add({ kind: 'truncate', route: 'callbacks.availability' })
    await expect(customer.ask('GET', availability)).rejects.toThrow(/aborted|ECONNRESET/)
    centre.faults.add({ kind: 'truncate', keep: 0 })
    await expect(customer.ask('GET', availability)).rejects.toThrow(/aborted|hang up|ECONNRESET/)
    centre.faults.add({ kind: 'truncate' })
    const id = await customer.start().catch(() => '')
    expect(id).toBe('')
    const session = centre.sessions.list()[0]
    if (session === undefined) throw new Error('no session')
    centre.faults.add({ kind: 'truncate' })
    const typing = customer.ask('POST', `/v1/sessions/${session.id}/typing`, { isTyping: true })
    await expect(typing).rejects.toThrow()
    expect(session.customerTyping).toBe(true)
  })

  it('a wrong type, a page, nonsense and nothing', async () => {
    const { centre, customer } = await openCentre()
    centre.faults.add({ kind: 'wrong-type', contentType: 'text/csv' })
    const typed = await customer.ask('GET', availability)
    expect(typed.headers['content-type']).toBe('text/csv')
    expect(typed.json).toHaveLength(2)
    centre.faults.add({ kind: 'html' })
    const page = await customer.ask('GET', availability)
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.text).toMatch(/^<!DOCTYPE html>/)
    centre.faults.add({ kind: 'nonsense' })
    const nonsense = await customer.ask('GET', availability)
    expect(nonsense.headers['content-type']).toBe('application/json;charset=UTF-8')
    expect(() => JSON.parse(nonsense.text)).toThrow()
    centre.faults.add({ kind: 'empty' })
    const empty = await customer.ask('GET', availability)
    expect([empty.status, empty.text, empty.headers['content-length']]).toEqual([200, '', '0'])
  })

  it('a slow drip brings the whole body in the end', async () => {
    const { centre, customer, clock } = await openCentre()
    centre.faults.add({ kind: 'drip', bytes: 16, everyMs: 100 })
    let done = false
    const answer = customer.ask('GET', availability).finally(() => {
      done = true
    })
    await centre.until(() => centre.journal.list().at(-1)?.faults[0] === 'drip')
    await clock.advance(200)
    expect(done).toBe(false)
    for (let i = 0; i < 100 && !done; i += 1) await clock.advance(100)
    expect((await answer).json).toHaveLength(2)
  })

  it('a token revoked just before it is looked at', async () => {
    const { centre, customer } = await openCentre()
    centre.faults.add({ kind: 'token-revoked' })
    expect((await customer.ask('GET', availability)).status).toBe(401)
    expect((await customer.ask('GET', availability)).status).toBe(401)
    await customer.register()
    expect((await customer.ask('GET', availability)).status).toBe(200)
  })

  it('a restart drops connections and tokens, and keeps or loses the sessions', async () => {
    const { centre, customer } = await openCentre()
    const id = await customer.start()
    centre.faults.add({ kind: 'restart', keepSessions: true })
    await expect(customer.ask('GET', availability)).rejects.toThrow()
    expect((await customer.ask('GET', availability)).status).toBe(401)
    await customer.register()
    expect((await customer.query(id)).connected).toBe(true)
    centre.restart({ keepSessions: false })
    await customer.register()
    expect((await customer.ask('GET', `/v1/sessions/${id}/contents`)).status).toBe(404)
  })

  it('is down for a while after a restart', async () => {
    const { centre, customer, clock } = await openCentre()
    centre.restart({ downMs: 3000 })
    await expect(customer.ask('GET', availability)).rejects.toThrow(/hang up|ECONNRESET/)
    await expect(askToken(centre)).rejects.toThrow(/hang up|ECONNRESET/)
    expect((await send(`${centre.urls.control}/state`)).status).toBe(200)
    await clock.advance(3000)
    expect((await askToken(centre)).status).toBe(200)
  })

  it('a restart cuts a kept-alive connection', async () => {
    const { centre, customer } = await openCentre()
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const ask = () =>
      send(`${centre.urls.rest}${availability}`, {
        agent,
        headers: { authorization: `Bearer ${customer.token}` },
      })
    expect((await ask()).status).toBe(200)
    const socket = Object.values(agent.freeSockets)[0]?.[0]
    if (socket === undefined) throw new Error('not kept alive')
    const closed = new Promise((resolve) => socket.once('close', resolve))
    centre.restart()
    await closed
    agent.destroy()
  })

  it('a skewed clock shows in the Date header', async () => {
    const { centre, customer, clock } = await openCentre()
    centre.faults.add({ kind: 'clock-skew', ms: -86_400_000 })
    const answer = await customer.ask('GET', availability)
    expect(answer.headers.date).toBe(new Date(clock.now() - 86_400_000).toUTCString())
    expect(answer.status).toBe(200)
  })

  it('unavailable application: a page for every path, then normal again', async () => {
    const { centre, customer, clock } = await openCentre()
    const id = await customer.start()
    centre.faults.add({ kind: 'application-away', ms: 4000 })
    for (const [method, path] of [
      ['GET', `/v1/sessions/${id}/contents`],
      ['POST', `/v1/sessions/${id}/contents`],
      ['DELETE', '/v1/sessions'],
      ['GET', availability],
      ['GET', '/anything'],
    ] as const) {
      const answer = await customer.ask(method, path, method === 'GET' ? undefined : { x: 1 })
      expect([answer.status, answer.headers['content-type']]).toEqual([
        404,
        'text/html;charset=utf-8',
      ])
      expect(answer.text).toMatch(/^<!doctype html>.*HTTP Status 404/)
    }
    expect((await askToken(centre)).status).toBe(404)
    await clock.advance(4000)
    expect((await customer.ask('GET', availability)).status).toBe(401)
    await customer.register()
    expect((await customer.query(id)).connected).toBe(true)
  })

  it('application unavailable for one request keeps the tokens if configured', async () => {
    const { centre, customer } = await openCentre()
    centre.faults.add({ kind: 'application-away', keepTokens: true })
    expect((await customer.ask('GET', availability)).status).toBe(404)
    expect((await customer.ask('GET', availability)).status).toBe(200)
  })

  it('accepted late: carried out after its client has left, before later requests', async () => {
    const { centre, customer, clock } = await openCentre()
    const id = await customer.start()
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const headers = { authorization: `Bearer ${customer.token}` }
    const path = `${centre.urls.rest}/v1/sessions/${id}/contents`
    const kept = () => send(path, { agent, headers })
    expect((await kept()).json).toMatchObject({ newIndexKey: 3 })

    centre.faults.add({ kind: 'late-accept', route: 'contents.add', ms: 12_000 })
    const body = JSON.stringify({ content: 'late' })
    const post = http.request(path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      agent: false,
    })
    const gone = new Promise((resolve) => post.on('error', resolve))
    post.end(body)
    await centre.until(() => centre.journal.list().at(-1)?.faults[0] === 'late-accept')
    await clock.advance(10_000)
    post.destroy(new Error('gave up'))
    await gone
    // Over a connection that was accepted before, its absence is seen; a new one waits behind it.
    expect((await kept()).json).toMatchObject({ newIndexKey: 3 })
    let answered = false
    const fresh = customer.query(id).finally(() => {
      answered = true
    })
    await centre.until(
      () => centre.journal.list().filter((one) => one.route === 'contents.query').length === 3,
    )
    await clock.advance(1999)
    expect(answered).toBe(false)
    await clock.advance(1)
    expect((await fresh).content?.map((one) => one['content']).at(-1)).toBe('late')
    agent.destroy()
  })

  it('a restart empties the queue of connections that were not accepted', async () => {
    const { centre, customer, clock } = await openCentre()
    centre.faults.add({ kind: 'late-accept', route: 'sessions.create', ms: 5000 })
    const failed = customer.ask('POST', '/v1/sessions', sessionBody())
    await centre.until(() => centre.journal.list().at(-1)?.faults[0] === 'late-accept')
    const dropped = expect(failed).rejects.toThrow()
    centre.restart()
    await dropped
    await clock.advance(10_000)
    expect(centre.sessions.list()).toEqual([])
    await customer.register()
    expect((await customer.ask('GET', availability)).status).toBe(200)
  })

  it('several faults strike one request', async () => {
    const { centre, customer } = await openCentre()
    centre.faults.add({ kind: 'clock-skew', ms: 60_000 })
    centre.faults.add({ kind: 'status', status: 500, at: 'after' })
    const answer = await customer.ask('POST', '/v1/sessions', sessionBody())
    expect(answer.status).toBe(500)
    expect(centre.journal.list().at(-1)?.faults).toEqual(['clock-skew', 'status'])
    const session = centre.sessions.list()[0]
    expect(session && sessionOf(centre, session.id).state).toBe('waiting')
  })

  it('R55: strikes the token request too', async () => {
    const { centre } = await openCentre()
    centre.faults.add({ kind: 'status', status: 503, route: 'token' })
    expect((await askToken(centre)).status).toBe(503)
    expect((await askToken(centre)).status).toBe(200)
  })
})
