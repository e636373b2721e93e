import { describe, expect, it } from 'vitest'
import { askToken, send, sessionBody } from '../testing/customer.ts'
import { agentOf, openCentre, sessionOf } from '../testing/open.ts'
import { defaultSwitches, switchesSchema } from './switches.ts'
import type { SwitchName, Switches } from './switches.ts'

/** A chat that an agent has taken, in a centre with some switches set. */
const chat = async (switches: Partial<Switches>, more: Parameters<typeof openCentre>[0] = {}) => {
  const opened = await openCentre({ switches, ...more })
  const id = await opened.customer.start()
  const session = sessionOf(opened.centre, id)
  const agent = agentOf(opened.centre)
  opened.centre.desk.accept(session, agent)
  return { ...opened, id, session, agent, path: `/v1/sessions/${encodeURIComponent(id)}` }
}

const callback = (change: Readonly<Record<string, unknown>> = {}): object => ({
  callbackQueueKey: 9,
  contactName: 'Jose Silva',
  firstAttemptStartTime: '2035-01-20T08:00',
  firstAttemptEndTime: '2035-01-20T12:00',
  phoneNumber: '1',
  priority: 1,
  ...change,
})

const availability = '/v1/callbacks/availability/DEFAULT'

/** For each switch: what it changes on the wire. A switch without an entry fails a test below. */
const effects: Record<SwitchName, () => Promise<void>> = {
  messageTypeFormat: async () => {
    const wanted = { blank: 'AGENT PUSH URL', hyphen: 'AGENT-PUSH-URL', lower: 'agent_push_url' }
    for (const format of ['blank', 'hyphen', 'lower'] as const) {
      const { centre, customer, id, session, agent } = await chat({ messageTypeFormat: format })
      centre.desk.pushUrl(session, agent, 'https://example.com/')
      const found = await customer.query(id)
      expect(found.content?.at(-1)?.['messageType']).toBe(wanted[format])
    }
  },
  requeueType: async () => {
    const { centre, customer, id, session, agent } = await chat({ requeueType: 'AGENT_REQUELUE' })
    centre.desk.requeue(session, agent)
    expect((await customer.query(id)).content?.at(-1)?.['messageType']).toBe('AGENT_REQUELUE')
  },
  isTypingType: async () => {
    for (const [type, taken] of [
      ['string', ['true', 'false']],
      ['either', ['true', 'false', true, false]],
    ] as const) {
      const { customer, path } = await chat({ isTypingType: type })
      for (const isTyping of ['true', 'false', true, false, 'TRUE', '', 1]) {
        const wanted = taken.some((value) => value === isTyping) ? 200 : 400
        expect((await customer.ask('POST', `${path}/typing`, { isTyping })).status).toBe(wanted)
      }
    }
  },
  deleteBody: async () => {
    const { customer, id, session } = await chat({ deleteBody: 'dropped' })
    expect((await customer.ask('DELETE', '/v1/sessions', { sessionId: id })).status).toBe(400)
    expect(session.state).toBe('active')
  },
  deleteByPath: async () => {
    const { customer, path, session } = await chat({ deleteByPath: true })
    expect((await customer.ask('DELETE', path)).status).toBe(200)
    expect(session.state).toBe('ended')
  },
  callbackBlankKeys: async () => {
    const { centre, customer } = await openCentre({ switches: { callbackBlankKeys: 'accept' } })
    const body = callback({
      firstAttemptStartTime: undefined,
      'firstAttemptStartTime ': '2035-01-20T08:00',
    })
    expect((await customer.ask('POST', '/v1/callbacks', body)).status).toBe(201)
    expect(centre.callbacks.list()[0]?.first.start).toBe(Date.UTC(2035, 0, 20, 8))
  },
  callbackSeconds: async () => {
    const full = callback({
      firstAttemptStartTime: '2035-01-20T08:00:30',
      firstAttemptEndTime: '2035-01-20T12:00:30',
    })
    const { centre, customer } = await openCentre({ switches: { callbackSeconds: 'accept' } })
    expect((await customer.ask('POST', '/v1/callbacks', full)).status).toBe(201)
    expect((await customer.ask('POST', '/v1/callbacks', callback())).status).toBe(201)
    centre.setSwitches({ callbackSeconds: 'require' })
    expect((await customer.ask('POST', '/v1/callbacks', full)).status).toBe(201)
    expect((await customer.ask('POST', '/v1/callbacks', callback())).status).toBe(400)
  },
  callbackWindows: async () => {
    const { customer } = await openCentre({ switches: { callbackWindows: 'ignore' } })
    const body = callback({ firstAttemptEndTime: '2035-01-20T07:00' })
    expect((await customer.ask('POST', '/v1/callbacks', body)).status).toBe(201)
  },
  callbackPast: async () => {
    const { customer } = await openCentre({ switches: { callbackPast: 'accept' } })
    const body = callback({
      firstAttemptStartTime: '2001-01-20T08:00',
      firstAttemptEndTime: '2001-01-20T12:00',
    })
    expect((await customer.ask('POST', '/v1/callbacks', body)).status).toBe(201)
  },
  queryWhenFull: async () => {
    const { centre, customer, path } = await chat({ queryWhenFull: 'refuse' })
    centre.settings.maxSessions = 1
    expect((await customer.ask('GET', `${path}/contents`)).status).toBe(503)
    centre.settings.maxSessions = 2
    expect((await customer.ask('GET', `${path}/contents`)).status).toBe(200)
  },
  contentWhenNothingNew: async () => {
    const { centre, customer, id } = await chat({ contentWhenNothingNew: 'null' })
    const { newIndexKey } = await customer.query(id)
    expect((await customer.query(id, newIndexKey)).content).toBeNull()
    centre.setSwitches({ contentWhenNothingNew: 'absent' })
    expect(await customer.query(id, newIndexKey)).not.toHaveProperty('content')
  },
  contentWhenIndexUnknown: async () => {
    const { centre, customer, id } = await chat({ contentWhenIndexUnknown: 'empty' })
    expect((await customer.query(id, 99)).content).toEqual([])
    centre.setSwitches({ contentWhenIndexUnknown: 'absent' })
    expect(await customer.query(id, 99)).not.toHaveProperty('content')
  },
  whoIsTypingFormat: async () => {
    for (const [format, text] of [
      ['name', 'Clara Nunes'],
      ['true', 'true'],
    ] as const) {
      const { centre, customer, id, session, agent } = await chat({ whoIsTypingFormat: format })
      centre.desk.typing(session, agent, true)
      expect((await customer.query(id)).whoIsTyping).toBe(text)
    }
  },
  agentTypesWithCustomer: async () => {
    const { customer, id, path, clock } = await chat({ agentTypesWithCustomer: true })
    await customer.ask('POST', `${path}/typing`, { isTyping: true })
    expect((await customer.query(id)).whoIsTyping).toBe('14')
    await clock.advance(4000)
    expect((await customer.query(id)).whoIsTyping).toBe('')
  },
  agentKeyType: async () => {
    const { centre, customer, id, session, agent, path } = await chat({ agentKeyType: 'string' })
    centre.desk.makeCall(session, agent)
    expect((await customer.query(id)).callMeAgentKey).toBe('14')
    expect((await customer.query(id)).callMeAgentKey).toBe('0')
    const body = { agentKey: '14', phoneNumber: '1' }
    expect((await customer.ask('POST', `${path}/call-me`, body)).status).toBe(200)
  },
  phoneNumberFormat: async () => {
    const numbers = ['+554180911597', '554180911597', '+55 (41) 80911597']
    for (const [format, wanted] of [
      ['digits', [400, 200, 400]],
      ['e164', [200, 400, 400]],
    ] as const) {
      const { customer, path } = await chat({ phoneNumberFormat: format })
      for (const [place, phoneNumber] of numbers.entries()) {
        const body = { agentKey: 14, phoneNumber }
        const answer = await customer.ask('POST', `${path}/call-me`, body)
        expect(answer.status).toBe(wanted[place])
      }
    }
  },
  wwwAuthenticate: async () => {
    const { centre, customer } = await openCentre({ switches: { wwwAuthenticate: true } })
    customer.token = 'no'
    const answer = await customer.ask('GET', availability)
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /)
    const refused = await askToken(centre, { headers: { authorization: 'Basic x' } })
    expect(refused.headers['www-authenticate']).toMatch(/^Basic /)
  },
  tokenExpiresIn: async () => {
    const { centre } = await openCentre({ switches: { tokenExpiresIn: true } })
    expect((await askToken(centre)).json).toMatchObject({ expires_in: 3600 })
  },
  bearerScheme: async () => {
    for (const [scheme, wanted] of [
      ['lower', [200, 401]],
      ['capitalised', [401, 200]],
    ] as const) {
      const { centre, customer } = await openCentre({ switches: { bearerScheme: scheme } })
      for (const [place, word] of ['bearer', 'Bearer'].entries()) {
        const headers = { authorization: `${word} ${customer.token}` }
        const answer = await send(`${centre.urls.rest}${availability}`, { headers })
        expect(answer.status).toBe(wanted[place])
      }
    }
  },
  agentMarkup: async () => {
    const { centre, customer, id, session, agent } = await chat({ agentMarkup: 'paragraph' })
    centre.desk.message(session, agent, 'Hi')
    const last = async () => (await customer.query(id)).content?.at(-1)?.['content']
    expect(await last()).toBe('<p style="margin: 0">Hi</p>')
    centre.setSwitches({ agentMarkup: 'plain' })
    expect(await last()).toBe('Hi')
    centre.setSwitches({ agentMarkup: 'font-date' })
    expect(await last()).toMatch(/^<FONT .*>01\/07\/2020<\/FONT>, <FONT .*>11:19 AM<\/FONT> Hi</)
  },
  formattedContent: async () => {
    const { customer, id } = await chat({ formattedContent: 'empty' })
    expect((await customer.query(id)).content?.[0]?.['formattedContent']).toBe('')
  },
  systemFrom: async () => {
    const { customer, id } = await chat({ systemFrom: 'text' })
    expect((await customer.query(id)).content?.[1]?.['from']).toBe('System')
  },
  emptyAgentFields: async () => {
    const { centre, customer, id } = await chat({ emptyAgentFields: 'null' })
    expect((await customer.query(id)).content?.[0]).toMatchObject({
      agentFirstName: null,
      agentLastName: null,
      pushedUrl: null,
    })
    centre.setSwitches({ emptyAgentFields: 'absent' })
    const first = (await customer.query(id)).content?.[0] ?? {}
    expect(Object.keys(first)).toEqual(['messageType', 'from', 'content', 'formattedContent'])
  },
  pushUrlPlaces: async () => {
    for (const [places, top, inside] of [
      ['content', '', 'https://example.com/'],
      ['top', 'https://example.com/', ''],
    ] as const) {
      const { centre, customer, id, session, agent } = await chat({ pushUrlPlaces: places })
      centre.desk.pushUrl(session, agent, 'https://example.com/')
      const found = await customer.query(id)
      expect([found.pushUrl, found.content?.at(-1)?.['pushedUrl']]).toEqual([top, inside])
    }
  },
  redirectOneShot: async () => {
    const { centre, customer, id, session } = await chat({ redirectOneShot: true })
    centre.desk.redirect(session, 'https://example.com/')
    expect((await customer.query(id)).redirectUrl).toBe('https://example.com/')
    const again = await customer.query(id)
    expect([again.redirectUrl, again.content?.length]).toEqual(['', 2])
  },
  callMeOneShot: async () => {
    const { centre, customer, id, session, agent, path } = await chat({ callMeOneShot: false })
    centre.desk.makeCall(session, agent)
    expect((await customer.query(id)).callMeAgentKey).toBe(14)
    expect((await customer.query(id)).callMeAgentKey).toBe(14)
    await customer.ask('POST', `${path}/call-me`, { agentKey: 14, phoneNumber: '1' })
    expect((await customer.query(id)).callMeAgentKey).toBe(0)
  },
  customerTypingSeconds: async () => {
    const { customer, path, session, clock } = await chat({ customerTypingSeconds: 10 })
    await customer.ask('POST', `${path}/typing`, { isTyping: true })
    await clock.advance(6000)
    await customer.ask('POST', `${path}/typing`, { isTyping: true })
    await clock.advance(9999)
    expect(session.customerTyping).toBe(true)
    await clock.advance(1)
    expect(session.customerTyping).toBe(false)
  },
  apostrophe: async () => {
    const { centre, customer } = await openCentre({ switches: { apostrophe: 'refuse' } })
    const body = sessionBody({ source: "o'neill" })
    expect((await customer.ask('POST', '/v1/sessions', body)).status).toBe(400)
    centre.setSwitches({ apostrophe: 'accept' })
    expect((await customer.ask('POST', '/v1/sessions', body)).status).toBe(201)
  },
  unitMatch: async () => {
    const { centre, customer } = await openCentre({ switches: { unitMatch: 'ignore-case' } })
    const id = await customer.start({ businessUnitName: 'default' })
    expect(sessionOf(centre, id).request.businessUnitName).toBe('DEFAULT')
  },
  unknownLanguage: async () => {
    const { customer } = await openCentre({ switches: { unknownLanguage: 'accept' } })
    expect(await customer.start({ language: 'Klingon' })).toMatch(/^W/)
  },
  availabilityEmpty: async () => {
    const { customer } = await openCentre({
      switches: { availabilityEmpty: 'no-body' },
      data: { units: [{ name: 'DEFAULT' }] },
    })
    const answer = await customer.ask('GET', availability)
    expect([answer.status, answer.text]).toEqual([200, ''])
  },
  afterDelete: async () => {
    const { customer, id, path } = await chat({ afterDelete: 'remove' })
    expect((await customer.ask('DELETE', '/v1/sessions', { sessionId: id })).status).toBe(200)
    expect((await customer.ask('GET', `${path}/contents`)).status).toBe(404)
  },
  deleteEnded: async () => {
    const { centre, customer, id, session, agent } = await chat({ deleteEnded: 'not-found' })
    centre.desk.disconnect(session, agent)
    expect((await customer.ask('DELETE', '/v1/sessions', { sessionId: id })).status).toBe(404)
    centre.setSwitches({ deleteEnded: 'accept' })
    expect((await customer.ask('DELETE', '/v1/sessions', { sessionId: id })).status).toBe(200)
  },
  createdStatus: async () => {
    const { customer, path } = await chat({ createdStatus: '200' })
    expect((await customer.ask('POST', '/v1/sessions', sessionBody())).status).toBe(200)
    expect((await customer.ask('POST', `${path}/contents`, { content: 'a' })).status).toBe(200)
    expect((await customer.ask('POST', '/v1/callbacks', callback())).status).toBe(200)
  },
  sessionIdStyle: async () => {
    const { customer, id, session, path } = await chat({ sessionIdStyle: 'reserved' })
    expect(id).toMatch(/\/.*\+.*=\?#%&;/)
    expect((await customer.query(id)).sessionId).toBe(id)
    expect((await customer.ask('POST', `${path}/contents`, { content: 'a' })).status).toBe(201)
    expect((await customer.ask('DELETE', '/v1/sessions', { sessionId: id })).status).toBe(200)
    expect(session.state).toBe('ended')
  },
  serverLocale: async () => {
    for (const [locale, date] of [
      ['en-GB', '07/01/2020'],
      ['de-DE', '07.01.2020'],
    ] as const) {
      const { customer, id } = await chat({ serverLocale: locale })
      const legacy = (await customer.query(id)).content?.[0]?.['formattedContent']
      expect(legacy).toContain(`>${date}<`)
    }
  },
  afterDisconnect: async () => {
    for (const status of ['503', '200'] as const) {
      const { centre, customer, session, agent, path } = await chat({ afterDisconnect: status })
      centre.desk.disconnect(session, agent)
      const typing = await customer.ask('POST', `${path}/typing`, { isTyping: true })
      const body = { agentKey: 14, phoneNumber: '1' }
      const callMe = await customer.ask('POST', `${path}/call-me`, body)
      expect([typing.status, callMe.status]).toEqual([Number(status), Number(status)])
      expect(session.phoneNumbers).toEqual([])
    }
  },
  errorPages: async () => {
    const { customer } = await openCentre({ switches: { errorPages: 'html' } })
    const answer = await customer.ask('POST', '/v1/sessions', {})
    expect(answer.status).toBe(400)
    expect(answer.headers['content-type']).toBe('text/html;charset=utf-8')
    expect(answer.text).toMatch(/^<!DOCTYPE html>/)
  },
  legacyHeaders: async () => {
    const { customer } = await openCentre({ switches: { legacyHeaders: false } })
    const { headers } = await customer.ask('GET', availability)
    expect(headers).not.toHaveProperty('x-xss-protection')
    expect(headers).not.toHaveProperty('x-frame-options')
    expect(headers['cache-control']).toBe('no-store')
  },
  customerEcho: async () => {
    for (const [echo, wanted] of [
      ['html-escaped', '1 &lt; 2'],
      ['wrapped', '<FONT face=Tahoma size=2>1 &lt; 2</FONT>'],
      ['omitted', undefined],
    ] as const) {
      const { customer, id, path } = await chat({ customerEcho: echo })
      const { newIndexKey } = await customer.query(id)
      await customer.ask('POST', `${path}/contents`, { content: '1 < 2' })
      const found = await customer.query(id, newIndexKey)
      expect(found.content?.[0]?.['content']).toBe(wanted)
      expect(found.newIndexKey).toBe(newIndexKey + (wanted === undefined ? 0 : 1))
    }
  },
  pushUrlScope: async () => {
    const { centre, customer, id, session, agent } = await chat({ pushUrlScope: 'token' })
    centre.desk.pushUrl(session, agent, 'https://example.com/')
    expect((await customer.query(id)).pushUrl).toBe('https://example.com/')
    expect((await customer.query(id)).pushUrl).toBe('')
    await customer.register()
    expect((await customer.query(id)).pushUrl).toBe('https://example.com/')
  },
  idleSessionSeconds: async () => {
    const { customer, id, session, clock } = await chat({ idleSessionSeconds: 30 })
    await clock.advance(20_000)
    await customer.query(id)
    await clock.advance(29_999)
    expect(session.state).toBe('active')
    await clock.advance(1)
    expect([session.state, session.endedBy]).toEqual(['ended', 'system'])
  },
  tokenValidityUnit: async () => {
    for (const [unit, ms] of [
      ['minutes', 600_000],
      ['milliseconds', 10],
    ] as const) {
      const { customer, clock } = await openCentre({
        switches: { tokenValidityUnit: unit },
        config: { tokenValidity: 10 },
      })
      await clock.advance(ms - 1)
      expect((await customer.ask('GET', availability)).status).toBe(200)
      await clock.advance(1)
      expect((await customer.ask('GET', availability)).status).toBe(401)
    }
  },
  newTokenRevokesOld: async () => {
    const { centre, customer } = await openCentre({ switches: { newTokenRevokesOld: true } })
    expect((await customer.ask('GET', availability)).status).toBe(200)
    await askToken(centre)
    expect((await customer.ask('GET', availability)).status).toBe(401)
  },
  maxTextLength: async () => {
    const { customer, path } = await chat({ maxTextLength: 40 })
    const say = async (content: string) =>
      (await customer.ask('POST', `${path}/contents`, { content })).status
    expect([await say('x'.repeat(40)), await say('x'.repeat(41))]).toEqual([201, 400])
    const body = sessionBody({ caption: 'x'.repeat(41) })
    expect((await customer.ask('POST', '/v1/sessions', body)).status).toBe(400)
  },
  overlongText: async () => {
    const { customer, id, path } = await chat({ maxTextLength: 40, overlongText: 'truncate' })
    const content = 'x'.repeat(41)
    expect((await customer.ask('POST', `${path}/contents`, { content })).status).toBe(201)
    expect((await customer.query(id)).content?.at(-1)?.['content']).toBe('x'.repeat(40))
  },
  emoji: async () => {
    const { centre, customer, id, path } = await chat({ emoji: 'question-mark' })
    const body = { content: 'Größe 👍!' }
    expect((await customer.ask('POST', `${path}/contents`, body)).status).toBe(201)
    expect((await customer.query(id)).content?.at(-1)?.['content']).toBe('Größe ?!')
    centre.setSwitches({ emoji: 'refuse' })
    expect((await customer.ask('POST', `${path}/contents`, body)).status).toBe(400)
  },
  maxSocketsExceeded: async () => {
    const http = await import('node:http')
    const hold = async (how: Switches['maxSocketsExceeded']) => {
      const { centre, customer } = await openCentre({
        switches: { maxSocketsExceeded: how },
        config: { maxSockets: 1 },
      })
      const agent = new http.Agent({ keepAlive: true })
      const headers = { authorization: `Bearer ${customer.token}` }
      const url = `${centre.urls.rest}${availability}`
      expect((await send(url, { agent, headers })).status).toBe(200)
      const second = await send(url, { headers }).catch(() => 'dropped')
      agent.destroy()
      return typeof second === 'string' ? second : second.status
    }
    expect(await hold('drop')).toBe('dropped')
    expect(await hold('503')).toBe(503)
  },
}

describe('each contradiction and open question is a switch', () => {
  it('names a contradiction, an open question or an inferred requirement', () => {
    for (const [name, schema] of Object.entries(switchesSchema.shape)) {
      const meta = schema.meta()
      expect(meta?.['source'], name).toMatch(/^(C\d+|question \d+|R172)(, (C\d+|question \d+))*$/)
      expect(meta?.description, name).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('has a default for each', () => {
    expect(Object.keys(defaultSwitches())).toEqual(Object.keys(switchesSchema.shape))
  })

  it('refuses an unknown switch or value', () => {
    expect(switchesSchema.safeParse({ noSuchSwitch: true }).success).toBe(false)
    expect(switchesSchema.safeParse({ emoji: 'maybe' }).success).toBe(false)
  })

  it.each(Object.entries(effects))('%s changes what it says', async (_, effect) => effect())
})
