import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { createCentre as createClient } from '../../src/main/centre/client.ts'
import { silentLog } from '../../src/main/platform/log.ts'
import { systemClock } from '../../src/main/platform/clock.ts'
import { createCentre, type Centre } from '../../simulator/centre.ts'
import { startValidatingProxy, type ValidatingProxy } from '../kit/network/validating-proxy.ts'
import { sharedCarrierProgram } from '../kit/network/carrier/carrier.ts'

const program = await sharedCarrierProgram()

let simulator: Centre
let proxy: ValidatingProxy

beforeEach(async () => {
  simulator = await createCentre()
  proxy = await startValidatingProxy(simulator.urls.rest)
})

afterEach(async () => {
  await proxy.close()
  await simulator.close()
})

function client() {
  return createClient({
    http: program.open(),
    clock: systemClock,
    random: Math.random,
    log: silentLog,
    config: {
      baseUrl: proxy.rest,
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      businessUnit: 'DEFAULT',
    },
  })
}

const session = {
  caption: 'Hello',
  contactData: [{ key: 'Store', value: 'Kiel' }],
  customerName: 'Zoë',
  destination: 'Service',
  language: 'English',
  priority: 50,
  source: 'zoe_b@example.com',
}

describe('the OpenAPI document', () => {
  it('is served by the simulator, as YAML and as JSON, with its own address', async () => {
    const { origin } = new URL(simulator.urls.rest)
    const yaml = await fetch(`${origin}/openapi.yaml`)
    const json = await fetch(`${origin}/openapi.json`)
    expect(yaml.headers.get('content-type')).toContain('yaml')
    expect(json.headers.get('content-type')).toContain('json')
    const text = await yaml.text()
    const document: unknown = await json.json()
    expect(document).toEqual(parse(text))
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: simulator.urls.rest }] })
    expect(await new Validator().validate(text)).toMatchObject({ valid: true })
    const kept: unknown = parse(
      readFileSync(new URL('../../docs/web-interaction.openapi.yaml', import.meta.url), 'utf8'),
    )
    expect({ ...Object(document), servers: [] }).toEqual({ ...Object(kept), servers: [] })
  })

  it('describes the traffic of client and simulator for every operation', async () => {
    const centre = client()
    const started = await centre.startSession(session)
    if (!started.ok) throw new Error(started.error.detail)
    const id = started.value
    const [live] = simulator.sessions.list()
    const [agent] = simulator.agents
    if (!live || !agent) throw new Error('no session or agent')
    simulator.desk.accept(live, agent)
    simulator.desk.message(live, agent, '<b>Hello</b>')
    simulator.desk.pushUrl(live, agent, 'https://example.com/')
    simulator.desk.makeCall(live, agent)
    const all = await centre.queryContents(id, 0)
    if (!all.ok) throw new Error(all.error.detail)
    expect(all.value.callMeAgentKey).toBe(agent.key)
    await centre.queryContents(id, all.value.newIndexKey)
    await centre.setTyping(id, true)
    expect((await centre.addContent(id, 'A question')).ok).toBe(true)
    expect((await centre.callMe(id, agent.key, '+4915123456789')).ok).toBe(true)
    const queues = await centre.callbackQueues()
    if (!queues.ok || !queues.value[0]) throw new Error('no queue')
    const start = Math.ceil(Date.now() / 3_600_000 + 24) * 3_600_000
    const created = await centre.createCallback({
      queueKey: queues.value[0].key,
      contactName: 'Zoë',
      phoneNumber: '+4915123456789',
      first: { start, end: start + 3_600_000 },
      second: { start: start + 7_200_000, end: start + 9_000_000 },
      comment: 'after lunch',
      contactData: [],
      priority: 10,
    })
    expect(created.ok).toBe(true)
    expect((await centre.endSession(id)).ok).toBe(true)
    expect(await centre.addContent(id, 'too late')).toMatchObject({ ok: false })
    expect(await centre.queryContents('unknown', 0)).toMatchObject({ ok: false })
    expect(proxy.violations).toEqual([])
    expect([...proxy.seen.keys()].sort()).toEqual([
      'addContent',
      'callMe',
      'callbackQueues',
      'createCallback',
      'endSession',
      'queryAllContents',
      'queryContents',
      'setTyping',
      'startSession',
      'token',
    ])
  })

  it('proxy detects a response and a request that do not match', async () => {
    simulator.setSwitches({ messageTypeFormat: 'blank' })
    const centre = client()
    const started = await centre.startSession(session)
    if (!started.ok) throw new Error(started.error.detail)
    await centre.queryContents(started.value, 0)
    expect(proxy.violations[0]).toMatchObject({ side: 'response', operation: 'queryAllContents' })
    await new Promise<void>((resolve, reject) => {
      request(`${proxy.rest}/v2/nothing`, (answer) => {
        answer.resume().on('end', resolve)
      })
        .on('error', reject)
        .end()
    })
    expect(proxy.violations.at(-1)).toMatchObject({ reason: 'is not in the document' })
  })
})
