import type { Entry } from '../../../src/contract/chat.ts'
import { createMemoryStore } from '../../../src/main/support/store.ts'
import type { Random } from '../../../simulator/support/random.ts'
import { startProcess, type Address, type CustomerProcess } from './customer-process.ts'
import type { FastClock } from './fast-clock.ts'
import { phrase } from './phrases.ts'
import type { Sent } from './transcript-judge.ts'

export interface CustomerDeps {
  readonly address: Address
  readonly clock: FastClock
  readonly random: Random
  readonly name: string
  readonly sends: number
  /** Whether the centre hands messages back, and the policy knows it. */
  readonly echo: 'auto' | 'no'
}

export interface CustomerReport {
  /** In the order in which they were sent; one that was sent again stands where it was sent last. */
  readonly sent: readonly Sent[]
  /** Messages of the last screen, the caption first. */
  readonly screen: readonly string[]
  readonly unknown: number
  readonly kills: number
  readonly resumed: number
  readonly starts: number
  readonly retried: number
  /** What the customer waited for in vain. */
  readonly trouble: readonly string[]
}

type Mine = Extract<Entry, { kind: 'mine' }>

const PATIENCE_MS = 20 * 60_000

/**
 * One customer, from the first word to the end of the chat: writes in bursts and after pauses, sends
 * again what the screen calls not delivered, and loses the device's power now and then.
 */
export async function runCustomer(deps: CustomerDeps): Promise<CustomerReport> {
  const { clock, random, name } = deps
  const store = createMemoryStore()
  const boot = (): CustomerProcess => startProcess({ ...deps, store, random: () => random.next() })
  let process = boot()
  let kills = 0
  let resumed = 0
  let starts = 0
  let retried = 0
  const trouble: string[] = []
  const sent: { id: string; text: string }[] = []

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve)
    })

  /** Resolves when it holds, when the process has died, or when patience has run out. */
  function until(holds: () => boolean): Promise<'yes' | 'died' | 'late'> {
    const mine = process
    return new Promise((resolve) => {
      const end = (how: 'yes' | 'died' | 'late'): void => {
        off()
        cancel()
        resolve(how)
      }
      const look = (): void => {
        if (holds()) end('yes')
      }
      const off = mine.chat.source.subscribe(look)
      const cancel = clock.after(PATIENCE_MS, () => {
        end('late')
      })
      void mine.death.then(() => {
        end('died')
      })
      look()
    })
  }

  const phase = () => process.chat.source.view.phase

  /** Started again where it has died, in a chat that goes on or a new one. */
  async function ready(): Promise<boolean> {
    for (let turn = 0; turn < 60; turn += 1) {
      if (!process.alive) {
        kills += 1
        await pause(random.int(100, 30_000))
        process = boot()
        if (process.chat.resume()) resumed += 1
        if (random.next() < 0.1) process.dieAfter(random.int(1, 20))
      }
      const now = phase()
      if (now === 'waiting' || now === 'talking') return true
      if (now === 'idle' || now === 'failed') {
        starts += 1
        if (random.next() < 0.05) process.dieAfter(random.int(1, 10))
        const start = process.chat.handlers.start({ name, message: `I am ${name}`, consent: true })
        await Promise.race([start, process.death])
        await pause(random.int(200, 5000))
      } else if (now === 'starting') {
        await until(() => phase() !== 'starting')
      } else {
        trouble.push(`the chat of ${name} is ${now} though nobody ended it`)
        return false
      }
    }
    trouble.push(`${name} got no chat`)
    return false
  }

  const mine = (): readonly Mine[] => {
    const { view } = process.chat.source
    return view.entries.filter((entry): entry is Mine => entry.kind === 'mine')
  }

  /** Ids of what has been written down. */
  function written(): readonly string[] {
    const outbox = store.get('chat.outbox')
    const items: unknown =
      typeof outbox === 'object' && outbox !== null ? Reflect.get(outbox, 'items') : []
    return Array.isArray(items) ? items.map((item: { id: string }) => item.id) : []
  }

  /** Sends again what is called not delivered. */
  function retry(): void {
    for (const { id } of mine().filter(({ delivery }) => delivery === 'failed')) {
      const at = sent.findIndex((each) => each.id === id)
      const item = sent[at]
      const outcome = process.chat.handlers.retry({ id })
      if (!item || outcome instanceof Promise || !outcome.ok) continue
      retried += 1
      sent.splice(at, 1)
      sent.push(item)
    }
  }

  async function send(text: string): Promise<void> {
    for (;;) {
      if (!(await ready())) return
      retry()
      if (random.next() < 0.3) await process.chat.handlers.draft({ text: text.slice(0, 20) })
      if (random.next() < 0.04) process.dieAfter(random.int(1, 12))
      const before = new Set(written())
      const outcome = await process.chat.handlers.send({ text })
      if (process.alive) {
        if (!outcome.ok) {
          trouble.push(`${name} could not send: ${outcome.error.code}`)
          return
        }
        sent.push({ id: mine().at(-1)?.id ?? '', text })
        return
      }
      // It died while the message was taken: only what was written down has been sent.
      const id = written().find((each) => !before.has(each))
      if (id !== undefined) {
        sent.push({ id, text })
        return
      }
    }
  }

  const isOpen = ({ delivery }: Mine): boolean =>
    delivery === 'sending' ||
    delivery === 'failed' ||
    // A centre that hands back will hand this back.
    (delivery === 'sent' && deps.echo !== 'no')

  async function settled(): Promise<void> {
    for (;;) {
      if (!(await ready())) return
      retry()
      const how = await until(() => {
        const all = mine()
        return (
          all.length > 0 && (all.some(({ delivery }) => delivery === 'failed') || !all.some(isOpen))
        )
      })
      if (how === 'late') {
        const open = mine().filter(isOpen)
        trouble.push(`${name} waits in vain for ${open.length}: ${open[0]?.delivery ?? 'nothing'}`)
        return
      }
      if (how === 'yes' && !mine().some(isOpen)) return
    }
  }

  const think = (): number => {
    const draw = random.next()
    return draw < 0.4 ? 0 : draw < 0.85 ? random.int(200, 4000) : random.int(4000, 15_000)
  }

  for (let number = 1; number <= deps.sends; number += 1) {
    await pause(think())
    await send(phrase(random, number))
  }
  await settled()

  const last = new Map(mine().map(({ id, delivery }) => [id, delivery]))
  const screen = mine().map(({ text }) => text)
  const report = sent.map(({ id, text }): Sent => {
    // Shown from the transcript after a restart, it has another id and is there.
    const delivery = last.get(id) ?? 'delivered'
    if (delivery === 'unknown') return { text, verdict: 'open' }
    return { text, verdict: delivery === 'failed' ? 'not' : 'sure' }
  })
  const unknown = report.filter(({ verdict }) => verdict === 'open').length

  if (process.alive) {
    await Promise.race([process.chat.handlers.end(undefined), process.death])
    process.kill()
  }
  return { sent: report, screen, unknown, kills, resumed, starts, retried, trouble }
}
