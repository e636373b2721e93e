import { openCallPair } from './lib/call-site.ts'
import { median, type Bench, type Figure } from './lib/figure.ts'

const ROUNDS = 21

/** Milliseconds. */
interface Measured {
  /** From the 183 until the announcement is heard. */
  readonly early: number
  /** The same between two peer connections: from the answer in hand until the other side is heard. */
  readonly floor: number
  /** From the REFER until the next agent is heard. */
  readonly transfer: number
  /** From the click on *Dial Us* until the first agent is heard. */
  readonly first: number
}

/**
 * Calls from the component in Debian's Chromium to an agent in a page of its own, by way of the simulator: one that is
 * played something before its answer, and one that is put through, each beside what it is held against.
 */
async function measure(): Promise<readonly Measured[]> {
  const pair = await openCallPair({ through: 'nothing' })
  const { page, agent } = pair
  try {
    const all: Measured[] = []
    for (let round = 0; round <= ROUNDS; round += 1) {
      await agent.evaluate(() => window.callBench.announce())
      const early = await page.evaluate(() => window.callBench.announced())
      await agent.evaluate(() => window.callBench.pickUp())
      await page.evaluate(() => window.callBench.again())
      const floor = await page.evaluate(() => window.callBench.soundFloor())
      const { clicked, heard } = await page.evaluate(() => window.callBench.call())
      // As telephones do: on hold first.
      await agent.evaluate(() => window.callBench.hold())
      const there = page.evaluate(() => window.callBench.putThroughHere())
      await agent.evaluate(() => window.callBench.putThrough())
      const transfer = await there
      await page.evaluate(() => window.callBench.again())
      // The first round warms the codecs and the compiler.
      if (round > 0) all.push({ early, floor, transfer, first: heard - clicked })
    }
    return all
  } finally {
    await pair.close()
  }
}

let measured: Promise<readonly Measured[]> | undefined
/** Both figures come from the same calls. */
const calls = (): Promise<readonly Measured[]> => (measured ??= measure())

async function figure(
  name: string,
  goal: number,
  value: keyof Measured,
  floor: keyof Measured,
): Promise<readonly Figure[]> {
  const all = await calls()
  const mid = (of: keyof Measured): number => median(all.map((one) => one[of]))
  return [{ name, value: mid(value), floor: mid(floor), unit: 'ms', goal, n: all.length }]
}

export const callEarly: Bench = {
  name: 'call-early',
  about:
    'from the 183 until the announcement is heard, against two peer connections with the answer in hand',
  run: () => figure('call-early', 1.3, 'early', 'floor'),
}

export const callTransfer: Bench = {
  name: 'call-transfer',
  about: 'from the REFER until the next agent is heard, against a first call from its click',
  run: () => figure('call-transfer', 1.5, 'transfer', 'first'),
}
