import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { demoPolicy } from '../../tests/kit/app/demo-policy.ts'
import type { RunningSimulator } from '../../tests/kit/app/simulator-process.ts'
import type { Display } from '../../tests/kit/machine/display.ts'
import { privateFolder } from '../../tests/kit/machine/folders.ts'
import { saveScreen } from '../../tests/kit/machine/screen-picture.ts'
import { handOver } from '../../tests/kit/machine/unprivileged.ts'
import { openApp } from './app-process.ts'
import type { ElectronLaunch } from './electron-launch.ts'
import { repositoryRoot } from './paths.ts'
import { watchForReady } from './ready.ts'
import type { StartOptions } from './start-arguments.ts'

const pictureMs = 2_000
/** How often the log is checked for the line that says that the app is open. */
const readyMs = 100
const say = (line: string) => process.stdout.write(`${line}\n`)

/** What development adds to the demo. */
export interface Development {
  /** A file that Electron runs before the app's first line, written into `folder`: its arguments. */
  readonly prepare: (folder: string) => readonly string[]
  /** Calls `restart` whenever the app is to start again. */
  readonly watch: (restart: () => void) => void
}

/** Runs the app against the simulator until one of them ends; returns the exit code. */
export async function runDemo(
  launch: ElectronLaunch,
  simulator: RunningSimulator,
  display: Display,
  options: StartOptions,
  development?: Development,
): Promise<number> {
  const folder = privateFolder(launch.user, 'demo')
  const flags = development?.prepare(folder) ?? []
  const userData = resolve(options.userData ?? join(folder, 'data'))
  if (!existsSync(userData)) {
    mkdirSync(userData, { recursive: true, mode: 0o700 })
    handOver(launch.user, userData)
  }
  const policy = placePolicy(folder, simulator, options)
  handOver(launch.user, policy)
  const args = [`--user-data-dir=${userData}`, `--config=${policy}`, ...options.forApp]
  announce(launch, simulator, join(userData, 'logs'))
  const log = join(userData, 'logs', 'callpoint.log')
  const isReady = watchForReady(log)
  const open = () => openApp(launch, args, display.environment, flags)
  let app = open()
  const stopPictures = keepPictures(display, options.picture)
  const ready = setInterval(() => {
    if (!isReady()) return
    clearInterval(ready)
    say(lastLine(simulator))
  }, readyMs)
  const state = { isAsked: false, hasEnded: false, isRestarting: false }
  development?.watch(() => {
    state.isRestarting = true
    void app.close()
  })
  const end = () => {
    if (state.isAsked) process.exit(130)
    state.isAsked = true
    // No last picture: the screen is black before the app has gone.
    stopPictures()
    void app.close()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal)
    process.on(signal, end)
  }
  void simulator.ended.then((reason) => {
    if (state.isAsked || state.hasEnded) return
    say(`The simulator is gone: ${reason}. The app goes on without a contact centre.`)
    if (simulator.output() !== '') say(simulator.output())
  })
  let code = await app.ended
  while (state.isRestarting && !state.isAsked) {
    state.isRestarting = false
    app = open()
    code = await app.ended
  }
  clearInterval(ready)
  state.hasEnded = true
  stopPictures()
  if (code === 0 || state.isAsked) {
    rmSync(folder, { recursive: true, force: true })
    return state.isAsked ? 130 : 0
  }
  say(`The app ended with exit code ${code}. What it kept, its log too, is in ${folder}`)
  return code
}

/** Puts the policy where only the app's user can read it, since it holds the client's secret. */
function placePolicy(folder: string, simulator: RunningSimulator, options: StartOptions): string {
  const file = join(folder, 'policy.json')
  const text =
    options.config === undefined
      ? JSON.stringify(demoPolicy(simulator, options.kiosk ? { mode: 'kiosk' } : {}), null, 2)
      : readFileSync(options.config)
  writeFileSync(file, text, { mode: 0o600 })
  return file
}

function announce(launch: ElectronLaunch, simulator: RunningSimulator, logs: string): void {
  const lines = [
    ['Agent console', simulator.console ?? 'not built yet'],
    ['REST service', simulator.rest],
    ...(simulator.sip === undefined ? [] : [['SIP service', simulator.sip]]),
    ...(simulator.control === undefined ? [] : [['Faults', simulator.control]]),
    ['Log folder', logs],
    ['Electron', launch.version + (launch.user ? `, as the user ${launch.user.name}` : '')],
  ]
  say('Callpoint is opening.')
  for (const [name = '', value = ''] of lines) say(`  ${name.padEnd(15)}${value}`)
}

/** Printed last, once the app is open: what to do next. */
function lastLine({ console: page }: RunningSimulator): string {
  const agent = page === undefined ? '' : ` Be its agent at ${page}`
  return `Callpoint is open. Ctrl-C ends everything.${agent}`
}

/** Keeps a picture of the virtual screen up to date; on a real display there is nothing to do. */
function keepPictures(display: Display, wish: string | undefined): () => void {
  const { framebuffer } = display
  if (framebuffer === undefined) return () => undefined
  const target = resolve(wish ?? join(repositoryRoot, '.cache', 'screen.png'))
  mkdirSync(dirname(target), { recursive: true })
  say(`There is no display here, so a virtual one was started. See what the app shows in ${target}`)
  say('  (updated when the screen changes, at most every two seconds)')
  let last: Buffer | undefined
  const take = () => {
    const now = readFileSync(framebuffer)
    if (last?.equals(now) === true) return
    last = now
    saveScreen(framebuffer, target)
  }
  const timer = setInterval(take, pictureMs)
  return () => clearInterval(timer)
}
