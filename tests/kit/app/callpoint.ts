import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page, type TestInfo } from '@playwright/test'
import { demoPolicy, type PolicyPart, type SimulatorAddresses } from './demo-policy.ts'
import { sandboxArguments, type ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { electronEnvironment, handOver } from '../machine/unprivileged.ts'
import { heldStart } from './held-start.ts'
import { heldClock } from '../clock/main-clock.ts'
import { shortPolls } from '../clock/short-polls.ts'
import { otherBoot } from '../machine/other-boot.ts'
import { keepWirePlain } from '../network/plain-wire.ts'
import { reapSession } from '../machine/processes.ts'
import { ACTION_MS, within } from '../waits.ts'
import { privateFolder } from '../machine/folders.ts'

keepWirePlain()

const readyMs = 30_000
const closeMs = 10_000

/** The sizes that the screens are designed for, in pixels. */
export const layouts = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
  terminal: { width: 1280, height: 800 },
  compact: { width: 420, height: 720 },
} as const

export type Layout = keyof typeof layouts

export interface OpenOptions {
  readonly launch: ElectronLaunch
  /** The environment in which its display is found. */
  readonly display: Readonly<Record<string, string>>
  /** The centre to talk to. */
  readonly simulator: SimulatorAddresses
  /** Laid over the demo's policy, key by key. */
  readonly policy?: PolicyPart
  readonly layout?: Layout | undefined
  /** More arguments for the app. */
  readonly args?: readonly string[]
  /** More environment for the app. */
  readonly environment?: Readonly<Record<string, string>>
  /** The state of an earlier run, to go on with; a fresh one otherwise. */
  readonly home?: string
  /** Whether things move: each picture of it is drawn without a graphics processor. By default they do not. */
  readonly motion?: boolean
  /** Whether the time of main is in the test's hand (`goAhead`). */
  readonly heldClock?: boolean
  /** Whether main polls four times a second where the policy says once. */
  readonly shortPolls?: boolean
  /** Name of another boot of the machine, in which the app finds itself. */
  readonly boot?: string
  /** Whether to wait for the first screen; without it only for the process and its window. */
  readonly awaitReady?: boolean
  /** Whether main may have faults that nobody catches: only where a test causes them. */
  readonly faultsWanted?: boolean
}

/** One running app, as the tests hold it. */
export interface Callpoint {
  readonly app: ElectronApplication
  readonly page: Page
  /** The folder of this run's policy and user data; hand it to `openCallpoint` to start again on it. */
  readonly home: string
  readonly userData: string
  /** What the main process has written to its standard channels. */
  readonly output: () => string
  /** The app's own log so far, empty when there is none. */
  readonly log: () => string
  /**
   * Closes the app and waits until nothing is left of it.
   * @throws Error when it had to be ended, left processes behind, or had faults that nobody caught.
   */
  readonly close: () => Promise<void>
  /** Ends the whole app at once, as a power failure would. */
  readonly kill: () => Promise<void>
}

/**
 * Opens the app on user data of its own, as an unprivileged user in Chromium's sandbox, and waits until its first
 * screen can be used.
 * @throws Error with what the app said when it does not come up within 30 s.
 */
export async function openCallpoint(options: OpenOptions): Promise<Callpoint> {
  const { launch } = options
  const home = options.home ?? privateFolder(launch.user, 'test')
  const userData = join(home, 'data')
  mkdirSync(userData, { recursive: true, mode: 0o700 })
  const policy = join(home, 'policy.json')
  writeFileSync(policy, JSON.stringify(demoPolicy(options.simulator, options.policy)), {
    mode: 0o600,
  })
  handOver(launch.user, userData)
  handOver(launch.user, policy)
  const held = heldStart(home)
  const launching = _electron.launch({
    executablePath: launch.command,
    chromiumSandbox: launch.sandbox !== 'none',
    args: [
      ...sandboxArguments(launch.sandbox),
      `--user-data-dir=${userData}`,
      ...held.args,
      ...(options.heldClock === true ? heldClock(home) : []),
      ...(options.shortPolls === true ? shortPolls(home) : []),
      ...(options.boot === undefined ? [] : otherBoot(home, options.boot)),
      launch.app,
      `--config=${policy}`,
      ...(options.args ?? []),
    ],
    cwd: launch.workingDirectory,
    env: electronEnvironment(launch.user, process.env, {
      ...options.display,
      ...held.environment,
      ...options.environment,
    }),
    timeout: readyMs,
  })
  const launched = await launching.catch((error: unknown) => {
    // How far the app itself had come tells whose fault it is.
    throw new Error(`the app could not be launched\n${readLog(userData)}`, { cause: error })
  })
  const app = answeringByPromise(launched)
  // Taken now: once the app has gone, Playwright no longer tells.
  const child = app.process()
  const output = collectOutput(child)
  const handles = { app, home, userData, output, log: () => readLog(userData) }
  const ends = {
    async close() {
      await close(app, child)
      if (options.faultsWanted !== true) refuseFaults(readLog(userData))
    },
    async kill() {
      await kill(child)
      if (options.faultsWanted !== true) refuseFaults(readLog(userData))
    },
  }
  try {
    app.context().setDefaultTimeout(ACTION_MS)
    const page = await app.firstWindow({ timeout: readyMs })
    // By Playwright, which lays its own answer over that of a command line.
    if (options.motion !== true) await page.emulateMedia({ reducedMotion: 'reduce' })
    if (options.awaitReady !== false) await awaitReady(app)
    if (options.layout !== undefined) await resize({ app, page }, options.layout)
    return { ...handles, ...ends, page }
  } catch (error) {
    await kill(child)
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`the app did not come up: ${reason}\n${output()}\n${handles.log()}`, {
      cause: error,
    })
  }
}

/**
 * Runtimes: Electron 33 loses the answer of main ("Resulting promise was garbage collected", up to one of three) where its
 * memory is swept just then and what was run gave no promise. Of those that gave one it lost none in 1500 while it
 * was idle, and one in a whole run: each is kept.
 */
function answeringByPromise(app: ElectronApplication): ElectronApplication {
  const evaluate = app.evaluate.bind(app)
  return Object.assign(app, {
    evaluate: async (task: unknown, given?: unknown): Promise<unknown> =>
      await evaluate(
        async (electron, [source, argument]) => {
          // Playwright sends a function as its text, too.
          const run = (0, eval)(`(${source})`) as (...words: unknown[]) => unknown
          const answer = (async () => await run(electron, argument))()
          const kept = globalThis as { answersOfMain?: Set<unknown> }
          kept.answersOfMain = (kept.answersOfMain ?? new Set()).add(answer)
          return await answer
        },
        [String(task), given] as const,
      ),
  })
}

function collectOutput(child: ChildProcess): () => string {
  let text = ''
  for (const channel of [child.stdout, child.stderr]) {
    channel?.on('data', (chunk) => (text += String(chunk)))
  }
  return () => text
}

function readLog(userData: string): string {
  const file = join(userData, 'logs', 'callpoint.log')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Lines of a log that tell of a fault in main that nobody caught. */
export function faultsIn(log: string): readonly string[] {
  return log
    .split('\n')
    .filter((line) => /"message":"(?:unhandled rejection|uncaught exception)"/u.test(line))
}

/** @throws Error with the faults that this log tells of: each is a defect, whatever the test was about. */
export function refuseFaults(log: string): void {
  const faults = faultsIn(log)
  if (faults.length > 0) throw new Error(`faults that nobody caught:\n${faults.join('\n')}`)
}

/** Waits for the flag and the event with which the main process says that the first screen can be used. */
async function awaitReady(app: ElectronApplication): Promise<void> {
  const ready = app.evaluate(
    async ({ app: electron }) =>
      await new Promise<void>((resolve) => {
        // The event is ours: Electron's types do not know it.
        const once: unknown = Reflect.get(electron, 'once')
        if (Reflect.get(globalThis, 'callpointReady') === true) resolve()
        else if (typeof once === 'function') {
          Reflect.apply(once, electron, ['callpoint-ready', () => resolve()])
        }
      }),
  )
  await within(ready, readyMs, 'its first screen was not ready')
}

/** Makes a window as large as the layout; a kiosk stays as large as its screen. */
export async function resize(
  { app, page }: Pick<Callpoint, 'app' | 'page'>,
  layout: Layout,
): Promise<void> {
  const size = layouts[layout]
  const isKiosk = await app.evaluate(({ BrowserWindow }, { width, height }) => {
    const [window] = BrowserWindow.getAllWindows()
    // A kiosk takes the whole screen, whatever its size.
    if (window?.isKiosk() === true) return true
    window?.setMinimumSize(1, 1)
    window?.setContentSize(width, height)
    return false
  }, size)
  if (isKiosk) return
  await untilSize(page, layout)
}

/** Waits until the page is as large as the layout. */
export async function untilSize(page: Page, layout: Layout): Promise<void> {
  const fits = page.waitForFunction(
    ({ width, height }) => innerWidth === width && innerHeight === height,
    layouts[layout],
    // By the clock: of frames there are none where nothing changes.
    { polling: 50 },
  )
  try {
    await within(fits, closeMs, `the page did not take the size of the ${layout} layout`)
  } catch (error) {
    const size = await page.evaluate(() => [innerWidth, innerHeight, outerWidth, outerHeight])
    throw new Error(`the page is ${size.join(' x ')}`, { cause: error })
  }
}

async function close(app: ElectronApplication, child: ChildProcess): Promise<void> {
  let trouble = ''
  if (isRunning(child)) {
    await within(app.close(), closeMs, 'the app did not close').catch((error: unknown) => {
      trouble = error instanceof Error ? error.message : String(error)
    })
  }
  // A process that was asked to end gets a moment; one that hangs has had its time already.
  const left = await reapSession(sessionOf(child), trouble === '' ? closeMs : 0)
  if (trouble === '' && left.length > 0) {
    trouble = `the app left processes behind: ${left.map((entry) => entry.command).join(', ')}`
  }
  if (trouble !== '') throw new Error(trouble)
}

async function kill(child: ChildProcess): Promise<void> {
  const isAlive = isRunning(child)
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (process.platform === 'linux') await reapSession(sessionOf(child), 0)
  else child.kill('SIGKILL')
  if (isAlive) await gone
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

/** Playwright makes the main process the leader of a session of its own. */
function sessionOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('Electron has no process id')
  return child.pid
}

/** Crashes the window's page, and waits until main has loaded another. */
export async function crashPage({ app }: Pick<Callpoint, 'app'>): Promise<void> {
  await app.evaluate(
    async ({ BrowserWindow }) =>
      await new Promise<void>((resolve) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        contents?.once('did-finish-load', () => resolve())
        contents?.forcefullyCrashRenderer()
      }),
  )
}

/** Runs code in the window's page: once it has crashed, Playwright's own page stays so for good. */
export async function inWindow({ app }: Pick<Callpoint, 'app'>, code: string): Promise<unknown> {
  return await app.evaluate(async ({ BrowserWindow }, source) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const result: unknown = await contents?.executeJavaScript(source, true)
    return result
  }, code)
}

/** After a test that failed: what the app said, its log, and what it showed. */
export async function attachEvidence(callpoint: Callpoint, info: TestInfo): Promise<void> {
  const text = { contentType: 'text/plain' }
  await info.attach('output of the main process', { body: callpoint.output(), ...text })
  await info.attach('callpoint.log', { body: callpoint.log(), ...text })
  if (callpoint.page.isClosed()) return
  try {
    const body = await callpoint.page.screenshot({ timeout: closeMs })
    await info.attach('the screen', { body, contentType: 'image/png' })
  } catch (error) {
    await info.attach('no picture of the screen', { body: String(error), ...text })
  }
}
