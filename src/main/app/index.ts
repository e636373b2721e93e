import { createAppExit } from './app.electron.ts'
import {
  appVersion,
  countFaults,
  exitProcess,
  prepareApp,
  type AppInfo,
} from './process.electron.ts'
import { trackSessions } from '../vault/wipe.electron.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { laterLog, type Log } from '../platform/log.ts'
import { createStreamLog } from '../platform/stream-log.ts'
import { isCommand, ranDoctor, ranStoreSecret, refuseBesideAnother } from './commands.ts'
import { openConnections } from './connections.ts'
import { contextOf } from './feature-context.ts'
import { setupFeatures } from './features.ts'
import { runApp } from './run.ts'
import { printFailure, showSafeScreen } from './failed-start.ts'
import { openCore, openServiceManager, readSettings, type StartOptions } from './startup.ts'
import { usage } from './usage.ts'

/** The composition root: settings, core, connections, features, window; a command ends on the way. */
async function open(options: StartOptions): Promise<void> {
  trackSessions()
  const core = await openCore(options)
  if (await ranStoreSecret(core)) return
  const connections = openConnections(core)
  const context = contextOf(core, connections)
  if (await ranDoctor(context, core, connections)) return
  const exit = createAppExit(core.isKiosk)
  runApp(context, core, connections, setupFeatures(context, core, connections, exit), exit)
}

/** Opens the contact point; where that fails, the screen of a kiosk still says whom to call. */
async function start(appInfo: AppInfo): Promise<void> {
  // Until there is a file for it.
  let log: Log = createStreamLog((text) => process.stderr.write(text))
  const faults = countFaults(() => log)
  const settings = readSettings(
    appInfo,
    clock,
    laterLog(() => log),
  )
  const serviceManager = openServiceManager(clock, () => log)
  try {
    if (appInfo.trouble) throw appInfo.trouble
    await open({
      ...{ appInfo, settings, clock, serviceManager, faults },
      onLog: (opened) => (log = opened),
    })
  } catch (error) {
    printFailure(error)
    log.error('could not start', { error })
    if (isCommand(appInfo)) exitProcess(1)
    else await showSafeScreen({ appInfo, settings, clock, log, serviceManager })
  }
}

const printed = usage(process.argv.slice(1), process.env, appVersion())
if (printed !== undefined) {
  process.stdout.write(printed)
  process.exit(0)
}

const appInfo = prepareApp(__dirname)
if (appInfo) {
  start(appInfo).catch((error: unknown) => {
    printFailure(error)
    exitProcess(1)
  })
} else refuseBesideAnother(process.argv.slice(1))
