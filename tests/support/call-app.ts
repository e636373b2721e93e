import type { Page } from '@playwright/test'
import type { PolicyPart } from '../../scripts/lib/demo-policy.ts'
import type { Centre } from '../../simulator/centre.ts'
import type { CallView } from '../../simulator/sip/call.ts'
import { createWarmCentre, recordMedia } from './call-page.ts'
import type { Callpoint, Layout } from './callpoint.ts'
import { expect, test as base } from './centre.ts'
import { smallCamera } from './devices.ts'

export { expect } from '@playwright/test'

/** A call view in the app, against a centre whose automatic agent takes calls. */
export interface InApp {
  readonly page: Page
  readonly callpoint: Callpoint
  readonly centre: Centre
  toDevices(): Promise<void>
  /** Waits until both can talk. */
  talk(): Promise<CallView>
  call(): CallView
  expectAllOff(): Promise<void>
}

interface Fixtures {
  readonly openCall: (options?: {
    readonly number?: string
    readonly policy?: PolicyPart
    readonly layout?: Layout
  }) => Promise<InApp>
}

interface WorkerFixtures {
  readonly warmCentre: Centre
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
  ownCentre: async ({ warmCentre }, use) => {
    const { sip } = warmCentre
    sip.faults.clear()
    sip.set({ ringMs: 0, digest: false })
    sip.setPilot('5100', { script: { answerAfterMs: 0 } })
    await use(warmCentre)
  },
  appArguments: [...smallCamera],
  openCall: async ({ openCustomer, hand }, use) => {
    await use(async ({ number = '5100', policy = {}, layout = 'terminal' } = {}) => {
      const { centre } = hand
      const destinations = [{ key: 'advice', label: 'Advice', pilotNumber: number }]
      const callPart = policy['call']
      const callpoint = await openCustomer({
        layout,
        policy: {
          ...policy,
          call: { destinations, ...(typeof callPart === 'object' ? callPart : {}) },
        },
      })
      const { page } = callpoint
      await page.evaluate(recordMedia)
      const call = (): CallView => {
        const [newest] = centre.sip.calls()
        if (newest === undefined) throw new Error('there was no call')
        return newest
      }
      const toDevices = async (): Promise<void> => {
        await page.getByRole('button', { name: 'Video call', exact: true }).click()
        await page.getByRole('button', { name: 'Continue' }).click()
        await expect(page.getByRole('button', { name: 'Dial Us' })).toBeVisible()
      }
      return {
        page,
        callpoint,
        centre,
        call,
        toDevices,
        async talk() {
          await toDevices()
          await page.getByRole('button', { name: 'Dial Us' }).click()
          await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
          return call()
        },
        async expectAllOff() {
          await expect
            .poll(() =>
              page.evaluate(() => ({
                live: window.recorded.tracks.filter(({ readyState }) => readyState === 'live')
                  .length,
                open: window.recorded.connections.filter(
                  ({ connectionState }) => connectionState !== 'closed',
                ).length,
              })),
            )
            .toEqual({ live: 0, open: 0 })
        },
      }
    })
  },
})

/** Electron's own word: the process that holds the camera ends when nobody uses it. */
export async function usesCamera({ app }: Callpoint): Promise<boolean> {
  return await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().some((metric) => metric.name === 'Video Capture'),
  )
}

/** Where the calls have stood for main, by its own log, one after the other. */
export function phasesIn(callpoint: Callpoint): string {
  const lines = callpoint.log().matchAll(/"part":"call","phase":"(\w+)"/gu)
  return [...lines].map(([, phase]) => phase).join(' ')
}

/** Runs code in the window's page: once it has crashed, Playwright's own page stays so for good. */
export async function inWindow({ app }: Callpoint, code: string): Promise<unknown> {
  return await app.evaluate(async ({ BrowserWindow }, source) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const result: unknown = await contents?.executeJavaScript(source, true)
    return result
  }, code)
}

/** Presses a button of a page that Playwright has lost, as soon as it is there. */
export async function press(callpoint: Callpoint, name: string): Promise<void> {
  const code = `(() => {
    const all = [...document.querySelectorAll('button')]
    const found = all.find((button) =>
      [button.textContent.trim(), button.ariaLabel].includes(${JSON.stringify(name)}))
    found?.click()
    return found !== undefined
  })()`
  await expect.poll(() => inWindow(callpoint, code)).toBe(true)
}
