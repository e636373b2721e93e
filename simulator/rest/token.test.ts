import { describe, expect, it } from 'vitest'
import { askToken, basic, send, sessionBody } from '../testing/customer.ts'
import { openCentre } from '../testing/open.ts'

describe('R54 to R68: the token', () => {
  it('R55, R57 to R59, R62 to R64: gives a bearer token for Basic credentials and a form body', async () => {
    const { centre } = await openCentre()
    const answer = await askToken(centre)
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      access_token: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      token_type: 'bearer',
      scope: 'all',
    })
  })

  it('R61: carries the headers of the sample', async () => {
    const { centre, clock } = await openCentre()
    const { headers } = await askToken(centre)
    expect(headers).toMatchObject({
      'content-type': 'application/json;charset=UTF-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'x-xss-protection': '1; mode=block',
      date: new Date(clock.now()).toUTCString(),
    })
  })

  it.each([
    ['no Authorization', { headers: { authorization: '' } }],
    ['a wrong secret', { headers: { authorization: basic('callpoint-demo', 'wrong') } }],
    ['a wrong id', { headers: { authorization: basic('x', 'demo-secret-not-for-production') } }],
    ['a bearer scheme', { headers: { authorization: 'Bearer abc' } }],
    ['no base64', { headers: { authorization: 'Basic !!!' } }],
  ])('R68: answers 401 without a body to %s', async (_, change) => {
    const { centre } = await openCentre()
    const answer = await askToken(centre, change)
    expect(answer.status).toBe(401)
    expect(answer.text).toBe('')
  })

  it.each([
    ['R59: no grant type', { body: '' }],
    ['R59: another grant type', { body: 'grant_type=password' }],
    [
      'R59: the grant type in JSON',
      {
        body: '{"grant_type":"client_credentials"}',
        headers: { 'content-type': 'application/json' },
      },
    ],
    ['R58: another content type', { headers: { 'content-type': 'text/plain' } }],
  ])('answers 400 without a body to %s', async (_, change) => {
    const { centre } = await openCentre()
    const answer = await askToken(centre, change)
    expect(answer.status).toBe(400)
    expect(answer.text).toBe('')
  })

  it('R16, R17: takes the configured id and secret, in UTF-8', async () => {
    const { centre } = await openCentre({
      config: { clientId: 'kiosk', clientSecret: 'schlüssel:1' },
    })
    expect((await askToken(centre)).status).toBe(200)
  })

  it('R56, R66: takes the headers of the samples as they are printed', async () => {
    const { centre, customer } = await openCentre()
    const accept = 'application/json, text/plain, */*'
    expect((await askToken(centre, { headers: { accept } })).status).toBe(200)
    const answer = await send(`${centre.urls.rest}/v1/sessions`, {
      method: 'POST',
      headers: {
        accept,
        authorization: `bearer ${customer.token}`,
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Mozilla/5.0',
      },
      body: JSON.stringify(sessionBody()),
    })
    expect(answer.status).toBe(201)
  })

  it('R7, R54: every other request needs a token that was given out', async () => {
    const { centre, customer } = await openCentre()
    expect((await customer.ask('GET', '/v1/callbacks/availability/DEFAULT')).status).toBe(200)
    for (const token of ['', 'f95612a9-17a2-412a-8684-e7b9a14f9c04']) {
      customer.token = token
      const answer = await customer.ask('GET', '/v1/callbacks/availability/DEFAULT')
      expect([answer.status, answer.text]).toEqual([401, ''])
    }
    expect(centre.journal.list().at(-1)?.reason).toContain('token')
  })

  it('R18: a token lives for the configured time', async () => {
    const { customer, clock } = await openCentre({ config: { tokenValidity: 60 } })
    const path = '/v1/callbacks/availability/DEFAULT'
    await clock.advance(59_999)
    expect((await customer.ask('GET', path)).status).toBe(200)
    await clock.advance(1)
    expect((await customer.ask('GET', path)).status).toBe(401)
    await customer.register()
    expect((await customer.ask('GET', path)).status).toBe(200)
  })

  it('R18: validity 0 never expires', async () => {
    const { customer, clock } = await openCentre({ config: { tokenValidity: 0 } })
    await clock.advance(10 * 365 * 86_400_000)
    expect((await customer.ask('GET', '/v1/callbacks/availability/DEFAULT')).status).toBe(200)
  })

  it('R15, R67: the base path is the servlet name, the token is outside /v1', async () => {
    const { centre, customer } = await openCentre({ config: { servletName: 'web' } })
    expect(new URL(centre.urls.rest).pathname).toBe('/web')
    expect((await customer.ask('POST', '/v1/oauth/token', {})).status).toBe(404)
  })
})
