import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { call, parsersOf } from '../../contract/define.ts'
import { ok } from '../../contract/outcome.ts'
import type { Centre } from '../centre/api.ts'
import { createHandlers } from './handlers.ts'
import { createIpcServer } from './serve.ts'
import { layer } from '../settings/load.ts'
import type { Log } from '../platform/log.ts'
import { createManualClock, settle } from '../../../tests/kit/clock/manual-clock.ts'
import { redact, redactText } from '../platform/redact.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createCall } from '../call/call.ts'
import { createCallback } from '../callback/callback.ts'
import { createBench } from '../chat/fixture.ts'
import { createWiper } from '../vault/wiper.ts'
import { UTC } from '../../contract/zone.ts'
import { zoneNamed } from '../platform/zones.ts'
import { createOwnZone } from '../settings/own-zone.ts'

/** What a customer types, what an agent writes, and what pages and libraries make of it. */
const CANARIES = [
  'Zirbelkiefer',
  'blinkendes Licht',
  '0171 5550142',
  '+491715550142',
  '4917155',
  'Kundin-88123',
  'Regal sieben',
  'pfad-mit-namen',
  '4711-geheim',
] as const
const [NAME, MESSAGE, NUMBER, , , CUSTOMER, AGENT, PATH, CODE] = CANARIES

/** What would stand in the file: every line passes the same redaction there. */
function recording() {
  const lines: string[] = []
  const write = (message: string, fields: object = {}): void => {
    lines.push(`${redactText(message)} ${JSON.stringify(redact(fields))}`)
  }
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log }
  return { log, lines }
}

function expectSilent(lines: readonly string[], least: number): void {
  expect(lines.length).toBeGreaterThanOrEqual(least)
  const written = lines.join('\n').toLowerCase()
  for (const canary of CANARIES) expect(written).not.toContain(canary.toLowerCase())
}

const quotes = (): never => {
  throw new SyntaxError(`Unexpected token 'Z', "${NAME} ${NUMBER}" is not valid: ${MESSAGE}`)
}

describe('the log contains no data of customers or agents', () => {
  it('from a chat in which everything fails', async () => {
    const { log, lines } = recording()
    const b = createBench({
      log,
      config: {
        url: { linkHosts: ['shop.example'], viewHosts: [], privateHosts: [], maxLength: 200 },
      },
    })
    b.centre.fail('start', '500-before')
    const started = b.chat.handlers.start({
      name: NAME,
      message: MESSAGE,
      customer: CUSTOMER,
      consent: true,
    })
    await b.clock.advance(5000)
    await started
    b.centre.say(AGENT)
    b.centre.say(`<b>${AGENT}</b>`, { rawType: `${NAME} ${AGENT}`, type: 'UNKNOWN' })
    await b.clock.advance(5000)
    b.centre.session.pushUrl = `https://${PATH}.example/${PATH}?name=${NAME}`
    b.centre.session.callMeAgentKey = 7
    await b.clock.advance(5000)
    void b.chat.handlers.callMe({ number: NUMBER, country: 'DE' })
    for (const fault of ['500-before', 'lost-answer', '503', '401', 'refused'] as const) {
      b.centre.fail('add', fault)
      b.centre.fail('query', fault)
      b.send(`${MESSAGE} ${CODE}`)
      void b.chat.handlers.draft({ text: MESSAGE })
      await b.clock.advance(20_000)
    }
    b.store.set('chat.callMe', { agentKey: NAME })
    b.restart()
    await b.clock.advance(5000)
    b.centre.session.redirectUrl = `ftp://${PATH}/${NAME}`
    await b.clock.advance(20_000)
    b.chat.endForVisit()
    expectSilent(lines, 10)
  })

  it('from a callback and its slip', async () => {
    const { log, lines } = recording()
    const clock = createManualClock(Date.parse('2026-11-23T08:00:00Z'))
    const { policy } = layer([{ name: 'policy', values: {} }])
    const unused = () => Promise.reject(new Error('not part of this test'))
    let isDown = true
    const centre: Centre = {
      authorize: unused,
      startSession: unused,
      endSession: unused,
      queryContents: unused,
      addContent: unused,
      setTyping: unused,
      callMe: unused,
      createCallback: () =>
        Promise.resolve(
          isDown
            ? { ok: false, error: { kind: 'trouble', effect: 'none', detail: 'HTTP 500' } }
            : { ok: true, value: undefined },
        ),
      callbackQueues: () =>
        Promise.resolve({ ok: true, value: [{ key: 3, name: AGENT, description: AGENT }] }),
      clockOffsetMs: undefined,
    }
    const callback = createCallback({
      centre,
      policy,
      appVersion: '1',
      clock,
      log,
      ownZone: createOwnZone({ find: () => zoneNamed('Europe/Berlin'), centre: UTC, log }),
      isZoneGuessed: false,
      language: () => 'de',
      country: () => 'DE',
      createId: () => 'id',
      saveFile: () => Promise.resolve(true),
      print: quotes,
    })
    await callback.handlers.open({ name: NAME, comment: MESSAGE, number: NUMBER })
    const first = callback.source.view.days[1]?.windows[0]
    if (!first) throw new Error('no window')
    const input = {
      topic: 3,
      first: { start: first.start, end: first.end },
      name: NAME,
      number: NUMBER,
      country: 'DE',
      comment: `${MESSAGE} ${CODE}`,
      consent: true,
      knowingly: false,
    }
    await callback.handlers.request(input)
    isDown = false
    await callback.handlers.request(input)
    expect(callback.source.view.phase).toBe('done')
    await callback.handlers.printSlip({
      language: 'de',
      title: NAME,
      rows: [],
      code: CODE,
      captions: [NAME],
    })
    expectSilent(lines, 3)
  })

  it('from the bridge: names, fields, inputs, script errors of the page, handlers that throw', async () => {
    const { log, lines } = recording()
    const clock = createManualClock()
    const shape = { a: { take: call(z.strictObject({ code: z.enum(['a']) })), fall: call() } }
    const server = createIpcServer({
      contract: shape,
      inputs: parsersOf(shape),
      handlers: { a: { take: () => ok(undefined), fall: quotes } },
      sources: {},
      clock,
      log,
    })
    const ours = { trusted: true, description: 'app://callpoint' }
    const theirs = { trusted: false, description: `https://shop.example/${PATH}?${NAME}` }
    await server.call(theirs, NAME, {})
    await server.call(ours, `${NAME} ${NUMBER}`, {})
    await server.call(ours, 'a.take', { code: CODE })
    await server.call(ours, 'a.take', { code: 'a', [NAME]: MESSAGE })
    await server.call(ours, 'a.take', new Date())
    await server.call(ours, 'a.fall', undefined)
    const unused = {} as never
    const { app } = createHandlers({
      visit: unused,
      chat: unused,
      callback: unused,
      call: unused,
      desktop: unused,
      staff: unused,
      clock,
      log,
      announceReady: () => undefined,
      answered: () => undefined,
    })
    await app.fault({ message: `${NAME} has typed ${NUMBER}`, stack: `${NAME}\n  at ${NAME}` })
    await app.fault({ message: `TypeError: cannot read (reading '${NAME}'): ${MESSAGE}` })
    await app.fault({ message: `Error: cannot show '${AGENT}'` })
    await settle()
    expectSilent(lines, 8)
  })

  it('from calls, and from a wipe that fails', async () => {
    const { log, lines } = recording()
    const clock = createManualClock()
    const { policy } = layer([
      {
        name: 'policy',
        values: { call: { server: 'wss://sip.example', destinations: [] } },
      },
    ])
    const service = createCall({
      policy,
      secrets: () => ({ password: '', turnSecret: '' }),
      clock,
      random: () => 0.5,
      log,
      store: createMemoryStore(),
      screens: () => Promise.reject(new SyntaxError(`"${NAME}" ${MESSAGE}`)),
      language: () => 'de',
      country: () => 'DE',
    })
    await service.handlers.grant({ destinationKey: NAME, customerNumber: NUMBER })
    await service.handlers.screens(undefined)
    const wiper = createWiper({
      parts: [{ store: 'chat', run: quotes, isRequired: true }],
      clock,
      log,
      store: createMemoryStore(),
    })
    await wiper.wipe(1)
    expectSilent(lines, 4)
  })
})

it('compiler rejects a log field of unknown origin', () => {
  const { log, lines } = recording()
  const text: string = NAME
  const anything: unknown = NAME
  // @ts-expect-error -- a plain text
  log.info('a line', { text })
  // @ts-expect-error -- a list of them
  log.info('a line', { texts: [text] })
  // @ts-expect-error -- nobody knows what it is
  log.info('a line', { anything })
  // @ts-expect-error -- the line itself
  log.info(`a line ${text}`)
  log.info('a line', { error: anything, count: 1, kind: 'word' })
  expect(lines).toHaveLength(5)
})
