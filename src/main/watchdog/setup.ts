import type { Context } from '../context.ts'
import type { VisitFeature } from '../visit/setup.ts'
import { createFailedStarts } from './failed-start.ts'
import type { Rendering } from './rendering.ts'
import { safePage } from './safe-page.ts'
import type { ServiceManager } from './service-manager.ts'
import { createWatchdog } from './watchdog.ts'

interface Others {
  readonly visit: Pick<VisitFeature, 'source'>
  readonly rendering: Rendering
  readonly serviceManager: ServiceManager
}

export function setupWatchdog(context: Context, { visit, rendering, serviceManager }: Others) {
  const { policy, clock, log, device } = context
  const watchdog = createWatchdog({
    policy,
    clock,
    log: log.child('watchdog'),
    store: device,
    rendering,
    serviceManager,
    visit: visit.source,
  })

  return {
    ...watchdog,
    /** The safe screen, in the language and theme of the visit. */
    safePage(address: Parameters<typeof safePage>[2]) {
      const { language, comfort } = visit.source.view
      return safePage(policy, { language, theme: comfort.theme }, address)
    },
    onReady() {
      createFailedStarts(() => device).forget()
      watchdog.ready()
    },
  }
}
