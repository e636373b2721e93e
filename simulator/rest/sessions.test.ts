import { describe, expect, it } from 'vitest'
import { send, sessionBody } from '../testing/customer.ts'
import { openCentre, sessionOf } from '../testing/open.ts'

const path = '/v1/sessions'

describe('R69 to R87: POST /v1/sessions', () => {
  it('R69, R81, R82: answers 201 with a session id alone', async () => {
    const { customer } = await openCentre()
    const answer = await customer.ask('POST', path, sessionBody())
    expect(answer.status).toBe(201)
    expect(answer.headers['content-type']).toBe('application/json;charset=UTF-8')
    expect(answer.json).toEqual({ sessionId: expect.stringMatching(/^W1661\d{17}[0-9a-f]{32}$/) })
  })

  it('R72 to R75: keeps contact data, name, destination and priority for the agent', async () => {
    const { centre, customer } = await openCentre()
    const contactData = [
      { key: 'Address', value: 'Street' },
      { key: 'Phone Number', value: '+55 (41) 99999-9999' },
    ]
    const id = await customer.start({ contactData, customerName: 'José', priority: 100 })
    expect(sessionOf(centre, id).request).toEqual({
      ...sessionBody({ contactData, customerName: 'José', priority: 100 }),
    })
  })

  it.each(['businessUnitName', 'caption', 'customerName', 'language', 'priority', 'source'])(
    'R70, R71, R74, R77 to R79, R83: %s is required, not empty and of its type',
    async (field) => {
      const { customer } = await openCentre()
      const wrong = [undefined, null, '', 7.5, true, {}, []]
      for (const value of wrong) {
        const answer = await customer.ask('POST', path, sessionBody({ [field]: value }))
        expect([field, value, answer.status, answer.text]).toEqual([field, value, 400, ''])
      }
    },
  )

  it('R72, R75: contactData and destination are optional', async () => {
    const { customer } = await openCentre()
    for (const value of [undefined, null, '']) {
      const answer = await customer.ask('POST', path, sessionBody({ destination: value }))
      expect(answer.status).toBe(201)
    }
    for (const value of [undefined, null, []]) {
      const answer = await customer.ask('POST', path, sessionBody({ contactData: value }))
      expect(answer.status).toBe(201)
    }
  })

  it.each([
    ['no list', { key: 'a', value: 'b' }],
    ['no value', [{ key: 'a' }]],
    ['no key', [{ value: 'a' }]],
    ['an empty key', [{ key: '', value: 'a' }]],
    ['a number', [{ key: 'a', value: 1 }]],
  ])('R73: contact data with %s is refused', async (_, contactData) => {
    const { customer } = await openCentre()
    expect((await customer.ask('POST', path, sessionBody({ contactData }))).status).toBe(400)
  })

  it.each(['destination', 'source'])(
    'R76, R80: %s takes printable ASCII but eight',
    async (field) => {
      const { customer } = await openCentre()
      const refused: string[] = []
      for (let code = 0; code < 256; code += 1) {
        const char = String.fromCharCode(code)
        const answer = await customer.ask('POST', path, sessionBody({ [field]: `a${char}b` }))
        if (answer.status === 400) refused.push(char)
        else expect([char, answer.status]).toEqual([char, 201])
      }
      const printable = refused.filter((char) => char >= ' ' && char <= '~')
      expect(printable).toEqual(['!', '"', '%', '*', ',', '_', '`', '|'])
      expect(refused).toHaveLength(32 + 8 + 129)
    },
  )

  it('R78: priority is an integer from 1 to 100', async () => {
    const { customer } = await openCentre()
    for (const priority of [0, -1, 101, 1.5, '5', 1e9]) {
      expect((await customer.ask('POST', path, sessionBody({ priority }))).status).toBe(400)
    }
    for (const priority of [1, 100]) {
      expect((await customer.ask('POST', path, sessionBody({ priority }))).status).toBe(201)
    }
  })

  it('R8, R21: the business unit must be configured', async () => {
    const { customer } = await openCentre({ data: { units: [{ name: 'Company1' }] } })
    const known = sessionBody({ businessUnitName: 'Company1' })
    expect((await customer.ask('POST', path, known)).status).toBe(201)
    for (const businessUnitName of ['DEFAULT', 'company1', 'Company1 ']) {
      const answer = await customer.ask('POST', path, sessionBody({ businessUnitName }))
      expect(answer.status).toBe(400)
    }
  })

  it('R77: the language is a name that is configured', async () => {
    const { customer } = await openCentre({ data: { languages: ['English', 'Português'] } })
    const good = sessionBody({ language: 'Português' })
    expect((await customer.ask('POST', path, good)).status).toBe(201)
    for (const language of ['en', 'en-GB', 'German', 'english']) {
      expect((await customer.ask('POST', path, sessionBody({ language }))).status).toBe(400)
    }
  })

  it.each(['{', '[]', '"text"', '', 'null'])('R83: the body %j is refused', async (body) => {
    const { customer, centre } = await openCentre()
    const answer = await send(`${centre.urls.rest}${path}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${customer.token}`, 'content-type': 'application/json' },
    })
    expect([answer.status, answer.text]).toEqual([400, ''])
  })

  it('R83: a body that is too large or not JSON is refused', async () => {
    const { customer, centre } = await openCentre()
    const large = await customer.ask('POST', path, sessionBody({ caption: 'x'.repeat(2 ** 21) }))
    expect(large.status).toBe(400)
    const form = await send(`${centre.urls.rest}${path}`, {
      method: 'POST',
      body: 'a=b',
      headers: {
        authorization: `Bearer ${customer.token}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
    expect(form.status).toBe(400)
  })

  it('R87: answers 503 while the maximum of connected sessions is reached', async () => {
    const { customer } = await openCentre({ data: { maxSessions: 2 } })
    const first = await customer.start()
    await customer.start()
    const full = await customer.ask('POST', path, sessionBody())
    expect([full.status, full.text]).toEqual([503, ''])
    await customer.ask('DELETE', path, { sessionId: first })
    expect((await customer.ask('POST', path, sessionBody())).status).toBe(201)
  })
})

describe('R88 to R94: DELETE /v1/sessions', () => {
  it('R88, R89: ends the session named in the body', async () => {
    const { customer } = await openCentre()
    const id = await customer.start()
    const answer = await customer.ask('DELETE', path, { sessionId: id })
    expect([answer.status, answer.text]).toEqual([200, ''])
    const found = await customer.query(id)
    expect(found.connected).toBe(false)
    expect(found.content?.at(-1)).toMatchObject({
      messageType: 'CUSTOMER_DISCONNECT',
      from: 'Jose Silva',
    })
  })

  it.each([undefined, {}, { sessionId: '' }, { sessionId: 5 }])(
    'R90: answers 400 to the body %j',
    async (body) => {
      const { customer } = await openCentre()
      const answer = await customer.ask('DELETE', path, body)
      expect([answer.status, answer.text]).toEqual([400, ''])
    },
  )

  it('R93: answers 404 if there is no such session', async () => {
    const { customer } = await openCentre()
    const answer = await customer.ask('DELETE', path, { sessionId: 'W1661' })
    expect([answer.status, answer.text]).toEqual([404, ''])
  })

  it('C7: DELETE by path is not in the text', async () => {
    const { customer } = await openCentre()
    const id = await customer.start()
    expect((await customer.ask('DELETE', `${path}/${id}`)).status).toBe(400)
    expect((await customer.query(id)).connected).toBe(true)
  })
})
