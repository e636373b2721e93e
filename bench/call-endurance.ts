import { setTimeout as delay } from 'node:timers/promises'
import { seededRandom } from '../simulator/support/random.ts'
import { takeStock } from '../tests/kit/app/heap-stock.ts'
import { openCallPair } from './lib/call-site.ts'
import { median, type Bench } from './lib/figure.ts'

const CUTS = 9
const CALLS = 50
/** What the first calls leave behind once: compiled code, caches. */
const WARM_UP = 5
const RECONNECT_MS = 1000
/**
 * Chromium keeps each answer of getUserMedia for some seconds to count how long it took (the heap's
 * snapshot names its `ScriptPromiseResolverWithTracker`), and with it stream and tracks, milliseconds.
 */
const SETTLED_MS = 15_000
/** Compiled code grows with use and comes to rest on its own: without it the heap holds data only. */
const DATA_ONLY = ['--js-flags=--jitless']

/** In one call the server goes away and comes back at moments drawn by chance. */
export const callReconnect: Bench = {
  name: 'call-reconnect',
  about:
    'in a call, from the return of the server until it has heard of the caller again, against 1 s',
  async run() {
    const pair = await openCallPair()
    const random = seededRandom(6)
    const took: number[] = []
    try {
      await pair.page.evaluate(() => window.callBench.call())
      for (let cut = 0; cut < CUTS; cut += 1) {
        pair.relay.cut()
        await delay(300 + random.next() * 3000)
        const heard = pair.page.evaluate(() => window.callBench.nextInvite())
        const back = Date.now()
        pair.relay.mend()
        took.push((await heard) - back)
        await delay(500)
      }
    } finally {
      await pair.close()
    }
    process.stderr.write(`call-reconnect: slowest ${Math.max(...took).toFixed(0)} ms\n`)
    const figure = { floor: RECONNECT_MS, unit: 'ms', goal: 1, n: took.length }
    return [{ name: 'call-reconnect', value: median(took), ...figure }]
  },
}

/**
 * Calls in a row in one page; what there is after them is held against what there was before. Not counted, since
 * nothing of ours makes or holds them: six observers of visibility that Chromium itself leaves in its document for
 * each call's video elements (`IntersectionObserverController` in the heap's snapshot), about 1.5 kB a call.
 */
export const callLeak: Bench = {
  name: 'call-leak',
  about: '50 calls in a row in one page: objects, listeners and memory after them, against before',
  async run() {
    const pair = await openCallPair({ switches: DATA_ONLY })
    try {
      const session = await pair.page.context().newCDPSession(pair.page)
      const call = async (): Promise<void> => {
        await pair.page.evaluate(() => window.callBench.call())
        await pair.page.evaluate(() => window.callBench.again())
      }
      for (let count = 0; count < WARM_UP; count += 1) await call()
      await delay(SETTLED_MS)
      const before = await takeStock(session)
      for (let count = 0; count < CALLS; count += 1) await call()
      await delay(SETTLED_MS)
      const after = await takeStock(session)
      process.stderr.write(`call-leak: ${JSON.stringify({ before, after })}\n`)
      const rest = { goal: 1.1, n: CALLS }
      return [
        {
          name: 'call-leak-objects',
          value: after.objects,
          floor: before.objects,
          unit: 'objects',
          ...rest,
        },
        {
          name: 'call-leak-listeners',
          value: after.listeners,
          floor: before.listeners,
          unit: 'listeners',
          ...rest,
        },
        { name: 'call-leak-memory', value: after.heap, floor: before.heap, unit: 'bytes', ...rest },
      ]
    } finally {
      await pair.close()
    }
  },
}
