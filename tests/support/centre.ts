import { expect, type Locator, type Page } from '@playwright/test'
import { createCentre, type Centre, type CentreOptions } from '../../simulator/centre.ts'
import type { Agent } from '../../simulator/config/data.ts'
import type { Session } from '../../simulator/model/session.ts'
import { laidOver, type SimulatorAddresses } from '../../scripts/lib/demo-policy.ts'
import { attachEvidence, type Callpoint, type OpenOptions } from './callpoint.ts'
import { QUICK, test as base } from './electron-app.ts'
import { createSharedApp, type SharedApp } from './shared-app.ts'
import { startValidatingProxy, type ValidatingProxy } from './validating-proxy.ts'

/** A contact centre in the test's own process, whose agents the test plays by hand. */
export interface HandCentre {
  readonly centre: Centre
  readonly addresses: SimulatorAddresses
  /** The session of this place (0 is the first), once there is one. */
  session(place?: number): Promise<Session>
  readonly agent: Agent
  readonly colleague: Agent
}

interface Fixtures {
  readonly centreOptions: CentreOptions
  /** Whether all traffic is held against the OpenAPI document; no only where the answers of a test are no centre's. */
  readonly judged: boolean
  readonly hand: HandCentre
  /** The app against `hand`. */
  readonly customer: Callpoint
  /** Another app against `hand`. */
  readonly openCustomer: (options?: Partial<OpenOptions>) => Promise<Callpoint>
  /** Environment of a guest's app. */
  readonly environment: Readonly<Record<string, string>>
  /** A customer in the app that the tests of this worker share: for those that want no more than its page. */
  readonly guest: Guest
}

export interface Guest {
  readonly page: Page
  /** The app's log since this customer came. */
  readonly log: () => string
}

interface WorkerFixtures {
  readonly shared: Shared
}

/** What a worker's tests share: an app, and an address at which it finds the centre of each. */
interface Shared {
  readonly app: SharedApp
  /** Where the traffic of the app goes now. */
  readonly turnTo: (hand: Centre | undefined) => Promise<ValidatingProxy>
  readonly close: () => Promise<void>
}

function createShared(): Shared {
  let centre: Centre | undefined
  let proxy: Promise<ValidatingProxy> | undefined
  return {
    app: createSharedApp(),
    turnTo(next) {
      centre = next ?? centre
      return (proxy ??= startValidatingProxy(
        () => centre?.urls.rest ?? '',
        () => (centre?.faults.list().length ?? 0) > 0,
      ))
    },
    async close() {
      await this.app.close()
      await (await proxy)?.close()
    },
  }
}

/** The Electron fixture, with a centre played by hand instead of by the automatic agent. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  shared: [
    // Playwright reads the names of what a fixture needs from this pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const shared = createShared()
      await use(shared)
      await shared.close()
    },
    { scope: 'worker' },
  ],
  environment: [{}, { option: true }],
  centreOptions: [{}, { option: true }],
  judged: [true, { option: true }],
  hand: async ({ centreOptions, judged }, use) => {
    const centre = await createCentre({ automaticAgent: false, seed: 1, ...centreOptions })
    const [agent, colleague] = centre.agents
    if (!agent || !colleague) throw new Error('the demo data holds two agents')
    const proxy = judged
      ? await startValidatingProxy(centre.urls.rest, () => centre.faults.list().length > 0)
      : undefined
    const rest = proxy?.rest ?? centre.urls.rest
    await use({
      centre,
      addresses: {
        ...centre.urls,
        rest,
        clientId: centre.clientId,
        clientSecret: centre.clientSecret,
      },
      agent,
      colleague,
      async session(place = 0) {
        await centre.until(() => centre.sessions.list().length > place)
        const session = centre.sessions.list()[place]
        if (!session) throw new Error('no such session')
        return session
      },
    })
    await proxy?.close()
    await centre.close()
    expect(proxy?.violations ?? []).toEqual([])
  },
  openCustomer: async ({ open, hand }, use) => {
    await use((options) => open({ simulator: hand.addresses, ...options }))
  },
  customer: async ({ openCustomer }, use) => {
    await use(await openCustomer())
  },
  guest: async ({ shared, hand, launch, policy, layout, motion, environment }, use, info) => {
    const proxy = await shared.turnTo(hand.centre)
    const before = proxy.violations.length
    const { rest } = proxy
    // Calls go nowhere: who makes one wants an app of its own.
    const { clientId, clientSecret } = hand.addresses
    const simulator = { rest, sip: 'ws://127.0.0.1:9/sip', clientId, clientSecret }
    const wish = { launch, simulator, policy: laidOver(QUICK, policy), layout, motion, environment }
    const app = await shared.app.take(wish)
    const start = app.log().length
    await use({ page: app.page, log: () => app.log().slice(start) })
    const isFit = info.status === info.expectedStatus
    if (!isFit) await attachEvidence(app, info)
    await shared.app.leave(isFit)
    expect(proxy.violations.slice(before)).toEqual([])
  },
})

export { expect } from '@playwright/test'

/** Opens the chat from Home and fills the form of a desktop. */
export async function startChat(
  page: Page,
  { name = 'Jonas', message = 'My light is blinking' } = {},
): Promise<void> {
  await page.getByRole('button', { name: 'Chat', exact: true }).click()
  await fillChat(page, { name, message })
}

/** Fills the form of a desktop and starts the chat. */
export async function fillChat(
  page: Page,
  { name = 'Jonas', message }: { readonly name?: string; readonly message: string },
): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('radio').first().check({ force: true })
  await page.getByLabel('How can we help you?').fill(message)
  const consent = page.getByRole('checkbox')
  if ((await consent.count()) > 0) await consent.check({ force: true })
  await page.getByRole('button', { name: 'Start chat' }).click()
}

/** The transcript. */
export function log(page: Page): Locator {
  return page.getByRole('log', { name: 'Conversation' })
}
