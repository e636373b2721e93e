import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'
import { createCentre } from '../../simulator/centre.ts'
import { seededRandom } from '../../simulator/support/random.ts'
import type { Campaign } from './lib/campaign.ts'
import { createFastClock, type FastClock } from '../kit/clock/fast-clock.ts'
import { startFleet, type FleetFigures } from './lib/kiosk.ts'

export interface KiosksFigures extends FleetFigures {
  readonly errors: number
  /** MB of the heap once the fleet is in its stride, and at the end; after a collection each. */
  readonly heapThen: number
  readonly heapNow: number
  readonly growthPercent: number
  readonly seed: number
}

interface Options {
  readonly seed: number
  readonly kiosks: number
  /** Of the centre's time. */
  readonly minutes: number
  readonly say: (line: string) => void
}

/** How long an ended session is kept here: shorter than five minutes, so that ten show whether memory is flat. */
const KEEP_SECONDS = 60
/** By then the first sessions have ended and gone. */
const STRIDE_MINUTES = 5
const MINUTE_MS = 60_000
const MOST_GROWTH_PERCENT = 10

/** A fleet of kiosks talks with the automatic agent, on a clock of its own. */
export async function runKiosks({ seed, kiosks, minutes, say }: Options): Promise<KiosksFigures> {
  const random = seededRandom(seed)
  const clock = createFastClock(20)
  const faults: string[] = []
  const centre = await createCentre({
    clock,
    seed,
    automaticAgent: true,
    mediaAgent: false,
    failed: (error) => faults.push(String(error)),
    data: { maxSessions: kiosks, sessionKeepSeconds: KEEP_SECONDS, script: 'chatty' },
  })
  const fleet = startFleet({ centre, clock, random, kiosks })
  const heap: number[] = []
  try {
    for (let minute = 1; minute <= minutes; minute += 1) {
      await pass(clock, MINUTE_MS)
      heap.push(heapMegabytes())
      const { polls, messages, sessions } = fleet.figures
      say(
        `  minute ${minute}: ${centre.sessions.connected()} chats, ${sessions} begun, ${polls} polls, ` +
          `${messages} messages, ${fleet.errorCount()} errors, heap ${(heap.at(-1) ?? 0).toFixed(1)} MB`,
      )
    }
    await fleet.stop()
  } finally {
    await centre.close()
    clock.stop()
  }
  for (const error of [...faults, ...fleet.errors]) say(`  ${error}`)
  const settled = heap.slice(Math.min(STRIDE_MINUTES, heap.length) - 1)
  const heapThen = lowest(settled.slice(0, 2))
  const heapNow = lowest(settled.slice(-2))
  return {
    ...fleet.figures,
    errors: fleet.errorCount() + faults.length,
    heapThen,
    heapNow,
    growthPercent: (heapNow / heapThen - 1) * 100,
    seed,
  }
}

function pass(clock: FastClock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve)
  })
}

function lowest(values: readonly number[]): number {
  return Math.min(...values)
}

/** What is alive: after a collection, which Node offers only when asked to. */
function heapMegabytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = z
    .custom<() => void>((value) => typeof value === 'function')
    .parse(runInNewContext('gc'))
  collect()
  return process.memoryUsage().heapUsed / 1024 / 1024
}

/** The campaign `kiosks`: `--kiosks N`, 1,000 by default; `--minutes N` of simulated time, 10 by default. */
export const kiosks: Campaign = {
  name: 'kiosks',
  about: 'a fleet of kiosks talks with the automatic agent: no error, memory flat',
  options: { kiosks: 'N', minutes: 'N' },
  async run({ seed, count, say }) {
    const wanted = { kiosks: count('kiosks', 1000), minutes: count('minutes', 10) }
    const figures = await runKiosks({ seed, ...wanted, say })
    const { sessions, polls, messages, received, errors, heapThen, heapNow, growthPercent } =
      figures
    return {
      line:
        `kiosks: kiosks=${wanted.kiosks} minutes=${wanted.minutes} sessions=${sessions} polls=${polls} ` +
        `messages=${messages} received=${received} errors=${errors} heap_mb=${heapThen.toFixed(1)}..${heapNow.toFixed(1)} ` +
        `growth_percent=${growthPercent.toFixed(1)} seed=${seed}`,
      passed:
        errors === 0 &&
        messages > 0 &&
        (wanted.minutes <= STRIDE_MINUTES || growthPercent <= MOST_GROWTH_PERCENT),
    }
  },
}
