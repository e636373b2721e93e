import { afterAll, describe, expect, test } from 'vitest'
import { startCarrierProgram } from '../kit/network/carrier/carrier.ts'
import { comesTrue } from '../kit/waits.ts'
import { carried, failed, type Carried } from './carried.ts'
import { answer, createRawServer, type Seen } from './raw-server.ts'

const right = `Basic ${btoa('kiosk:secret')}`
const asked: Seen[] = []
const proxy = await createRawServer((seen) => {
  // Not what Electron asks for by itself.
  if (seen.path.includes('centre.example')) asked.push(seen)
  const asks = { 'proxy-authenticate': 'Basic realm="house"' }
  if (seen.headers['proxy-authorization'] !== right) return answer(407, 'sign in', asks)
  return seen.method === 'CONNECT' ? answer(503) : answer(200, 'through')
})
const through = await startCarrierProgram([
  `--proxy-server=${proxy.url.replace('http://', '')}`,
  '--proxy-bypass-list=<-loopback>',
])
// Chromium may send the very first request before it has read where its proxy is (seen with 33).
const first = through.open()
await comesTrue(async () => {
  const signal = new AbortController().signal
  const request = { method: 'GET', headers: {}, idempotent: true, maxBytes: 1000, signal } as const
  await first.request({ ...request, url: 'http://centre.example/' })
  return asked.length > 0
}, 10_000)

afterAll(async () => {
  await through.stop()
  await proxy.close()
})
const host = new URL(proxy.url).host
const kiosk = { user: 'kiosk', password: 'secret' }

/** A server that only the proxy knows. */
async function ask(
  sign: { hosts: readonly string[]; user: string; password: string } | undefined,
  base = 'http://centre.example',
): Promise<Carried> {
  asked.length = 0
  return await carried(through, answer(200), {
    base,
    ...(sign === undefined ? {} : { options: { proxy: sign } }),
  })
}
const given = (): readonly (string | undefined)[] =>
  asked.map(({ headers }) => headers['proxy-authorization'])

describe('a proxy that requires credentials', () => {
  test('receives none that are for another proxy, and its 407 is reported', async () => {
    for (const sign of [undefined, { hosts: ['other.example'], ...kiosk }]) {
      const world = await ask(sign)
      expect(await world.query()).toMatchObject({ ok: true, response: { status: 407 } })
      expect(given()).toEqual([undefined])
    }
  })

  test('receives wrong ones once, then none for a while', async () => {
    const world = await ask({ hosts: [host], user: 'kiosk', password: 'wrong' })
    expect(await world.post()).toMatchObject({ ok: true, response: { status: 407 } })
    expect(given()).toEqual([undefined, `Basic ${btoa('kiosk:wrong')}`])
    expect(await world.post()).toMatchObject({ ok: true, response: { status: 407 } })
    expect(given().slice(2)).toEqual([undefined])
  })

  test('receives those of the policy once, and the message arrives once', async () => {
    const world = await ask({ hosts: [host], ...kiosk })
    expect(await world.post()).toMatchObject({ ok: true, response: { text: 'through' } })
    expect(given()).toEqual([undefined, right])
    expect(asked.map(({ body }) => body)).toEqual(['{}', '{}'])
  })

  test('for a server with TLS receives only the request for a tunnel', async () => {
    const world = await ask(undefined, 'https://centre.example')
    expect(await world.post()).toMatchObject({ ok: false, failure: { sent: false } })
    const other = await ask({ hosts: [host], ...kiosk }, 'https://centre.example')
    expect(await other.post()).toMatchObject(
      failed('unreachable', false, 'TUNNEL_CONNECTION_FAILED'),
    )
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toContain(
      'CONNECT centre.example:443',
    )
    for (const { headers, body } of asked)
      expect([headers['authorization'], body]).toEqual([undefined, ''])
  })
})
