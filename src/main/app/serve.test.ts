import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answer, call, feed, namesOf, parsersOf, type View } from '../../contract/define.ts'
import { createBridge } from '../../contract/bridge.ts'
import { fail, ok } from '../../contract/outcome.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { silentLog } from '../platform/log.ts'
import { createSource } from '../platform/source.ts'
import type { Sender } from './ipc-server.ts'
import { createIpcServer } from './serve.ts'

interface Count extends View {
  readonly count: number
}

const small = {
  sums: {
    add: call(z.strictObject({ a: z.number(), b: z.number() }), answer<number>()),
    fall: call(),
    view: feed<Count>(),
  },
}
const ours: Sender = { trusted: true, description: 'app://callpoint' }
const stranger: Sender = { trusted: false, description: 'https://evil.example' }

function setUp() {
  const source = createSource<Count>({ count: 0 })
  const server = createIpcServer({
    contract: small,
    inputs: parsersOf(small),
    handlers: {
      sums: {
        add: ({ a, b }: { a: number; b: number }) => ok(a + b),
        fall: () => {
          throw new Error('secret detail')
        },
      },
    },
    sources: { sums: { view: source } },
    clock: createManualClock(),
    log: silentLog,
  })
  return { server, source }
}

describe('the IPC server', () => {
  it('runs a call whose input passes its schema', async () => {
    const { server } = setUp()
    expect(await server.call(ours, 'sums.add', { a: 1, b: 2 })).toEqual(ok(3))
  })

  it('refuses unknown senders, unknown names and invalid inputs', async () => {
    const { server } = setUp()
    expect(await server.call(stranger, 'sums.add', { a: 1, b: 2 })).toEqual(fail('not-allowed'))
    for (const name of ['sums.nothing', 'sums.view', 'constructor', '__proto__', 7, null, {}]) {
      expect(await server.call(ours, name, { a: 1, b: 2 })).toEqual(fail('invalid-input'))
    }
    expect(await server.call(ours, 'sums.add', { a: 1, b: '2' })).toEqual(
      fail('invalid-input', 'b'),
    )
    expect(await server.call(ours, 'sums.add', undefined)).toEqual(fail('invalid-input'))
    expect(server.read(stranger, 'sums.view')).toBeUndefined()
    expect(server.read(ours, 'sums.add')).toBeUndefined()
  })

  it('answers `internal` without detail when a handler throws', async () => {
    const { server } = setUp()
    expect(await server.call(ours, 'sums.fall', undefined)).toEqual(fail('internal'))
  })

  it('publishes the latest view and every later one', () => {
    const { server, source } = setUp()
    const seen: unknown[] = []
    const off = server.subscribe((name, view) => seen.push([name, view]))
    source.publish({ count: 1 })
    expect(server.read(ours, 'sums.view')).toEqual({ count: 1, revision: 2 })
    off()
    source.publish({ count: 2 })
    expect(seen).toEqual([['sums.view', { count: 1, revision: 2 }]])
  })

  it('refuses to open without a handler for each call and a source for each feed', () => {
    const parts = {
      contract: small,
      inputs: parsersOf(small),
      clock: createManualClock(),
      log: silentLog,
    }
    const source = createSource<Count>({ count: 0 })
    expect(() =>
      createIpcServer({ ...parts, handlers: {}, sources: { sums: { view: source } } }),
    ).toThrow('sums.add')
    expect(() =>
      createIpcServer({
        ...parts,
        handlers: { sums: { add: () => ok(1), fall: () => ok(1) } },
        sources: {},
      }),
    ).toThrow('sums.view')
  })

  it('accepts only plain objects, even where a schema would accept others', async () => {
    const { clock, log } = { clock: createManualClock(), log: silentLog }
    const shape = {
      all: { open: call(z.strictObject({ name: z.string().exactOptional() }), answer<string>()) },
    }
    const server = createIpcServer({
      contract: shape,
      inputs: parsersOf(shape),
      handlers: { all: { open: () => ok('opened') } },
      sources: {},
      clock,
      log,
    })
    for (const odd of [new Date(), new Error('x'), new Map(), /x/u, [], new Uint8Array()]) {
      expect(await server.call(ours, 'all.open', odd)).toEqual(fail('invalid-input'))
    }
    expect(await server.call(ours, 'all.open', {})).toEqual(ok('opened'))
    expect(await server.call(ours, 'all.open', Object.create(null))).toEqual(ok('opened'))
  })

  it('refuses a name that cannot be converted to a string', async () => {
    const { server } = setUp()
    for (const name of [{ toString: 1, valueOf: 1 }, Object.create(null), Symbol('a'), undefined])
      expect(await server.call(ours, name, {})).toEqual(fail('invalid-input'))
  })

  it('never rejects, whatever arrives over the bridge', async () => {
    const { server } = setUp()
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.anything(), async (name, input) => {
        const outcome = await server.call(ours, name, input)
        expect(outcome).toHaveProperty('ok')
      }),
    )
  })
})

describe('the in-memory bridge', () => {
  it('calls the server by the names of the contract', async () => {
    const { server, source } = setUp()
    const bridge = createBridge(namesOf(small), {
      invoke: (name, input) => server.call(ours, name, input),
      read: (name) => Promise.resolve(server.read(ours, name)),
      listen: (name, listener) =>
        server.subscribe((feedName, view) => {
          if (feedName === name) listener(view)
        }),
    }) as {
      sums: {
        add(input: unknown): Promise<unknown>
        view: { read(): Promise<unknown>; on(listener: (view: unknown) => void): () => void }
      }
    }
    expect(await bridge.sums.add({ a: 2, b: 2 })).toEqual(ok(4))
    const seen: unknown[] = []
    const off = bridge.sums.view.on((view) => seen.push(view))
    source.publish({ count: 5 })
    off()
    expect(seen).toEqual([{ count: 5, revision: 2 }])
    expect(await bridge.sums.view.read()).toEqual({ count: 5, revision: 2 })
  })
})
