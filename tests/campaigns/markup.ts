import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { createCentre, type Centre } from '../../simulator/centre.ts'
import type { Session } from '../../simulator/model/session.ts'
import { seededRandom, type Random } from '../../simulator/support/random.ts'
import { openCallpoint, type Callpoint } from '../kit/app/callpoint.ts'
import { startChat } from '../kit/centre/centre.ts'
import type { Campaign } from './lib/campaign.ts'
import { startCanary, type Canary } from '../kit/network/canary.ts'
import { prepareStage, type Stage } from '../kit/app/stage.ts'
import { CANARY, makePayloads } from './lib/markup-payloads.ts'
import { provoke, setTraps, type Traps } from './lib/traps.ts'
import { removeFolder } from '../kit/machine/folders.ts'

export interface MarkupFigures {
  readonly payloads: number
  readonly executed: number
  readonly requests: number
  /** Errors in the page that nobody caught. */
  readonly errors: number
  /** What was caught, in words. */
  readonly findings: readonly string[]
}

interface Options {
  readonly seed: number
  readonly payloads: readonly string[]
  readonly stage: Stage
  readonly say: (line: string) => void
}

const BATCH = 40
const BATCHES_OF_A_CHAT = 6
const paintMs = 30_000

/**
 * Has an agent, the system and the customer send each payload, and pushes some as addresses; then
 * looks what of it ran or asked for something in the real app. The traps are sprung by hand first.
 */
export async function runMarkup({ seed, payloads, stage, say }: Options): Promise<MarkupFigures> {
  const random = seededRandom(seed)
  const canary = await startCanary()
  const armed = payloads.map((payload) => payload.replaceAll(CANARY, canary.authority))
  const centre = await openCentre(seed, random, armed)
  let callpoint: Callpoint | undefined
  try {
    callpoint = await openCallpoint({
      ...stage,
      display: stage.display.environment,
      simulator: { ...centre.urls, clientId: centre.clientId, clientSecret: centre.clientSecret },
      layout: 'portrait',
      policy: {
        chat: { adaptivePolling: false, pollSeconds: 1, guard: false },
        visit: { idleSeconds: 3600 },
        // Addresses of the canary may be shown: what is refused anyway would prove less.
        pages: { privateHosts: ['127.0.0.1'] },
        secrets: { store: 'memory' },
      },
    })
    const { app, page } = callpoint
    const traps = await setTraps(app, page)
    await springTraps(page, traps, canary)
    const findings: string[] = []
    let [executed, requests, errors] = [0, 0, 0]
    for (let at = 0; at < armed.length; at += BATCH * BATCHES_OF_A_CHAT) {
      const session = await openChat(page, centre)
      for (let batch = 0; batch < BATCHES_OF_A_CHAT; batch += 1) {
        const from = at + batch * BATCH
        const part = armed.slice(from, from + BATCH)
        if (part.length === 0) break
        await sendBatch(page, centre, session, part, from)
        await provoke(page)
        const caught = await traps.caught()
        executed += caught.executed.length
        requests += caught.requests.length + canary.count
        errors += caught.errors.length
        const place = `payloads ${from} to ${from + part.length - 1}`
        const lines = Object.values(caught).flat().concat(canary.asked)
        findings.push(...lines.map((line: string) => `${place}: ${line}`))
        await traps.reset()
        canary.reset()
      }
      say(`  ${Math.min(at + BATCH * BATCHES_OF_A_CHAT, armed.length)} of ${armed.length}`)
      await leaveChat(page)
    }
    const drawn = await traps.drawn()
    const missed = armed.findIndex((_, number) => number % 2 === 1 && !drawn.has(number))
    if (missed >= 0) throw new Error(`payload ${missed} was never drawn`)
    for (const line of findings) say(`  ${line}`)
    return { payloads: payloads.length, executed, requests, errors, findings }
  } finally {
    await callpoint?.kill()
    if (callpoint) removeFolder(callpoint.home)
    await centre.close()
    await canary.close()
  }
}

/** Agents, system and welcome bear payloads as well. */
async function openCentre(
  seed: number,
  random: Random,
  payloads: readonly string[],
): Promise<Centre> {
  const name = (): string => random.pick(payloads) || 'x'
  return createCentre({
    seed,
    automaticAgent: false,
    data: {
      systemName: name(),
      welcome: name(),
      agents: Array.from({ length: 6 }, (_, at) => ({
        key: 20 + at,
        firstName: name(),
        lastName: name(),
      })),
    },
  })
}

/** Proves that each trap catches, before any payload is sent. */
async function springTraps(page: Page, traps: Traps, canary: Canary): Promise<void> {
  await page.evaluate((authority) => {
    const call = (name: string): void => {
      const task: unknown = Reflect.get(window, name)
      if (typeof task === 'function') Reflect.apply(task, window, [])
    }
    call('alert')
    call('callpointCanary')
    const image = document.createElement('img')
    image.src = `http://${authority}/image`
    document.body.append(image)
    image.remove()
  }, canary.authority)
  const planted = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    return true
  })
  const caught = await traps.caught()
  for (const wanted of ['alert was called', 'callpointCanary was called', 'the policy stopped']) {
    if (!planted || !caught.executed.some((line) => line.startsWith(wanted))) {
      throw new Error(`a trap does not catch: ${wanted}`)
    }
  }
  await fetch(`http://${canary.authority}/`)
  if (canary.count === 0) throw new Error('the canary does not count')
  await traps.reset()
  canary.reset()
}

async function openChat(page: Page, centre: Centre): Promise<Session> {
  const before = centre.sessions.list().length
  await startChat(page)
  await centre.until(() => centre.sessions.list().length > before)
  const session = centre.sessions.list().at(-1)
  const [first, ...others] = centre.agents
  if (!session || !first) throw new Error('a session and its agents')
  centre.desk.accept(session, first)
  for (const agent of others) centre.desk.join(session, agent)
  return session
}

async function sendBatch(
  page: Page,
  centre: Centre,
  session: Session,
  payloads: readonly string[],
  from: number,
): Promise<void> {
  const { desk, agents } = centre
  for (const [place, payload] of payloads.entries()) {
    const number = from + place
    const agent = agents[number % agents.length]
    if (!agent) throw new Error('an agent')
    // With a number before it, it can be seen that it was drawn; without, it is parsed from its start.
    desk.message(session, agent, number % 2 === 0 ? payload : `no${number}no ${payload}`)
    if (number % 5 === 0) desk.systemMessage(session, payload)
    else if (number % 5 === 1) desk.pushUrl(session, agent, payload)
    else if (number % 5 === 2)
      desk.systemPushUrl(session, payload.replace(/^[^:]*?javascript/iu, 'javascript'))
    else if (number % 5 === 3) await say(page, payload)
  }
  const [agent] = agents
  if (agent) desk.message(session, agent, `end of batch ${from}.`)
  // Kept at its end, where messages are drawn, though links further up were clicked.
  await page.waitForFunction(
    (wanted) => {
      const log = document.querySelector('[role=log]')
      if (log) log.scrollTop = log.scrollHeight
      return log?.textContent?.includes(wanted) === true
    },
    `end of batch ${from}.`,
    { timeout: paintMs },
  )
}

/** The customer's own words come back as CUSTOMER_MESSAGE. */
async function say(page: Page, text: string): Promise<void> {
  await page.evaluate(async (words) => {
    const bridge = Reflect.get(window, 'callpoint') as {
      chat: { send(input: { text: string }): Promise<unknown> }
    }
    await bridge.chat.send({ text: words })
  }, text)
}

async function leaveChat(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'callpoint') as { visit: { end(): Promise<unknown> } }
    await bridge.visit.end()
  })
  await page.getByRole('button', { name: 'Chat', exact: true }).waitFor()
}

/** Payloads from a file: a JSON array of strings. */
export function readPayloads(file: string): readonly string[] {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) {
    throw new Error(`${file} does not hold a JSON array of strings`)
  }
  return value
}

/** The campaign `markup`: 1,600 payloads of its own, or those of `--payloads FILE`. */
export const markup: Campaign = {
  name: 'markup',
  about: 'hostile markup in every text of the centre: nothing runs, nothing is asked for',
  options: { payloads: 'FILE' },
  async run({ seed, text, say: tell }) {
    const file = text('payloads')
    const payloads =
      file === undefined
        ? makePayloads(seededRandom(seed).fork('payloads'), 1600)
        : readPayloads(file)
    const stage = await prepareStage({ width: 1920, height: 1920 }, tell)
    try {
      const figures = await runMarkup({ seed, payloads, stage, say: tell })
      const { executed, requests, errors } = figures
      return {
        line: `markup: payloads=${figures.payloads} executed=${executed} requests=${requests}`,
        passed: executed + requests + errors === 0,
      }
    } finally {
      stage.display.close()
    }
  },
}
