import type { PolicyPart } from '../app/demo-policy.ts'
import type { Centre } from '../../../simulator/centre.ts'
import { callPage, createWarmCentre, recordMedia, SLOW_FILM, type CallPage } from './call-page.ts'
import { attachEvidence, inWindow, type Callpoint, type Layout } from '../app/callpoint.ts'
import { expect, test as base, type Guest } from '../centre/centre.ts'
import { smallCamera } from '../machine/devices.ts'
import { QUICK } from '../app/electron-app.ts'
import { createSharedApp, type SharedApp } from '../app/shared-app.ts'
import { startValidatingProxy, type ValidatingProxy } from '../network/validating-proxy.ts'
import { textOf } from './texts.ts'

export { expect } from '@playwright/test'

/** A call view in the app, against a centre whose automatic agent takes calls. */
export interface InApp<App extends Guest = Callpoint> extends Omit<CallPage, 'component'> {
  readonly callpoint: App
  readonly centre: Centre
}

interface Fixtures {
  /** A call view in an app of the test's own. */
  readonly openCall: (options?: {
    readonly policy?: PolicyPart
    readonly layout?: Layout
  }) => Promise<InApp>
  /** The same in the app that the tests of this worker share: for those that hang up, and leave it as they find it. */
  readonly caller: InApp<Guest>
}

interface WorkerFixtures {
  readonly warmCentre: Centre
  readonly line: Line
}

/** What a worker's callers share: an app, and a judge of its traffic. */
interface Line {
  readonly app: SharedApp
  readonly proxy: ValidatingProxy
}

const DESTINATIONS = [{ key: 'advice', label: 'Advice', pilotNumber: '5100' }]

/** What the callers' app is told: one policy for as many tests as can be. */
const LINE: PolicyPart = {
  ...QUICK,
  call: { destinations: DESTINATIONS, screenShare: ['screen', 'window', 'app'] },
}

/** The app with fake devices, against a centre with an agent who sees and hears. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  // One for all tests of a worker: its agent takes seconds to come to life.
  warmCentre: [
    // Playwright reads the names of what a fixture needs from this pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const centre = await createWarmCentre()
      await use(centre)
      await centre.close()
    },
    { scope: 'worker' },
  ],
  line: [
    async ({ warmCentre }, use) => {
      const line = {
        app: createSharedApp(),
        proxy: await startValidatingProxy(warmCentre.urls.rest),
      }
      await use(line)
      await line.app.close()
      await line.proxy.close()
    },
    { scope: 'worker' },
  ],
  ownCentre: async ({ warmCentre }, use) => {
    const { sip } = warmCentre
    sip.faults.clear()
    sip.set({ ringMs: 0, digest: false })
    sip.setPilot('5100', { answer: 'automatic', script: { answerAfterMs: 0, ...SLOW_FILM } })
    await use(warmCentre)
  },
  appArguments: [...smallCamera],
  openCall: async ({ openCustomer, hand }, use) => {
    await use(async ({ policy = {}, layout = 'terminal' } = {}) => {
      const callPart = policy['call']
      const callpoint = await openCustomer({
        layout,
        policy: {
          ...policy,
          call: {
            destinations: DESTINATIONS,
            ...(typeof callPart === 'object' ? callPart : {}),
          },
        },
      })
      await callpoint.page.evaluate(recordMedia)
      return inApp(callpoint, hand.centre)
    })
  },
  caller: async ({ line, ownCentre: centre, launch, appArguments }, use, info) => {
    const { app, proxy } = line
    const before = proxy.violations.length
    const callpoint = await app.take({
      ...{ launch, layout: 'terminal', policy: LINE, args: appArguments },
      simulator: {
        ...{ rest: proxy.rest, sip: centre.urls.sip },
        ...{ clientId: centre.clientId, clientSecret: centre.clientSecret },
      },
    })
    const { page, log } = callpoint
    const start = log().length
    // A page that has crashed stays so for Playwright, and its app cannot be shared any longer.
    let isLost = false
    page.once('crash', () => (isLost = true))
    await page.evaluate(recordMedia)
    await use(inApp<Guest>({ ...callpoint, log: () => log().slice(start) }, centre))
    const isFit = info.status === info.expectedStatus
    if (!isFit) await attachEvidence(callpoint, info)
    // What records the page's devices goes with the page.
    await app.leave(isFit && !isLost, 'anew')
    expect(proxy.violations.slice(before)).toEqual([])
  },
})

function inApp<App extends Guest>(callpoint: App, centre: Centre): InApp<App> {
  const { page } = callpoint
  const enter = () =>
    page.getByRole('button', { name: textOf('channel.call.name'), exact: true }).click()
  return { ...callPage(page, centre, enter), callpoint, centre }
}

/** Electron's own word: the process that holds the camera ends when nobody uses it. */
export async function usesCamera({ app }: Guest): Promise<boolean> {
  return await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().some((metric) => metric.name === 'Video Capture'),
  )
}

/** Where the calls have stood for main, by its own log, one after the other. */
export function phasesIn(callpoint: Guest): string {
  const lines = callpoint.log().matchAll(/"part":"call","phase":"(\w+)"/gu)
  return [...lines].map(([, phase]) => phase).join(' ')
}

/** Presses a button of a page that Playwright has lost, as soon as it is there. */
export async function press(callpoint: Guest, name: string): Promise<void> {
  const code = `(() => {
    const all = [...document.querySelectorAll('button')]
    const found = all.find((button) =>
      [button.textContent.trim(), button.ariaLabel].includes(${JSON.stringify(name)}))
    found?.click()
    return found !== undefined
  })()`
  await expect.poll(() => inWindow(callpoint, code)).toBe(true)
}
