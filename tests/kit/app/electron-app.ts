import { expect, test as base } from '@playwright/test'
import { prepareElectron, type ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { which } from '../../../scripts/lib/command.ts'
import { laidOver, type PolicyPart } from './demo-policy.ts'
import { ensureDisplay, startVirtualDisplay, type Display } from '../machine/display.ts'
import { startSimulator, type RunningSimulator } from './simulator-process.ts'
import {
  attachEvidence,
  layouts,
  openCallpoint,
  type Callpoint,
  type Layout,
  type OpenOptions,
} from './callpoint.ts'
import { startValidatingProxy } from '../network/validating-proxy.ts'
import { removeFolder } from '../machine/folders.ts'

/**
 * Nobody waits for a poll: only who tests the pace of them sets another. Nor for a graphics process, which has no graphics
 * processor here: without it a start takes a quarter less of a core.
 */
export const QUICK: PolicyPart = {
  chat: { adaptivePolling: false, pollSeconds: 1 },
  watchdog: { rendering: 'software' },
}

/** Who sets another pace is about that very pace. */
const hasFixedPace = ({ chat }: PolicyPart): boolean =>
  typeof chat === 'object' && chat !== null && Reflect.get(chat, 'adaptivePolling') === false

interface Options {
  /** Laid over the demo's policy, key by key: `test.use({ policy: { mode: 'kiosk' } })`. */
  readonly policy: PolicyPart
  /** Size of the window, or of the whole screen in kiosk mode. */
  readonly layout: Layout
  /** Arguments of the simulator's command line. */
  readonly simulatorArguments: readonly string[]
  /** Arguments of the app's command line. */
  readonly appArguments: readonly string[]
}

interface Fixtures {
  /** A simulator of this test's own; all traffic with it is held against the OpenAPI document. */
  readonly simulator: RunningSimulator
  readonly display: Display
  /** Opens another app, or one that the options above do not describe; all are closed after the test. */
  readonly open: (
    options: Partial<OpenOptions> & Pick<OpenOptions, 'simulator'>,
  ) => Promise<Callpoint>
  /** The app, open on Home. */
  readonly callpoint: Callpoint
}

interface WorkerFixtures {
  readonly launch: ElectronLaunch
  readonly displays: Displays
}

/** A display for each size that a worker's tests want: each test finds it empty, as the one before has closed its apps. */
interface Displays {
  take(size: Size): Promise<Display>
  /** Gives up all: on one of them something went wrong. */
  close(): void
}

type Size = Readonly<Record<'width' | 'height', number>>

function createDisplays(user: ElectronLaunch['user']): Displays {
  const open = new Map<string, Display>()
  const canBeVirtual = process.platform === 'linux' && which('Xvfb') !== undefined
  const isVirtual = canBeVirtual && process.env['CALLPOINT_HEADED'] !== '1'
  return {
    async take(size) {
      const key = `${size.width} ${size.height}`
      const display =
        open.get(key) ??
        (isVirtual ? await startVirtualDisplay(user, size) : await ensureDisplay(user, size))
      open.set(key, display)
      return display
    },
    close() {
      for (const display of open.values()) display.close()
      open.clear()
    },
  }
}

/** Playwright's `test`, with a simulator and a real, sandboxed, unprivileged app for each test. */
export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  policy: [{}, { option: true }],
  layout: ['compact', { option: true }],
  simulatorArguments: [[], { option: true }],
  appArguments: [[], { option: true }],

  launch: [
    // Playwright reads the names of what a fixture needs from this pattern, even when there are none.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      await use(await prepareElectron())
    },
    { scope: 'worker' },
  ],

  simulator: async ({ simulatorArguments }, use, info) => {
    const simulator = await startSimulator(simulatorArguments)
    const proxy = await startValidatingProxy(simulator.rest)
    await use({ ...simulator, rest: proxy.rest })
    await proxy.close()
    await simulator.stop()
    if (info.status !== info.expectedStatus) {
      await info.attach('output of the simulator', {
        body: simulator.output(),
        contentType: 'text/plain',
      })
    }
    expect(proxy.violations).toEqual([])
  },

  displays: [
    async ({ launch }, use) => {
      const displays = createDisplays(launch.user)
      await use(displays)
      displays.close()
    },
    { scope: 'worker' },
  ],

  display: async ({ displays, policy, layout }, use, info) => {
    // A kiosk fills its screen; a window must fit whatever its size.
    const size = policy['mode'] === 'kiosk' ? layouts[layout] : { width: 1920, height: 1920 }
    await use(await displays.take(size))
    if (info.status !== info.expectedStatus) displays.close()
  },

  open: async ({ launch, display, policy, layout, appArguments }, use, info) => {
    const opened: Callpoint[] = []
    await use(async (options) => {
      const laid = laidOver(QUICK, options.policy ?? policy)
      const callpoint = await openCallpoint({
        launch,
        display: display.environment,
        layout,
        args: appArguments,
        shortPolls: options.heldClock !== true && hasFixedPace(laid),
        ...options,
        policy: laid,
      })
      opened.push(callpoint)
      return callpoint
    })
    const failed = info.status !== info.expectedStatus
    if (failed) for (const callpoint of opened) await attachEvidence(callpoint, info)
    const closings = await Promise.allSettled(opened.map(async ({ close }) => await close()))
    for (const { home } of opened) removeFolder(home)
    const troubles = closings.flatMap((closing) =>
      closing.status === 'rejected' ? [String(closing.reason)] : [],
    )
    if (troubles.length > 0) throw new Error(troubles.join('\n'))
  },

  callpoint: async ({ open, simulator }, use) => {
    await use(await open({ simulator }))
  },
})
