import { USUAL_KINDS } from '../../../src/phone/kinds.ts'
import { createCentre } from '../../../src/main/centre/client.ts'
import { createChat, type Chat } from '../../../src/main/chat/chat.ts'
import { chatDefaults } from '../../../src/main/chat/config.ts'
import { createBootClock } from '../../../src/main/platform/boot-clock.ts'
import type { Clock } from '../../../src/main/platform/clock.ts'
import type { Http, HttpOutcome, HttpRequest } from '../../../src/main/platform/http.ts'
import { silentLog } from '../../../src/main/platform/log.ts'
import { createPersistentStore } from '../../../src/main/platform/persistent-store.ts'
import { createMemoryStore, type Store } from '../../../src/main/platform/store.ts'
import type { Disk } from '../../kit/machine/disk.ts'
import { createNodeHttp } from './node-http.ts'

export interface Address {
  readonly rest: string
  readonly clientId: string
  readonly clientSecret: string
}

interface Parts {
  readonly address: Address
  readonly clock: Clock
  readonly random: () => number
  /** What survives the process; without one all is kept in memory, as where there is no key store. */
  readonly disk: Disk | undefined
  /** Told of each request that is given to the network, before it leaves. */
  readonly leaves: (request: HttpRequest) => void
  /** Whether the policy says that the centre hands messages back. */
  readonly echo: 'auto' | 'no'
}

/** The chat service over the REST client, as one process that can die between any two of its steps. */
export interface CustomerProcess {
  readonly chat: Chat
  /** What is written down, in memory at least. */
  readonly store: Store
  readonly alive: boolean
  /** Resolves when it has died. */
  readonly death: Promise<void>
  /**
   * It dies at the `steps`-th step from now. A step is a write to the disk before it is made or after,
   * a request before it leaves, or an answer that has come and is not read yet.
   */
  dieAfter(steps: number): void
  kill(): void
}

export function startProcess({
  address,
  clock,
  random,
  disk,
  leaves,
  echo,
}: Parts): CustomerProcess {
  let alive = true
  let steps = Infinity
  let tellDeath = (): void => undefined
  const death = new Promise<void>((resolve) => {
    tellDeath = resolve
  })
  const underWay = new Set<AbortController>()
  const wire = createNodeHttp()

  function kill(): void {
    if (!alive) return
    alive = false
    for (const request of underWay) request.abort()
    wire.close()
    tellDeath()
  }

  function step(): void {
    steps -= 1
    if (steps <= 0) kill()
  }

  // What a dead process still computes reaches neither the disk, nor the wire, nor a timer.
  function onDisk(work: () => void): void {
    if (alive) step()
    if (!isAlive()) return
    work()
    step()
  }
  const mortalClock: Clock = {
    now: () => clock.now(),
    steady: () => clock.steady(),
    after: (ms, task) =>
      clock.after(ms, () => {
        if (alive) task()
      }),
  }
  const mortalHttp: Http = {
    request: (request) =>
      new Promise<HttpOutcome>((resolve) => {
        if (alive) step()
        if (!isAlive()) return
        const end = new AbortController()
        const onAbort = (): void => {
          end.abort()
        }
        leaves(request)
        underWay.add(end)
        if (request.signal.aborted) end.abort()
        request.signal.addEventListener('abort', onAbort, { once: true })
        void wire.request({ ...request, signal: end.signal }).then((outcome) => {
          underWay.delete(end)
          request.signal.removeEventListener('abort', onAbort)
          if (alive) step()
          if (isAlive()) resolve(outcome)
        })
      }),
    close() {
      wire.close()
    },
  }

  function isAlive(): boolean {
    return alive
  }

  const store = disk === undefined ? createMemoryStore() : keptOn(disk)

  /** The product's own store, over a disk that can be full. */
  function keptOn(kept: Disk): Store {
    return createPersistentStore({
      name: 'vault',
      values: kept.read(),
      clock: mortalClock,
      log: silentLog,
      write(values) {
        onDisk(() => {
          kept.write(values)
        })
      },
      discard() {
        onDisk(() => {
          kept.discard()
        })
      },
    })
  }

  const { rest, clientId, clientSecret } = address
  const centre = createCentre({
    http: mortalHttp,
    clock: mortalClock,
    random,
    log: silentLog,
    config: { baseUrl: rest, clientId, clientSecret, businessUnit: 'DEFAULT' },
  })
  const config = {
    ...chatDefaults,
    country: () => 'DE',
    topics: [],
    allow: { countries: ['*'], types: USUAL_KINDS },
    source: 'campaign',
    appVersion: '0',
    outbox: { ...chatDefaults.outbox, echo },
  }
  const chat = createChat({
    centre,
    clock: mortalClock,
    boot: createBootClock(),
    random,
    log: silentLog,
    store,
    config: () => config,
    visit: () => ({ number: 1, language: 'en' }),
  })

  return {
    chat,
    store,
    get alive() {
      return alive
    },
    death,
    dieAfter(count) {
      steps = count
    },
    kill,
  }
}
