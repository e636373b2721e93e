import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sharedCarrierProgram } from '../kit/network/carrier/carrier.ts'
import { carried, failed } from './carried.ts'
import { answer, bytes, reset, silence, type Answer } from './raw-server.ts'

const program = await sharedCarrierProgram()
const head = 'HTTP/1.1 200 OK\r\n'

/** Both ways on which a request may leave: the shared connection, and one of its own. */
const ways = ['query', 'post'] as const

describe.each(ways)('the carrier sends a %s', (way) => {
  test('with our headers, an explicit length, and no headers of a web page', async () => {
    const world = await carried(program, answer(200))
    const headers = { 'content-type': 'application/json', 'user-agent': 'Callpoint/1' }
    await world[way]({ headers, method: 'DELETE', body: '{"a":"ä"}' })
    const [seen] = world.server.seen
    expect(seen).toMatchObject({ method: 'DELETE', path: '/v1', body: '{"a":"ä"}' })
    expect(seen?.headers).toMatchObject({ ...headers, 'content-length': '10' })
    for (const name of ['cookie', 'referer', 'origin', 'authorization', 'transfer-encoding'])
      expect(seen?.headers).not.toHaveProperty(name)
  })

  test('and stores no cookie of the answer', async () => {
    const cookies = { 'set-cookie': 'JSESSIONID=1; Path=/' }
    const world = await carried(program, answer(200, '', cookies))
    for (const turn of [way, way, 'query', 'post'] as const) await world[turn]()
    for (const { headers } of world.server.seen) expect(headers).not.toHaveProperty('cookie')
  })

  test('again, even if the answer may be cached for a year', async () => {
    const kept = { 'cache-control': 'public, max-age=31536000', etag: '"1"' }
    const world = await carried(program, answer(200, 'old', kept))
    await world[way]()
    await world[way]()
    expect(world.server.seen).toHaveLength(2)
    expect(world.server.seen[1]?.headers).not.toHaveProperty('if-none-match')
  })

  test.each([301, 302, 303, 307, 308])(
    'and reports a redirect with %i without following it',
    async (status) => {
      const other = await carried(program, answer(200))
      const location = `${other.server.url}/elsewhere`
      const world = await carried(program, answer(status, 'moved', { location }))
      expect(await world[way]()).toMatchObject({
        ok: true,
        response: { status, headers: { location } },
      })
      expect(world.server.seen).toHaveLength(1)
      expect(other.server.connections).toBe(0)
    },
  )

  test('and sends no credentials to a server that asks for them', async () => {
    for (const scheme of ['Basic realm="x"', 'Digest realm="x", nonce="1"', 'NTLM', 'Negotiate']) {
      const world = await carried(program, answer(401, 'no', { 'www-authenticate': scheme }), {
        options: { proxy: { hosts: ['127.0.0.1'], user: 'kiosk', password: 'secret' } },
      })
      expect(await world[way]()).toMatchObject({ ok: true, response: { status: 401, text: 'no' } })
      expect(world.server.seen.map(({ headers }) => headers['authorization'])).toEqual([
        'Bearer token',
      ])
    }
  })

  test('and treats a 407 without a proxy as a refusal', async () => {
    const asks = answer(407, '', { 'proxy-authenticate': 'Basic realm="x"' })
    const world = await carried(program, asks, {
      options: { proxy: { hosts: ['127.0.0.1'], user: 'kiosk', password: 'secret' } },
    })
    expect(await world[way]()).toMatchObject(failed('unreachable', false, 'UNEXPECTED_PROXY_AUTH'))
    expect(world.server.seen).toHaveLength(1)
    expect(world.server.seen[0]?.headers).not.toHaveProperty('proxy-authorization')
  })
})

describe.each(ways)('an abort of a %s', (way) => {
  test('before sending: not even a connection', async () => {
    const world = await carried(program, answer(200))
    expect(await world[way]({ signal: AbortSignal.abort() })).toEqual({
      ok: false,
      failure: { reason: 'aborted', sent: false, code: 'ABORTED' },
    })
    expect(world.server.connections).toBe(0)
  })

  test('while waiting: reported at once, and the connection closed', async () => {
    const world = await carried(program, silence)
    const stop = new AbortController()
    const left: string[] = []
    const work = world[way]({ signal: stop.signal, onLeave: () => left.push('left') })
    await world.server.seenAtLeast(1)
    stop.abort()
    expect(await work).toMatchObject(failed('aborted', true))
    expect(left).toEqual(['left'])
    await world.server.closed(1)
  })

  test('in the middle of the answer', async () => {
    const world = await carried(program, bytes(`${head}Content-Length: 50\r\n\r\nhalf`, 'stay'))
    const stop = new AbortController()
    const work = world[way]({ signal: stop.signal })
    await world.server.seenAtLeast(1)
    stop.abort()
    expect(await work).toMatchObject(failed('aborted', true))
    await world.server.closed(1)
    expect(world.server.seen).toHaveLength(1)
  })

  test('after its end changes nothing', async () => {
    const world = await carried(program, answer(200, 'done'))
    const stop = new AbortController()
    expect(await world[way]({ signal: stop.signal })).toMatchObject({ ok: true })
    stop.abort()
    expect(await world[way]()).toMatchObject({ ok: true, response: { text: 'done' } })
  })
})

describe.each(ways)('a %s is answered', (way) => {
  const cases: readonly (readonly [string, string, object])[] = [
    ['several headers of one name', 'X-A: 1\r\nx-a: 2\r\n', { headers: { 'x-a': '1, 2' } }],
    ['a charset of its own', 'Content-Type: text/plain; charset=latin1\r\n', { text: 'ä' }],
    ['no charset, and bytes that are not UTF-8', '', { text: 'ä' }],
    ['nothing that ends it but the end', '', { text: 'ä' }],
  ]
  test.each(cases)('with %s', async (_name, lines, response) => {
    const world = await carried(program, (_response, socket) => {
      socket.end(Buffer.from(`${head}${lines}\r\nä`, 'latin1'))
    })
    expect(await world[way]()).toMatchObject({ ok: true, response })
  })

  test('with gzip, whose size limit applies after decompression', async () => {
    const packed =
      (text: string): Answer =>
      (response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' })
        response.end(gzipSync(text))
      }
    const fits = await carried(program, packed('x'.repeat(1000)))
    expect(await fits[way]()).toMatchObject({ ok: true, response: { text: 'x'.repeat(1000) } })
    const bomb = await carried(program, packed('x'.repeat(30_000_000)))
    expect(await bomb[way]({ maxBytes: 1_000_000 })).toMatchObject(failed('too-large', true))
  })

  test('with as many bytes as allowed, or one more', async () => {
    const world = await carried(program, answer(200, 'x'.repeat(1000)))
    expect(await world[way]()).toMatchObject({ ok: true })
    expect(await world[way]({ maxBytes: 999 })).toMatchObject(failed('too-large', true))
  })

  const none = { headers: {}, text: '' }
  test.each([
    [204, 'No Content\r\n', none],
    [304, 'Not Modified\r\n', none],
    [408, 'Too late\r\nConnection: close\r\n', { text: 'ä'.repeat(2) }],
    [302, 'nowhere\r\nContent-Length: 2\r\n', { text: 'ä'.repeat(2) }],
    [302, 'a file\r\nContent-Length: 2\r\nLocation: file:///etc/passwd\r\n', { text: '' }],
  ])('with %i %j', async (status, lines, response) => {
    const world = await carried(program, (_response, socket) => {
      socket.end(Buffer.from(`HTTP/1.1 ${String(status)} ${lines}\r\nää`, 'latin1'))
    })
    expect(await world[way]()).toMatchObject({ ok: true, response: { status, ...response } })
  })

  const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`
  const empty = 'Content-Length: 0\r\n\r\n'
  const bad: readonly (readonly [string, string, string, string])[] = [
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'not-http', 'INVALID_HTTP_RESPONSE'],
    ['binary bytes', '\0\x01\x02\x03', 'not-http', 'INVALID_HTTP_RESPONSE'],
    ['a zero byte in a header', `${head}X: a\0b\r\n${empty}`, 'not-http', 'INVALID_HTTP_RESPONSE'],
    ['a chunk without a size', `${chunked}zz\r\nabc`, 'not-http', 'INVALID_CHUNKED_ENCODING'],
    ['half a chunk', `${chunked}5\r\nabc`, 'cut-short', 'INCOMPLETE_CHUNKED_ENCODING'],
    [
      'less than it says',
      `${head}Content-Length: 50\r\n\r\nabc`,
      'cut-short',
      'CONTENT_LENGTH_MISMATCH',
    ],
    [
      'two lengths',
      `${head}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
      'not-http',
      'RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH',
    ],
    [
      'two places',
      `HTTP/1.1 302 x\r\nLocation: /a\r\nLocation: /b\r\n${empty}`,
      'not-http',
      'RESPONSE_HEADERS_MULTIPLE_LOCATION',
    ],
    [
      'a place that is none',
      `HTTP/1.1 302 x\r\nLocation: http://[\r\n${empty}`,
      'not-http',
      'INVALID_REDIRECT',
    ],
    [
      'headers of 300 KB',
      `${head}X: ${'x'.repeat(300_000)}\r\n${empty}`,
      'not-http',
      'RESPONSE_HEADERS_TOO_BIG',
    ],
    [
      'gzip that is none',
      `${head}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`,
      'not-http',
      'CONTENT_DECODING_FAILED',
    ],
    ['no byte', '', 'unreachable', 'EMPTY_RESPONSE'],
    [
      'another protocol that nobody asked for',
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n`,
      'unreachable',
      'EMPTY_RESPONSE',
    ],
  ]
  test.each(bad)('with %s', async (_name, text, reason, code) => {
    const world = await carried(program, bytes(text, 'end'))
    expect(await world[way]()).toMatchObject(failed(reason, true, code))
    expect(world.server.seen).toHaveLength(1)
  })

  test('with a reset', async () => {
    const world = await carried(program, reset)
    expect(await world[way]()).toMatchObject(failed('unreachable', true, 'CONNECTION_RESET'))
    expect(world.server.seen).toHaveLength(1)
  })
})
