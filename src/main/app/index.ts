import { appVersion, catchFaults, leave, prepareShell, type Shell } from './app.electron.ts'
import { createPageProbe } from '../staff/hidden-page.electron.ts'
import { lookAtMachine } from '../staff/machine.electron.ts'
import { knowSessions } from '../vault/wipe.electron.ts'
import { socketOrigins } from '../settings/centre.ts'
import { createDoctor } from '../staff/doctor.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { laterLog, type Log } from '../platform/log.ts'
import { createStreamLog } from '../platform/stream-log.ts'
import { isErrand, ranDoctor, ranStoreSecret, refuseBesideAnother } from './commands.ts'
import { sayFailure, standIn } from './stand-in.ts'
import { keptFacts, layGround, openServiceManager, readPlan, type Base } from './startup.ts'
import { openHouse } from './wiring.ts'
import { layLines } from './connections.ts'
import { createServices, type Opened } from './features.ts'
import { usage } from './usage.ts'

/** Composition root: plan, ground, lines, services, house. `root/` holds a file for each. */
async function open(base: Base): Promise<void> {
  knowSessions()
  const ground = await layGround(base)
  if (await ranStoreSecret(ground)) return
  const lines = layLines(ground)
  const app: Opened = {}
  const { shell, policy, origin, problems, vault, trust } = ground
  const doctor = createDoctor({
    policy,
    loaded: { origin, problems },
    centre: policy.centre.baseUrl === undefined ? undefined : lines.centre,
    centreOf: lines.centreOf,
    http: lines.http,
    signIn: lines.signIn,
    witness: lines.witness,
    probe: createPageProbe({
      connect: socketOrigins(policy),
      signIn: lines.signIn,
      guardCertificates: lines.guard,
      log: ground.log.child('probe'),
      isAlone: isErrand(shell),
    }),
    channels: lines.channels,
    vault,
    secrets: lines.secrets,
    trust,
    clock,
    appVersion: shell.version,
    machine: () => lookAtMachine(shell.userData, app.window),
    kept: () => keptFacts(ground),
    faults: base.faults,
    watchdog: () => app.watchdog?.state(),
  })
  if (await ranDoctor(ground, lines, doctor)) return
  openHouse(ground, lines, createServices(ground, lines, doctor, app), app)
}

/** Opens the contact point; where that fails, the screen of a kiosk still says whom to call. */
async function start(shell: Shell): Promise<void> {
  // Until there is a file for it.
  let log: Log = createStreamLog((text) => process.stderr.write(text))
  const faults = catchFaults(() => log)
  const plan = readPlan(
    shell,
    clock,
    laterLog(() => log),
  )
  const serviceManager = openServiceManager(clock, () => log)
  try {
    if (shell.trouble) throw shell.trouble
    await open({
      ...{ shell, plan, clock, serviceManager, faults },
      onLog: (opened) => (log = opened),
    })
  } catch (error) {
    sayFailure(error)
    log.error('could not start', { error })
    if (isErrand(shell)) leave(1)
    else await standIn({ shell, plan, clock, log, serviceManager })
  }
}

const printed = usage(process.argv.slice(1), process.env, appVersion())
if (printed !== undefined) {
  process.stdout.write(printed)
  process.exit(0)
}

const shell = prepareShell(__dirname)
if (shell) {
  start(shell).catch((error: unknown) => {
    sayFailure(error)
    leave(1)
  })
} else refuseBesideAnother(process.argv.slice(1))
