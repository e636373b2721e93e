import { setTimeout as delay } from 'node:timers/promises'
import type { CDPSession, Page } from '@playwright/test'
import { openCallPair } from './lib/call-site.ts'
import type { Place } from './lib/bare-call.ts'
import { median, quantile, type Bench } from './lib/figure.ts'

const ROUNDS = 9
/** Until the picture has its full size, milliseconds. */
const SETTLED_MS = 8000
const MEASURED_MS = 8000

type Processes = ReadonlyMap<number, { readonly type: string; readonly seconds: number }>

/** What each process of the browser is for, and how much CPU it has had. */
async function processes(session: CDPSession): Promise<Processes> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  return new Map(processInfo.map(({ id, type, cpuTime }) => [id, { type, seconds: cpuTime }]))
}

/** Seconds that each process has had in between. */
function between(before: Processes, after: Processes) {
  return [...after].map(([id, { type, seconds }]) => {
    return { id, type, seconds: seconds - (before.get(id)?.seconds ?? 0) }
  })
}

/** The process of a page: the one that has most to do while the page has. */
async function processOf(page: Page, session: CDPSession): Promise<number> {
  const before = await processes(session)
  await page.evaluate(() => {
    const until = performance.now() + 500
    while (performance.now() < until);
  })
  const used = between(before, await processes(session))
  const [busiest] = used.sort((one, other) => other.seconds - one.seconds)
  if (busiest === undefined) throw new Error('the browser tells of no process')
  return busiest.id
}

/** Runs in the page: where the component shows the other side and the customer. */
function shownPlaces(): readonly Place[] {
  const root = document.querySelector('oscc-click-to-dial')?.shadowRoot
  return ['[part=video]', '[part=self] video'].map((selector) => {
    const place = root?.querySelector(selector)?.getBoundingClientRect()
    if (place === undefined) throw new Error(`no ${selector}`)
    const { left, top, width, height } = place
    return { left, top, width, height }
  })
}

/** Calls from the component and bare ones by turns, between the same two pages; all processes but the agent's page. */
export const callCpu: Bench = {
  name: 'call-cpu',
  about: 'CPU of a video call in the component, against a bare page with the same pictures',
  async run() {
    const pair = await openCallPair({ through: 'nothing' })
    const { page, agent } = pair
    const browser = page.context().browser()
    if (browser === null) throw new Error('the page has no browser')
    const session = await browser.newBrowserCDPSession()
    try {
      await page.evaluate(() => window.callBench.release())
      const theirs = await processOf(agent, session)
      const measured = async (): Promise<ReadonlyMap<string, number>> => {
        await delay(SETTLED_MS)
        const before = await processes(session)
        await delay(MEASURED_MS)
        const used = new Map<string, number>()
        for (const { id, type, seconds } of between(before, await processes(session))) {
          if (id !== theirs) used.set(type, (used.get(type) ?? 0) + seconds)
        }
        return used
      }
      const ours: ReadonlyMap<string, number>[] = []
      const bare: ReadonlyMap<string, number>[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        await page.evaluate(() => window.callBench.open())
        await page.evaluate(() => window.callBench.call())
        ours.push(await measured())
        const places = await page.evaluate(shownPlaces)
        await page.evaluate(() => window.callBench.release())
        const offer = await page.evaluate(() => window.bareCall.offer())
        const answer = await agent.evaluate((sdp) => window.bareCall.answer(sdp), offer)
        await page.evaluate(([sdp, at]) => window.bareCall.settle(sdp, at), [
          answer,
          places,
        ] as const)
        bare.push(await measured())
        for (const each of [page, agent]) await each.evaluate(() => window.bareCall.end())
      }
      const all = (used: ReadonlyMap<string, number> | undefined): number =>
        [...(used?.values() ?? [])].reduce((sum, seconds) => sum + seconds, 0)
      const ratios = ours.map((used, round) => all(used) / all(bare[round]))
      const spread = [0.25, 0.75].map((q) => quantile(ratios, q).toFixed(2)).join(' to ')
      process.stderr.write(`call-cpu: half of the ratios are ${spread}\n`)
      for (const type of new Set(ours.flatMap((used) => [...used.keys()]))) {
        const [one, other] = [ours, bare].map((rounds) => {
          return median(rounds.map((used) => used.get(type) ?? 0)).toFixed(2)
        })
        process.stderr.write(`call-cpu: ${type} ${String(one)} s, bare ${String(other)} s\n`)
      }
      const figure = { unit: 's', goal: 1.1, n: ROUNDS, ratio: median(ratios) }
      const [value, floor] = [median(ours.map(all)), median(bare.map(all))]
      return [{ name: 'call-cpu', value, floor, ...figure }]
    } finally {
      await pair.close()
    }
  },
}
