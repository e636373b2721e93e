import type { Context } from '../context.ts'
import { placeOf } from '../desktop/place.ts'
import { socketOrigins } from '../settings/centre.ts'
import { openState } from '../visit/hours.ts'
import { openApp, type AppExit } from './app.electron.ts'
import { serveBridge } from './bridge.ts'
import type { Connections } from './connections.ts'
import type { Features } from './features.ts'
import { closeCore, type Core } from './startup.ts'

/** Opens the window over the features; they are stopped when the app quits. */
export function runApp(
  context: Context,
  core: Core,
  connections: Connections,
  features: Features,
  exit: AppExit,
): void {
  const { policy, isKiosk, clock, log, device } = context
  const { channels, http, guardCertificates, signIn } = connections
  const { watchdog, inOrder } = features
  openApp({
    appInfo: core.appInfo,
    ...(isKiosk
      ? {
          kiosk: {
            display: policy.kiosk.display,
            openState: () => openState(policy, clock.now()),
          },
        }
      : {}),
    exit,
    clock,
    place: { store: device, clock, placeOf },
    title: policy.brand.name,
    server: serveBridge(context, features, channels, core.attract.view),
    connect: socketOrigins(policy),
    picture: core.attract.picture,
    guardCertificates,
    signIn,
    log: log.child('window'),
    watchdog,
    safePage: watchdog.safePage,
    onWindow(window) {
      for (const feature of inOrder) feature.onWindow?.(window)
      window.once('ready-to-show', () => {
        for (const feature of inOrder) feature.onShown?.()
      })
    },
    async onQuit(startsAgain) {
      for (const feature of [...inOrder].reverse()) {
        try {
          await feature.stop?.(startsAgain)
        } catch (error) {
          log.error('a feature could not be stopped', { error })
        }
      }
      http.close()
      await closeCore(core)
    },
  })
}
