import { buildAll } from './lib/build-targets.ts'
import { runDemo } from './lib/demo.ts'
import { prepareElectron } from './lib/electron-launch.ts'
import { resolveElectron } from './lib/electron-runtime.ts'
import { runScript } from './lib/script.ts'
import { parseStartArguments } from './lib/start-arguments.ts'
import { startSimulator } from '../tests/kit/app/simulator-process.ts'
import { ensureDisplay, hasDisplay } from '../tests/kit/machine/display.ts'
import { ensureSystemPackages } from '../tests/kit/machine/system-packages.ts'

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
