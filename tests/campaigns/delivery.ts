import { createCentre, type Centre } from '../../simulator/centre.ts'
import type { Switches } from '../../simulator/config/switches.ts'
import { isConnected, type Session } from '../../simulator/model/session.ts'
import { seededRandom, type Random } from '../../simulator/support/random.ts'
import type { Campaign } from './lib/campaign.ts'
import { runCustomer, type CustomerReport } from './lib/customer.ts'
import { deliveryFaults } from './lib/delivery-faults.ts'
import type { StandIn } from './lib/machine.ts'
import { createFastClock, type FastClock } from '../kit/clock/fast-clock.ts'
import { judge } from './lib/transcript-judge.ts'

export interface DeliveryFigures {
  readonly sends: number
  readonly lost: number
  readonly duplicated: number
  readonly reordered: number
  /** Where the centre hands messages back, and where it does not. */
  readonly unknown: number
  readonly unknownWithEcho: number
  /** What bubbles and screens said, at the end or at any moment, and the centre held something else. */
  readonly misreported: number
  /** What customers waited for in vain. */
  readonly troubles: number
  /** Customers whose own screen showed other messages in the end, or in another order. */
  readonly screens: number
  readonly seed: number
}

interface Options {
  readonly seed: number
  readonly sends: number
  /** Customers at the same time. */
  readonly parallel?: number
  /** In place of the product, where the judges are judged. */
  readonly standIn?: StandIn
  readonly say: (line: string) => void
}

/** How the centres treat a customer's message; every fifth customer meets one that keeps it to itself. */
const ECHOES: readonly Switches['customerEcho'][] = [
  'unchanged',
  'html-escaped',
  'unchanged',
  'wrapped',
  'omitted',
]

/** One centre, its agents, and what it has received from whom. */
interface Site {
  readonly centre: Centre
  readonly echo: Switches['customerEcho']
  /** Session to the texts that arrived in it, in order, without its first words. */
  readonly received: Map<string, string[]>
  /** Told of each message that arrives. */
  readonly arrivals: Set<(session: string) => void>
  readonly struck: Map<string, number>
}

/**
 * Sends messages through chat service, REST client and HTTP to centres that fail in every way, from
 * processes that die at any step, and compares what arrived with what the customers were told.
 */
export async function runDelivery({
  seed,
  sends,
  parallel = 64,
  standIn,
  say,
}: Options): Promise<DeliveryFigures> {
  const random = seededRandom(seed)
  const clock = createFastClock(40)
  const sites: Site[] = []
  try {
    for (const echo of new Set(ECHOES)) sites.push(await openSite(echo, random, clock))
    const sizes = shares(sends, random.fork('sizes'))
    const reports: { site: Site; name: string; report: CustomerReport }[] = []
    let begun = 0
    const work = async (): Promise<void> => {
      for (let place = begun; place < sizes.length; place = begun) {
        begun += 1
        const site = sites.find(({ echo }) => echo === ECHOES[place % ECHOES.length])
        if (!site) throw new Error('a site for each way to echo')
        const name = `Customer ${place + 1}`
        const report = await runCustomer({
          address: {
            rest: site.centre.urls.rest,
            clientId: site.centre.clientId,
            clientSecret: site.centre.clientSecret,
          },
          clock,
          random: random.fork(name),
          name,
          sends: sizes[place] ?? 0,
          echo: site.echo === 'omitted' ? 'no' : 'auto',
          holds: (session) => site.received.get(session) ?? [],
          isOpen: (session) => {
            const known = site.centre.sessions.find(session)
            return known !== undefined && isConnected(known)
          },
          arrivals: site.arrivals,
          standIn,
        })
        reports.push({ site, name, report })
        if (reports.length % 25 === 0) say(`  ${reports.length} of ${sizes.length} customers`)
      }
    }
    await Promise.all(Array.from({ length: parallel }, work))
    return { ...sum(reports, say), seed }
  } finally {
    for (const { centre } of sites) await centre.close()
    clock.stop()
  }
}

async function openSite(
  echo: Switches['customerEcho'],
  random: Random,
  clock: FastClock,
): Promise<Site> {
  const centre = await createCentre({
    clock,
    seed: random.fork(echo).int(1, 2 ** 31),
    automaticAgent: false,
    switches: { customerEcho: echo },
    data: { maxSessions: 1_000_000, sessionKeepSeconds: 300 },
  })
  const received = new Map<string, string[]>()
  const arrivals = new Set<(session: string) => void>()
  const struck = new Map<string, number>()
  const agents = random.fork(`agents ${echo}`)
  centre.events.on((event) => {
    if (event.type === 'session' && event.change === 'created') {
      clock.after(agents.int(300, 6000), () => {
        const agent = agents.pick(centre.agents)
        centre.desk.accept(event.session, agent)
      })
    }
    if (event.type !== 'content' || event.content.author !== 'customer') return
    const { session, content, index } = event
    if (content.type !== 'CUSTOMER_MESSAGE' || index === 1) return
    const there = received.get(session.id) ?? []
    there.push(content.text)
    received.set(session.id, there)
    for (const tell of arrivals) tell(session.id)
    if (agents.next() < 0.4) answer(centre, session, clock, agents)
  })
  for (const fault of deliveryFaults) centre.faults.add(fault)
  const counted = new WeakSet<object>()
  centre.journal.on((entry) => {
    if (counted.has(entry)) return
    counted.add(entry)
    for (const kind of entry.faults) struck.set(kind, (struck.get(kind) ?? 0) + 1)
  })
  return { centre, echo, received, arrivals, struck }
}

function answer(centre: Centre, session: Session, clock: FastClock, random: Random): void {
  clock.after(random.int(500, 3000), () => {
    const [agent] = session.agents
    if (!agent) return
    centre.desk.typing(session, agent, true)
    clock.after(random.int(500, 3000), () => {
      centre.desk.message(session, agent, `<P>I see. ${random.hex(4)}</P>`)
    })
  })
}

/** How many messages each customer sends: 10 to 60, together `sends`. */
function shares(sends: number, random: Random): readonly number[] {
  const sizes: number[] = []
  for (let left = sends; left > 0; left -= sizes.at(-1) ?? left) {
    sizes.push(Math.min(left, random.int(10, 60)))
  }
  return sizes
}

function sum(
  reports: readonly { site: Site; name: string; report: CustomerReport }[],
  say: (line: string) => void,
): Omit<DeliveryFigures, 'seed'> {
  const figures = {
    sends: 0,
    lost: 0,
    duplicated: 0,
    reordered: 0,
    unknown: 0,
    unknownWithEcho: 0,
    misreported: 0,
    troubles: 0,
    screens: 0,
  }
  const totals = {
    kills: 0,
    resumed: 0,
    starts: 0,
    retried: 0,
    diskFull: 0,
    keyLost: 0,
    keyAway: 0,
  }
  for (const { site, name, report } of reports) {
    const who = `${name} (${site.echo})`
    for (const { session, sent } of report.chats) {
      const received = site.received.get(session) ?? []
      const faults = judge(sent, received)
      figures.sends += sent.length
      figures.lost += faults.lost
      figures.duplicated += faults.duplicated
      figures.reordered += faults.reordered
      if (faults.lost + faults.duplicated + faults.reordered > 0) {
        say(`  ${who}: ${JSON.stringify(faults)}`)
        say(`    sent     ${inShort(sent.map(({ text, verdict }) => `${verdict} ${text}`))}`)
        say(`    received ${inShort(received)}`)
      }
    }
    figures.unknown += report.unknown
    if (site.echo !== 'omitted') figures.unknownWithEcho += report.unknown
    figures.troubles += report.trouble.length
    const misled = [...report.told.wrong, ...report.misled]
    figures.misreported += misled.length
    for (const key of ['kills', 'resumed', 'starts', 'retried'] as const) totals[key] += report[key]
    for (const key of ['diskFull', 'keyLost', 'keyAway'] as const)
      totals[key] += report.machine[key]
    const screen = screenFaults(report)
    if (screen !== undefined) figures.screens += 1
    for (const line of [...report.trouble, ...misled]) say(`  ${who}: ${line}`)
    if (screen !== undefined) say(`  ${who}: ${screen}`)
  }
  const struck = new Map<string, number>()
  for (const site of new Set(reports.map((each) => each.site))) {
    for (const [kind, count] of site.struck) struck.set(kind, (struck.get(kind) ?? 0) + count)
  }
  say(`  faults: ${[...struck].map(([kind, count]) => `${kind} ${count}`).join(', ')}`)
  say(
    `  processes killed ${totals.kills}, disks full ${totals.diskFull}, keys lost ${totals.keyLost}, ` +
      `key stores away ${totals.keyAway}`,
  )
  say(
    `  chats resumed ${totals.resumed}, starts ${totals.starts}, ` +
      `sent again by the customer ${totals.retried}`,
  )
  return figures
}

function inShort(texts: readonly string[]): string {
  return JSON.stringify(texts.map((text) => text.slice(0, 30)))
}

/** The customer's own screen holds each message once and in order, the first words first. */
function screenFaults({ shown: sent, screen }: CustomerReport): string | undefined {
  const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '')
  if (screen.length !== sent.length + 1) {
    return `the screen shows ${screen.length - 1} messages of ${sent.length}`
  }
  const at = sent.findIndex((text, place) => {
    const shown = screen[place + 1] ?? ''
    // Handed back unescaped, markup cannot be told from text any more.
    return !/[<&]/u.test(text) && letters(shown) !== letters(text)
  })
  if (at < 0) return undefined
  const [wanted, shown] = [sent[at] ?? '', screen[at + 1] ?? '']
  return `in place ${at + 1} the screen shows ${inShort([shown])}, not ${inShort([wanted])}`
}

/** The campaign `delivery`: `--sends N`, 10,000 by default. */
export const delivery: Campaign = {
  name: 'delivery',
  about: 'messages through every fault: none lost, doubled, out of order or called what it is not',
  options: { sends: 'N' },
  async run({ seed, count, say }) {
    const figures = await runDelivery({ seed, sends: count('sends', 10_000), say })
    const { sends, lost, duplicated, reordered, unknown, misreported } = figures
    const { unknownWithEcho, screens, troubles } = figures
    say(`  screens that showed something else: ${screens}, waited for in vain: ${troubles}`)
    const wrong = lost + duplicated + reordered + misreported
    return {
      line:
        `delivery: sends=${sends} lost=${lost} duplicated=${duplicated} reordered=${reordered} ` +
        `unknown=${unknown} misreported=${misreported} seed=${seed}`,
      passed: wrong + unknownWithEcho + screens + troubles === 0,
    }
  },
}
