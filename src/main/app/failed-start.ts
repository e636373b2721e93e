import { join } from 'node:path'
import { isUp, whenReady, type AppInfo } from './process.electron.ts'
import { giveUp, openSafeScreen, startOver } from '../watchdog/failed-start.electron.ts'
import { openLocalSettings } from '../settings/local-settings.ts'
import { openState } from '../visit/hours.ts'
import { createFailedStarts, createRecovery } from '../watchdog/failed-start.ts'
import { safePage } from '../watchdog/safe-page.ts'
import type { ServiceManager } from '../watchdog/service-manager.ts'
import type { Clock } from '../platform/clock.ts'
import { probeFolder } from '../platform/folder-probe.ts'
import type { Log } from '../platform/log.ts'
import { redactText } from '../platform/redact.ts'
import type { Settings } from './startup.ts'

interface Parts {
  readonly appInfo: AppInfo
  readonly settings: Settings
  readonly clock: Clock
  readonly log: Log
  readonly serviceManager: ServiceManager
}

/** Prints why the start failed, in one line on standard error. */
export function printFailure(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`callpoint: could not start: ${redactText(reason)}\n`)
}

/** The start has failed: the customer sees the safe screen with the telephone number, and main tries again. */
export async function showSafeScreen({
  appInfo,
  settings,
  clock,
  log,
  serviceManager,
}: Parts): Promise<void> {
  const { policy, isKiosk } = settings
  if (!isUp()) await whenReady('software', isKiosk, log)
  const recovery = createRecovery({
    clock,
    log,
    failed: createFailedStarts(() => openLocalSettings(appInfo.userData, clock, log)).add(),
    byItself: isKiosk,
    probe() {
      for (const part of ['', 'logs', 'vault']) probeFolder(join(appInfo.userData, part))
    },
    restart() {
      void serviceManager.stopping().then(() => {
        startOver(serviceManager.state.isThere)
      })
    },
  })
  try {
    await openSafeScreen({
      folder: appInfo.folder,
      kiosk: isKiosk
        ? { display: policy.kiosk.display, openState: () => openState(policy, clock.now()) }
        : undefined,
      clock,
      title: policy.brand.name,
      log,
      safePage: (address) =>
        safePage(policy, { language: policy.languages[0] ?? 'en', theme: 'default' }, address),
      onTouch: recovery.touched,
    })
  } catch (error) {
    recovery.stop()
    log.error('not even the safe screen can be shown', { error })
    giveUp()
    return
  }
  log.error('the safe screen is shown', { ms: recovery.pauseMs })
  // Otherwise the manager would end what still helps a customer.
  serviceManager.ready()
  serviceManager.status('could not start: safe screen')
}
