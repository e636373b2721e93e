import { X509Certificate } from 'node:crypto'
import process from 'node:process'
import { beforeAll, describe, expect, test } from 'vitest'
import { sharedCarrierProgram, startCarrierProgram } from '../kit/network/carrier/carrier.ts'
import { makeCertificate, type MadeCertificate } from '../kit/network/certificate.ts'
import { carried, failed, type Carried } from './carried.ts'
import { answer, reset, silence, type Answer, type Seen } from './raw-server.ts'

const program = await sharedCarrierProgram()

const connections = ({ server }: Carried): readonly number[] =>
  server.seen.map(({ connection }) => connection)

/** Answers, but only once it is let go. */
function held(): { readonly answer: Answer; release(): void } {
  const waiting: (() => void)[] = []
  return {
    answer: (response, socket, seen) => {
      waiting.push(() => {
        answer(200)(response, socket, seen)
      })
    },
    release() {
      for (const go of waiting.splice(0)) go()
    },
  }
}

/** One for each request in its order, the last for all that follow. */
function turns(...all: readonly Answer[]): Answer {
  let turn = 0
  return (response, socket, seen) => {
    const one = all[turn++] ?? all.at(-1) ?? silence
    one(response, socket, seen)
  }
}

describe('connections', () => {
  test('queries share a kept-alive one; a POST opens a new one, which queries then share', async () => {
    const world = await carried(program, answer(200))
    for (const way of ['query', 'query', 'post', 'query', 'post', 'query'] as const)
      expect((await world[way]()).ok).toBe(true)
    expect(connections(world)).toEqual([1, 1, 2, 2, 3, 3])
  })

  test('a fresh request opens a new one', async () => {
    const world = await carried(program, answer(200))
    await world.query()
    await world.query({ fresh: true })
    await world.query()
    expect(connections(world)).toEqual([1, 2, 2])
  })

  test('a query over a closed kept-alive one is resent without a report', async () => {
    const world = await carried(program, turns(answer(200), reset, answer(200, 'second')))
    await world.query()
    expect(await world.query()).toMatchObject({ ok: true, response: { text: 'second' } })
    expect(connections(world)).toEqual([1, 1, 2])
  })

  test('a POST that meets a reset is sent once', async () => {
    const world = await carried(program, turns(answer(200), answer(200), reset))
    await world.query()
    await world.post()
    expect(await world.post()).toMatchObject(failed('unreachable', true, 'CONNECTION_RESET'))
    expect(world.server.seen).toHaveLength(3)
  })

  test('a failed POST does not move the queries', async () => {
    const world = await carried(program, turns(answer(200), reset, answer(200)))
    await world.query()
    await world.post()
    await world.query()
    expect(connections(world)).toEqual([1, 2, 1])
  })

  test('a POST does not cut a query in progress', async () => {
    const slow = held()
    const isSlow = ({ method }: Seen): boolean => method === 'GET'
    const world = await carried(program, (response, socket, seen) => {
      ;(isSlow(seen) ? slow.answer : answer(200))(response, socket, seen)
    })
    const query = world.query()
    await world.server.seenAtLeast(1)
    for (let count = 0; count < 4; count += 1) expect((await world.post()).ok).toBe(true)
    slow.release()
    expect((await query).ok).toBe(true)
    expect(world.server.seen).toHaveLength(5)
  })

  test('three POSTs run at once; the fourth waits, and can be aborted', async () => {
    const slow = held()
    const world = await carried(program, slow.answer)
    const first = [1, 2, 3].map(() => world.post())
    await world.server.seenAtLeast(3)
    const stop = new AbortController()
    const left: string[] = []
    const fourth = world.post({ signal: stop.signal, onLeave: () => left.push('left') })
    const fifth = world.post({ body: '"fifth"' })
    stop.abort()
    expect(await fourth).toMatchObject(failed('aborted', false))
    expect(left).toEqual([])
    slow.release()
    expect((await Promise.all(first)).every(({ ok }) => ok)).toBe(true)
    await world.server.seenAtLeast(4)
    slow.release()
    expect((await fifth).ok).toBe(true)
    expect(world.server.seen.map(({ body }) => body)).toEqual(['{}', '{}', '{}', '"fifth"'])
  })

  test('no server: nothing was sent, by query or POST', async () => {
    const world = await carried(program, answer(200))
    await world.server.close()
    for (const way of ['query', 'post'] as const)
      expect(await world[way]()).toMatchObject(failed('unreachable', false, 'CONNECTION_REFUSED'))
    expect(await world.post({ url: 'http://nowhere.invalid/' })).toMatchObject(
      failed('unreachable', false, 'NAME_NOT_RESOLVED'),
    )
  })

  test('server without TLS: no request has arrived', async () => {
    const world = await carried(program, answer(200))
    const url = world.server.url.replace('http:', 'https:')
    expect(await world.post({ url })).toMatchObject({ ok: false })
    expect(world.server.seen).toHaveLength(0)
  })

  test('misdirected (421): the request is resent over another one', async () => {
    const world = await carried(program, turns(answer(421), answer(200)))
    expect(await world.post()).toMatchObject({ ok: true, response: { status: 200 } })
    expect(connections(world)).toEqual([1, 2])
  })

  test('the network service crashes during a request, and the next opens a new one', async () => {
    // Alone, since all carriers of a program lose what they have under way.
    const own = await startCarrierProgram()
    const world = await carried(own, turns(answer(200), silence, silence, answer(200)))
    await world.query()
    const query = world.query()
    const post = world.post()
    await world.server.seenAtLeast(3)
    process.kill(await own.networkService(), 'SIGKILL')
    const dead = { ok: false, failure: { reason: 'unreachable', sent: true } }
    expect(await Promise.all([query, post])).toMatchObject([dead, dead])
    expect((await world.post()).ok).toBe(true)
    expect((await world.query()).ok).toBe(true)
    await own.stop()
  })
})

describe('certificates', () => {
  let root: MadeCertificate
  beforeAll(async () => {
    root = await makeCertificate({ isAuthority: true })
  })
  const here = { host: 'localhost', address: '127.0.0.1', use: 'serverAuth' } as const
  /** What the system has against each of them: it does not know the authority, whatever else is wrong. */
  const refusal = 'CERT_AUTHORITY_INVALID'
  const pin = ({ cert }: MadeCertificate): string =>
    new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase()

  async function meet(
    wish: Parameters<typeof makeCertificate>[0],
    options: (leaf: MadeCertificate) => Parameters<typeof program.open>[0],
  ): Promise<Carried> {
    const leaf = await makeCertificate({ ...here, ...wish })
    return await carried(program, answer(200), {
      tls: { key: leaf.private, cert: leaf.cert },
      options: options(leaf) ?? {},
    })
  }

  test('one of an authority that the policy names is accepted', async () => {
    const world = await meet({ by: root }, () => ({ ca: root.cert }))
    expect((await world.query()).ok).toBe(true)
    expect((await world.post()).ok).toBe(true)
  })

  test.each([
    ['of an unknown authority', {}, false],
    ['that has run out', { fromDays: -9, toDays: -1 }, true],
    ['for another host', { host: 'other.example', address: '10.0.0.7' }, true],
  ] as const)('one %s is refused before anything is sent', async (_name, wish, isKnown) => {
    const world = await meet({ by: root, ...wish }, () => (isKnown ? { ca: root.cert } : {}))
    for (const way of ['query', 'post'] as const)
      expect(await world[way]()).toMatchObject(failed('unreachable', false, refusal))
    expect(world.server.seen).toHaveLength(0)
  })

  test('a pin accepts one certificate for its host, and no other of the same authority', async () => {
    const pinned = await meet({ by: root }, (leaf) => ({
      ca: root.cert,
      pins: { '127.0.0.1': [pin(leaf)] },
    }))
    expect((await pinned.post()).ok).toBe(true)
    const other = await meet({ by: root }, () => ({
      ca: root.cert,
      pins: { '127.0.0.1': [pin(root)] },
    }))
    expect(await other.post()).toMatchObject(failed('unreachable', false, refusal))
    expect(other.server.seen).toHaveLength(0)
  })
})
