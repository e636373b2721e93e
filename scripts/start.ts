import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { openApp } from './lib/app-process.ts'
import { buildAll } from './lib/build-targets.ts'
import { demoPolicy } from '../tests/kit/app/demo-policy.ts'
import { ensureDisplay, hasDisplay, type Display } from '../tests/kit/machine/display.ts'
import { prepareElectron, type ElectronLaunch } from './lib/electron-launch.ts'
import { resolveElectron } from './lib/electron-runtime.ts'
import { repositoryRoot } from './lib/paths.ts'
import { runScript } from './lib/script.ts'
import { watchForReady } from './lib/ready.ts'
import { saveScreen } from '../tests/kit/machine/screen-picture.ts'
import { startSimulator, type RunningSimulator } from '../tests/kit/app/simulator-process.ts'
import { ensureSystemPackages } from '../tests/kit/machine/system-packages.ts'
import { parseStartArguments, type StartOptions } from './lib/start-arguments.ts'
import { handOver } from '../tests/kit/machine/unprivileged.ts'
import { privateFolder } from '../tests/kit/machine/folders.ts'

const help = `
Builds what is stale, starts the simulator with its automatic agent, and opens the app against it.
Without a display, it starts a virtual one and saves screenshots of it.

  npm start [-- [--kiosk] [--screen WxH] [--picture FILE] [arguments for the app]]

  --kiosk          full screen and locked down, as in a shop; otherwise a window
  --screen WxH     size of the virtual screen, in pixels (1920x1080)
  --picture FILE   where to save the screenshot of the virtual screen (.cache/screen.png)

Other arguments are passed to the app; --config FILE and --user-data-dir DIR replace those of the demo.
Ctrl-C ends everything. Exits with the app's exit code.
`

const pictureMs = 2_000
/** How often the log is checked for the line that says that the app is open. */
const readyMs = 100
const say = (line: string) => process.stdout.write(`${line}\n`)

await runScript('start', async () => {
  const options = parseStartArguments(process.argv.slice(2))
  if (options === 'help') {
    say(help.trim())
    return 0
  }
  await ensureSystemPackages({ display: !hasDisplay(), chromium: false })
  await Promise.all([buildAll({ say, only: ['app', 'console'] }), resolveElectron({ say })])
  const launch = await prepareElectron()
  const simulator = await startSimulator()
  const display = await ensureDisplay(launch.user, options.screen)
  try {
    return await runDemo(launch, simulator, display, options)
  } finally {
    await simulator.stop()
    display.close()
  }
})

async function runDemo(
  launch: ElectronLaunch,
  simulator: RunningSimulator,
  display: Display,
  options: StartOptions,
): Promise<number> {
  const folder = privateFolder(launch.user, 'demo')
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
  const app = openApp(launch, args, display.environment)
  const stopPictures = keepPictures(display, options.picture)
  const ready = setInterval(() => {
    if (!isReady()) return
    clearInterval(ready)
    say(lastLine(simulator))
  }, readyMs)
  const state = { isAsked: false, hasEnded: false }
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
  const code = await app.ended
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
