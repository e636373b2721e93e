import { expect, type Locator, type Page } from '@playwright/test'
import { createCentre, type Centre, type CentreOptions } from '../../../simulator/centre.ts'
import type { Agent } from '../../../simulator/config/data.ts'
import type { Session } from '../../../simulator/model/session.ts'
import { laidOver, type PolicyPart, type SimulatorAddresses } from '../app/demo-policy.ts'
import { attachEvidence, faultsIn, type Callpoint, type OpenOptions } from '../app/callpoint.ts'
import { QUICK, test as base } from '../app/electron-app.ts'
import { createSharedApp, type SharedApp } from '../app/shared-app.ts'
import { startValidatingProxy, type ValidatingProxy } from '../network/validating-proxy.ts'
import { ACTION_MS, within } from '../waits.ts'
import { textOf } from '../page/texts.ts'

/** A contact centre in the test's own process, whose agents the test plays by hand. */
export interface HandCentre {
  readonly centre: Centre
  readonly addresses: SimulatorAddresses
  /** The session of this place (0 is the first), once there is one. */
  session(place?: number): Promise<Session>
  readonly agent: Agent
  readonly colleague: Agent
}

/**
 * What guests' apps are told beside what a test lays over it: one policy for as many tests as can be, since another
 * needs another start. Times are those of a customer who lives elsewhere than the house.
 */
export const HOUSE: PolicyPart = laidOver(QUICK, {
  zone: 'Europe/Berlin',
  contact: { phoneNumber: '040 5550 0142' },
  chat: { offerCallbackAfterSeconds: 10 },
  callback: { windowMinutes: 120, country: 'DE' },
  centre: { requestTimeoutSeconds: 4 },
  pages: { hosts: ['127.0.0.1'], privateHosts: ['127.0.0.1'] },
  secrets: { store: 'memory' },
  texts: { de: { 'home.question': 'Was dürfen wir für Sie tun?' } },
})
/** The guest's own zone, which is not that of the house. */
export const zone = 'America/New_York'

interface Fixtures {
  readonly centreOptions: CentreOptions
  /** Whether all traffic is held against the OpenAPI document; no only where the answers of a test are no centre's. */
  readonly judged: boolean
  readonly ownCentre: Centre
  /** `ownCentre`, played by hand. */
  readonly hand: HandCentre
  /** The app against `hand`. */
  readonly customer: Callpoint
  /** Another app against `hand`. */
  readonly openCustomer: (options?: Partial<OpenOptions>) => Promise<Callpoint>
  /** Environment of a guest's app. */
  readonly environment: Readonly<Record<string, string>>
  /** A customer in the app that the tests of this worker share: for those that leave it as they find it. */
  readonly guest: Guest
  /** The same with another policy; one at a time. */
  readonly openGuest: (options?: Pick<OpenOptions, 'policy'>) => Promise<Guest>
}

/** An app that is not the test's own: it is neither closed nor killed. Its log begins with this customer. */
export type Guest = Omit<Callpoint, 'close' | 'kill'>

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
  ownCentre: async ({ centreOptions }, use) => {
    const centre = await createCentre({ automaticAgent: false, seed: 1, ...centreOptions })
    await use(centre)
    await centre.close()
  },
  hand: async ({ ownCentre: centre, judged }, use) => {
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
        const begun = centre.until(() => centre.sessions.list().length > place)
        await within(begun, ACTION_MS, 'no chat has begun')
        const session = centre.sessions.list()[place]
        if (!session) throw new Error('no such session')
        return session
      },
    })
    await proxy?.close()
    expect(proxy?.violations ?? []).toEqual([])
  },
  openCustomer: async ({ open, hand }, use) => {
    await use((options) => open({ simulator: hand.addresses, ...options }))
  },
  customer: async ({ openCustomer }, use) => {
    await use(await openCustomer())
  },
  openGuest: async ({ shared, hand, launch, layout, environment, policy, judged }, use, info) => {
    const proxy = await shared.turnTo(hand.centre)
    const before = proxy.violations.length
    let app: Callpoint | undefined
    let start = 0
    await use(async (options) => {
      if (app !== undefined) throw new Error('there is a guest already')
      // Calls go nowhere: who makes one wants an app of its own.
      const sip = 'ws://127.0.0.1:2/sip'
      const { clientId, clientSecret } = hand.addresses
      app = await shared.app.take({
        ...{ launch, layout },
        environment: { TZ: zone, ...environment },
        simulator: { rest: proxy.rest, sip, clientId, clientSecret },
        policy: laidOver(HOUSE, options?.policy ?? policy),
      })
      const { log } = app
      start = log().length
      return { ...app, log: () => log().slice(start) }
    })
    const isFit = info.status === info.expectedStatus
    if (app !== undefined && !isFit) await attachEvidence(app, info)
    await shared.app.leave(isFit)
    if (judged) expect(proxy.violations.slice(before)).toEqual([])
    expect(faultsIn(app?.log().slice(start) ?? '')).toEqual([])
  },
  guest: async ({ openGuest }, use) => {
    await use(await openGuest())
  },
})

export { expect } from '@playwright/test'

/** Opens the chat from Home and fills the form of a desktop. */
export async function startChat(
  page: Page,
  { name = 'Jonas', message = 'My light is blinking' } = {},
): Promise<void> {
  await page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }).click()
  await fillChat(page, { name, message })
}

/** Fills the form of a desktop and starts the chat. */
export async function fillChat(
  page: Page,
  { name = 'Jonas', message }: { readonly name?: string; readonly message: string },
): Promise<void> {
  await page.getByLabel(textOf('chat.before.name')).fill(name)
  await page.getByRole('radio').first().check({ force: true })
  await page.getByLabel(textOf('chat.before.message')).fill(message)
  const consent = page.getByRole('checkbox')
  if ((await consent.count()) > 0) await consent.check({ force: true })
  await page.getByRole('button', { name: textOf('chat.before.start') }).click()
}

/** The transcript. */
export function log(page: Page, name = textOf('chat.talk.log')): Locator {
  return page.getByRole('log', { name })
}
