import type { Page } from '@playwright/test'
import { prepareElectron } from '../scripts/lib/electron-launch.ts'
import { createCentre } from '../simulator/centre.ts'
import { openCallpoint } from '../tests/kit/app/callpoint.ts'
import { startVirtualDisplay } from '../tests/kit/machine/display.ts'
import { removeFolder } from '../tests/kit/machine/folders.ts'
import type { Bench, Figure } from './lib/figure.ts'

const ITEMS = 11_900
/** No message keeps the window from answering for longer. */
const ALLOWED_MS = 50
const SCROLLS = 60

/** How long the window does not answer while a message of thousands of items comes, is unfolded and is read through. */
export const messageDrawing: Bench = {
  name: 'message-drawing',
  about: `a message of ${String(ITEMS)} list items: the longest time without an answer of the window`,
  async run() {
    const launch = await prepareElectron()
    const display = await startVirtualDisplay(launch.user, { width: 1280, height: 800 })
    const centre = await createCentre({ automaticAgent: false, seed: 1 })
    const customer = await openCallpoint({
      motion: true,
      launch,
      display: display.environment,
      simulator: { ...centre.urls, clientId: centre.clientId, clientSecret: centre.clientSecret },
      layout: 'compact',
      policy: { chat: { adaptivePolling: false, pollSeconds: 1 }, theme: 'light' },
    })
    const { page } = customer
    try {
      await page.evaluate(
        `callpoint.visit.touch().then(() => callpoint.chat.start(
          { name: 'Jonas', topic: 'Service', message: 'Hello', consent: true }))`,
      )
      await centre.until(() => centre.sessions.list().length > 0)
      const [session] = centre.sessions.list()
      const [agent] = centre.agents
      if (!session || !agent) throw new Error('no chat was begun')
      centre.desk.accept(session, agent)
      centre.desk.message(session, agent, 'first.')
      await shows(page, 'first.')
      await watch(page)
      // The same without the message: what the page and the machine do by themselves.
      centre.desk.message(session, agent, 'second.')
      await shows(page, 'second.')
      await readThrough(page)
      const rest = await longest(page)
      centre.desk.message(session, agent, list(ITEMS))
      await shows(page, 'item 1.')
      const comes = await longest(page)
      await page.locator('[role=log] .more button').click()
      await readThrough(page)
      const opens = await longest(page)
      centre.desk.message(session, agent, 'third.')
      await page.locator('[role=log]').evaluate((log) => (log.scrollTop = log.scrollHeight))
      await shows(page, 'third.')
      const after = await longest(page)
      return [
        figure('message-comes', comes, rest),
        figure('message-opens', opens, rest),
        figure('message-after', after, rest),
      ]
    } finally {
      await customer.kill()
      removeFolder(customer.home)
      await centre.close()
      display.close()
    }
  },
}

function figure(name: string, value: number, rest: number): Figure {
  return { name, value, floor: Math.max(ALLOWED_MS, rest), unit: 'ms', goal: 1, n: 1 }
}

function list(items: number): string {
  const all = Array.from({ length: items }, (_, at) => `<li>item ${String(at + 1)}.`)
  return `<ol>${all.join('')}</ol>`
}

async function shows(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('[role=log]')?.textContent?.includes(wanted) === true,
    text,
    { timeout: 60_000, polling: 200 },
  )
}

/** Messages to itself, one after the other: two that come late stand around a task that was long. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { port1, port2 } = new MessageChannel()
    let [last, most] = [performance.now(), 0]
    port1.onmessage = () => {
      const now = performance.now()
      most = Math.max(most, now - last)
      last = now
      port2.postMessage(null)
    }
    port2.postMessage(null)
    Reflect.set(window, 'benchLongest', () => {
      const found = most
      most = 0
      return found
    })
  })
}

/** The longest task since this was asked last, in milliseconds. */
async function longest(page: Page): Promise<number> {
  return Number(await page.evaluate('benchLongest()'))
}

/** From the top of the log to its end, a good part of a screen at a time. */
async function readThrough(page: Page): Promise<void> {
  await page.evaluate(async (count) => {
    const log = document.querySelector('[role=log]')
    if (log === null) return
    const frame = async (): Promise<void> => {
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
    log.scrollTop = 0
    for (let at = 0; at < count; at += 1) {
      log.scrollTop += at % 6 === 5 ? 20_000 : 500
      await frame()
      await frame()
    }
  }, SCROLLS)
}
