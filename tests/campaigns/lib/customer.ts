import type { ChatView, Entry } from '../../../src/contract/chat.ts'
import type { HttpRequest } from '../../../src/main/platform/http.ts'
import type { Random } from '../../../simulator/support/random.ts'
import type { Address, CustomerProcess } from './customer-process.ts'
import type { FastClock } from '../../kit/clock/fast-clock.ts'
import { createMachine, posts, sessionOf, type MachineFigures, type StandIn } from './machine.ts'
import { phrase } from './phrases.ts'
import { createToldJudge, type ToldJudge } from './told-judge.ts'
import type { Sent } from './transcript-judge.ts'

export interface CustomerDeps {
  readonly address: Address
  readonly clock: FastClock
  readonly random: Random
  readonly name: string
  readonly sends: number
  /** Whether the centre hands messages back, and the policy knows it. */
  readonly echo: 'auto' | 'no'
  /** The messages that the centre holds in a session, the first words left out. */
  readonly holds: (session: string) => readonly string[]
  readonly isOpen: (session: string) => boolean
  /** Whoever is in here is told of each session in which a message arrives. */
  readonly arrivals: Set<(session: string) => void>
  readonly standIn?: StandIn | undefined
}

/** What became of the messages of one chat. */
export interface ChatReport {
  readonly session: string
  /** In the order in which they were sent; one that was sent again stands where it was sent last. */
  readonly sent: readonly Sent[]
}

export interface CustomerReport {
  readonly chats: readonly ChatReport[]
  /** Messages of the last screen, the caption first, and what had been sent in that chat. */
  readonly screen: readonly string[]
  readonly shown: readonly string[]
  readonly told: ToldJudge
  readonly unknown: number
  readonly kills: number
  readonly resumed: number
  readonly starts: number
  readonly retried: number
  readonly machine: MachineFigures
  /** What the customer waited for in vain, or was told of the chat as a whole that is not so. */
  readonly trouble: readonly string[]
  readonly misled: readonly string[]
}

type Mine = Extract<Entry, { kind: 'mine' }>

const PATIENCE_MS = 20 * 60_000

/**
 * One customer, from the first word to the end of the chat: writes in bursts and after pauses, sends
 * again what the screen calls not delivered, and loses the device's power now and then.
 */
export async function runCustomer(deps: CustomerDeps): Promise<CustomerReport> {
  const { clock, random, name } = deps
  const left: HttpRequest[] = []
  const machine = createMachine({
    ...deps,
    standIn: deps.standIn,
    leaves: (request) => {
      if (request.method === 'POST') left.push(request)
    },
  })
  const told = createToldJudge({
    holds: deps.holds,
    // Who was written down as on its way by a process that has died, may have left before it died.
    mayHaveLeft: ({ id, session, text }) =>
      (born.get(id) ?? kills) < kills || left.some((each) => posts(each, session, text)),
  })
  /** How many processes had died when a message was first seen. */
  const born = new Map<string, number>()
  deps.arrivals.add(told.look)
  const sent: { id: string; session: string; text: string }[] = []
  const trouble: string[] = []
  const misled: string[] = []
  let kills = 0
  /** The session of the chat on the screen, or the last one there. */
  let current: string | undefined
  let process = boot()
  let resumed = 0
  let starts = 0
  let retried = 0

  function boot(): CustomerProcess {
    const mine = machine.boot()
    mine.chat.source.subscribe((view) => {
      if (mine.alive) read(view, mine)
    })
    return mine
  }

  /** The customer looks at the screen, whenever it changes. */
  function read(view: ChatView, { store }: CustomerProcess): void {
    const session = sessionOf(store)
    if (session === undefined) return
    const all = view.entries.filter((entry): entry is Mine => entry.kind === 'mine')
    current = session
    for (const { id, text, delivery } of all) {
      if (!born.has(id)) born.set(id, kills)
      // The first words and what a restart has read from the transcript are only counted.
      if (/^m\d/u.test(id)) told.say({ id, session, text, delivery })
    }
    const there = all.filter(({ delivery }) => delivery === 'sent' || delivery === 'delivered')
    told.shows(session, there.length - 1)
  }

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

  async function start(): Promise<void> {
    starts += 1
    const before = left.length
    if (random.next() < 0.05) process.dieAfter(random.int(1, 10))
    const begun = process.chat.handlers.start({ name, message: `I am ${name}`, consent: true })
    await Promise.race([begun, process.death])
    const { failure } = process.chat.source.view
    const hasLeft = left.slice(before).some(({ url }) => url.endsWith('/sessions'))
    if (process.alive && failure?.code === 'unknown-outcome' && !hasLeft) {
      misled.push(`${name} was told that a chat may have been opened, and nothing had left`)
    }
    await pause(random.int(200, 5000))
  }

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
        await start()
      } else if (now === 'starting') {
        await until(() => phase() !== 'starting')
      } else {
        const open = sent.some(({ session }) => deps.isOpen(session))
        const line = `the chat of ${name} is ${now} though nobody ended it`
        if (now === 'ended' && open) misled.push(line)
        else trouble.push(line)
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

  /** Answers whether the customer can go on. */
  async function send(text: string): Promise<boolean> {
    for (;;) {
      if (!(await ready())) return false
      retry()
      if (random.next() < 0.3) await process.chat.handlers.draft({ text: text.slice(0, 20) })
      machine.mayFill(0.02)
      if (random.next() < 0.04) process.dieAfter(random.int(1, 12))
      const session = sessionOf(process.store) ?? ''
      const before = new Set(machine.written())
      const outcome = await process.chat.handlers.send({ text })
      if (process.alive) {
        if (!outcome.ok) {
          trouble.push(`${name} could not send: ${outcome.error.code}`)
          return true
        }
        sent.push({ id: mine().at(-1)?.id ?? '', session, text })
        return true
      }
      // It died while the message was taken: only what was written down has been sent.
      const id = machine.written().find((each) => !before.has(each))
      if (id !== undefined) {
        born.set(id, kills)
        sent.push({ id, session, text })
        return true
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
      // What was called not delivered has been sent again, or could not be.
      await pause(1000)
    }
  }

  const think = (): number => {
    const draw = random.next()
    return draw < 0.4 ? 0 : draw < 0.85 ? random.int(200, 4000) : random.int(4000, 15_000)
  }

  let goesOn = true
  for (let number = 1; goesOn && number <= deps.sends; number += 1) {
    await pause(think())
    goesOn = await send(phrase(random, number))
  }
  if (goesOn) await settled()

  const screen = mine().map(({ text }) => text)
  const onScreen = new Map(mine().map(({ id, delivery }) => [id, delivery]))
  const verdict = ({ id, session }: { id: string; session: string }): Sent['verdict'] => {
    const delivery =
      session === current
        ? // Shown from the transcript after a restart, it has another id and is there.
          (onScreen.get(id) ?? 'delivered')
        : // The chat was lost with what the device had kept: what was said last counts.
          (told.last(id) ?? 'sending')
    if (delivery === 'failed') return 'not'
    return delivery === 'sent' || delivery === 'delivered' ? 'sure' : 'open'
  }
  const chats = [...new Set(sent.map(({ session }) => session))].map((session) => ({
    session,
    sent: sent
      .filter((each) => each.session === session)
      .map((each) => ({ text: each.text, verdict: verdict(each) })),
  }))
  const unknown = sent.filter(({ id }) => told.last(id) === 'unknown').length

  if (process.alive) {
    await Promise.race([process.chat.handlers.end(undefined), process.death])
    process.kill()
  }
  const shown = sent.filter(({ session }) => session === current).map(({ text }) => text)
  return {
    ...{ chats, screen, shown, told, unknown, kills, resumed, starts, retried, trouble, misled },
    machine: machine.figures,
  }
}
