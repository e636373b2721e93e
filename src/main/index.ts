import './support/web-crypto.ts'
import { prepareShell, type Shell } from './electron/app.ts'
import { lookAtMachine } from './electron/machine.ts'
import { knowSessions } from './electron/wipe.ts'
import { createDoctor } from './services/doctor/doctor.ts'
import { systemClock as clock } from './support/clock.ts'
import { redactText } from './support/redact.ts'
import { ranDoctor, ranStoreSecret, refuseBesideAnother } from './root/errands.ts'
import { layGround, readPlan } from './root/ground.ts'
import { openHouse } from './root/house.ts'
import { layLines } from './root/lines.ts'
import { createServices, type Opened } from './root/services.ts'

/** Composition root: settings, ground, lines, services, house. `root/` holds a file for each. */
async function open(shell: Shell): Promise<void> {
  knowSessions()
  const ground = await layGround(shell, readPlan(shell), clock)
  if (await ranStoreSecret(ground)) return
  const lines = layLines(ground)
  const app: Opened = {}
  const { policy, origin, problems, vault, trust } = ground
  const doctor = createDoctor({
    policy,
    loaded: { origin, problems },
    centre: policy.centre.baseUrl === undefined ? undefined : lines.centre,
    channels: lines.channels,
    vault,
    secrets: lines.secrets,
    trust,
    clock,
    appVersion: shell.version,
    machine: () => lookAtMachine(shell.userData, app.window),
    watchdog: () => app.watchdog?.state(),
  })
  if (await ranDoctor(ground, lines, doctor)) return
  openHouse(ground, lines, createServices(ground, lines, doctor, app), app)
}

const shell = prepareShell(__dirname)
if (shell) {
  open(shell).catch((error: unknown) => {
    // Nothing is on the screen yet, and nothing will be: say so where a service manager listens.
    process.stderr.write(`callpoint: could not start: ${redactText(String(error))}\n`)
    process.exit(1)
  })
} else refuseBesideAnother(process.argv.slice(1))
