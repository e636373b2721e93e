import { openCallPair } from './lib/call-site.ts'
import type { Floor } from './lib/call-page.ts'
import { median, type Bench, type Figure } from './lib/figure.ts'

const ROUNDS = 41
const INVITE_MS = 20

/** Milliseconds: from the click, and between two peer connections in one page without any signalling. */
interface Measured {
  readonly invite: number
  readonly connected: number
  readonly media: number
  readonly floor: Floor
}

/**
 * Calls from the component in Debian's Chromium to an agent with tracks in hand in a page of its own, by way of the
 * simulator, each beside its floor. On two cores, seen from the click: INVITE out 2 ms, at the agent 16, its answer
 * here 65, agreed 90, way open 95; in the floor, without two more processes between, the way is open at 60. To the
 * first decoded picture it is 80 ms from there, in the floor 100, which begins with Chromium's own rate.
 */
async function measure(): Promise<readonly Measured[]> {
  const pair = await openCallPair({
    through: 'nothing',
  })
  const { page, agent } = pair
  try {
    const all: Measured[] = []
    for (let round = 0; round <= ROUNDS; round += 1) {
      const isFirst = round % 2 === 0
      const early = isFirst ? await page.evaluate(() => window.callBench.floor()) : undefined
      const [{ clicked, invited, connected, arrived }, there] = await Promise.all([
        page.evaluate(() => window.callBench.call()),
        agent.evaluate(() => window.callBench.arrival()),
      ])
      await page.evaluate(() => window.callBench.again())
      const floor = early ?? (await page.evaluate(() => window.callBench.floor()))
      const media = Math.max(arrived, there) - clicked
      // The first round warms the codecs and the compiler for both.
      const own = { invite: invited - clicked, connected: connected - clicked, media }
      if (round > 0) all.push({ ...own, floor })
    }
    tell(all)
    return all
  } finally {
    await pair.close()
  }
}

/** Where the time is spent. */
function tell(all: readonly Measured[]): void {
  const mid = (of: (one: Measured) => number): string => median(all.map(of)).toFixed(0)
  process.stderr.write(
    `call: INVITE ${mid(({ invite }) => invite)} ms, way open ${mid(({ connected }) => connected)} ms, ` +
      `media ${mid(({ media }) => media)} ms; floor: way open ${mid(({ floor }) => floor.connected)} ms, ` +
      `media ${mid(({ floor }) => floor.arrived)} ms\n`,
  )
}

let measured: Promise<readonly Measured[]> | undefined
/** Both figures come from the same calls. */
const calls = (): Promise<readonly Measured[]> => (measured ??= measure())

export const callInvite: Bench = {
  name: 'call-invite',
  about: 'from the click on Dial Us until the INVITE has left, against 20 ms',
  async run() {
    const all = await calls()
    const figure: Figure = {
      name: 'call-invite',
      value: median(all.map(({ invite }) => invite)),
      floor: INVITE_MS,
      unit: 'ms',
      goal: 1,
      n: all.length,
    }
    return [figure]
  },
}

export const callMedia: Bench = {
  name: 'call-media',
  about:
    'from the click until sound and picture flow both ways, against two peer connections in one page',
  async run() {
    const all = await calls()
    const figure: Figure = {
      name: 'call-media',
      value: median(all.map(({ media }) => media)),
      floor: median(all.map(({ floor }) => floor.arrived)),
      unit: 'ms',
      goal: 1.15,
      n: all.length,
    }
    return [figure]
  },
}
