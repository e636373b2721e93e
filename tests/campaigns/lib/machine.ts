import type { HttpRequest } from '../../../src/main/platform/http.ts'
import type { Random } from '../../../simulator/support/random.ts'
import { startProcess, type Address, type CustomerProcess } from './customer-process.ts'
import { createDisk } from '../../kit/machine/disk.ts'
import type { FastClock } from '../../kit/clock/fast-clock.ts'

interface MachineDeps {
  readonly address: Address
  readonly clock: FastClock
  readonly random: Random
  readonly echo: 'auto' | 'no'
  readonly leaves: (request: HttpRequest) => void
  /** What stands in for the product, where its judge is judged. */
  readonly standIn: StandIn | undefined
}

/** Makes another product of the real one. */
export type StandIn = (product: CustomerProcess) => CustomerProcess

export interface MachineFigures {
  readonly diskFull: number
  readonly keyLost: number
  readonly keyAway: number
}

/** A customer's device: its disk may be full for a while, its key store gone when it starts. */
export interface Machine {
  readonly figures: MachineFigures
  /** It is switched on again, after a crash or for the first time. */
  boot(): CustomerProcess
  /** A disk that may fill up now, and has room again some seconds later. */
  mayFill(chance: number): void
  /** Ids of the messages that are written down where the next start will find them. */
  written(): readonly string[]
}

export function createMachine(deps: MachineDeps): Machine {
  const { clock, random } = deps
  let disk = createDisk()
  let isKept = true
  let boots = 0
  const figures = { diskFull: 0, keyLost: 0, keyAway: 0 }

  /** Another key from now on: what the old one has encrypted is set aside for good. */
  function loseKey(): void {
    figures.keyLost += 1
    disk = createDisk()
  }

  return {
    figures,
    boot() {
      boots += 1
      const draw = boots === 1 ? 1 : random.next()
      isKept = draw >= 0.04
      if (!isKept) figures.keyAway += 1
      else if (draw < 0.08) loseKey()
      const product = startProcess({
        ...deps,
        random: () => random.next(),
        disk: isKept ? disk : undefined,
      })
      return deps.standIn?.(product) ?? product
    },
    mayFill(chance) {
      if (random.next() >= chance) return
      figures.diskFull += 1
      const full = disk
      full.fill()
      clock.after(random.int(1000, 60_000), full.makeRoom)
    },
    written() {
      const outbox: unknown = isKept ? disk.read()['chat.outbox'] : undefined
      const items: unknown =
        typeof outbox === 'object' && outbox !== null ? Reflect.get(outbox, 'items') : []
      return Array.isArray(items) ? items.map((item: { id: string }) => item.id) : []
    },
  }
}

/** The session that a device has written down as going on. */
export function sessionOf(store: { get(key: string): unknown }): string | undefined {
  const record = store.get('chat.session')
  const id: unknown =
    typeof record === 'object' && record !== null ? Reflect.get(record, 'id') : undefined
  return typeof id === 'string' ? id : undefined
}

/** Whether a request posts this text into this session. */
export function posts({ url, body = '' }: HttpRequest, session: string, text: string): boolean {
  if (!url.endsWith(`/sessions/${encodeURIComponent(session)}/contents`)) return false
  return (JSON.parse(body) as { content?: unknown }).content === text
}
