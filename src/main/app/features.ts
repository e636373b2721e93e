import { setupCall } from '../call/setup.electron.ts'
import { setupCallback } from '../callback/setup.electron.ts'
import { setupChat } from '../chat/setup.ts'
import type { Context } from '../context.ts'
import { setupDesktop } from '../desktop/setup.electron.ts'
import { setupPaper } from '../paper/setup.electron.ts'
import { setupStaff } from '../staff/setup.electron.ts'
import { setupWipe } from '../vault/setup.electron.ts'
import type { WipePart } from '../vault/wiper.ts'
import { setupViewer } from '../viewer/setup.electron.ts'
import { setupVisit } from '../visit/setup.ts'
import { setupWatchdog } from '../watchdog/setup.ts'
import type { AppExit, AppWindow } from './app.electron.ts'
import type { Connections } from './connections.ts'
import { testedIn } from './feature-context.ts'
import type { Core } from './startup.ts'

/** What the app does for a feature, beside its calls and feeds; each is left out where nothing is to be done. */
export interface Feature {
  /** Where a visit leaves something with it. */
  readonly wipeParts?: readonly WipePart[]
  /** The window is there; its page is not loaded yet. */
  readonly onWindow?: (window: AppWindow) => void
  /** The window has drawn its first frame. */
  readonly onShown?: () => void
  /** The page's first screen can be used; said again after each load. */
  readonly onReady?: () => void
  /** The app ends; `startsAgain`: only to come back. */
  readonly stop?: (startsAgain: boolean) => void | Promise<void>
}

export type Features = ReturnType<typeof setupFeatures>

/**
 * Sets every feature up, in the order in which they need each other. What a feature needs of a later one
 * is a function, called once all are there.
 */
export function setupFeatures(
  context: Context,
  core: Core,
  connections: Connections,
  exit: AppExit,
) {
  const { rendering, serviceManager, pin, file, appInfo } = core
  const { channels, signIn, guardCertificates } = connections

  const visit = setupVisit(context, {
    channels,
    conversation: () => ({ chat: chat.activity(), call: call.phase() }),
    wipe: (number) => wipe.run(number),
    onWipeFailed: () => {
      watchdog.wipeFailed()
    },
  })
  const chat = setupChat(context, { visit, channels })
  const paper = setupPaper(context, { chat })
  const callback = setupCallback(context, { visit, paper })
  const call = setupCall(context, { visit })
  const watchdog = setupWatchdog(context, { visit, rendering, serviceManager })
  const tested = testedIn(core, connections)
  const wipes = () => wipe.records()
  const staff = setupStaff(context, { visit, paper, watchdog, tested, pin, file, exit, wipes })
  const viewer = setupViewer(context, { chat, visit, staff, guardCertificates, signIn })
  const desktop = setupDesktop(context, { visit, chat, staff, args: appInfo.args })
  const wipe = setupWipe(context, {
    parts: [chat, callback, call, paper, viewer].flatMap(({ wipeParts }) => wipeParts),
  })

  // A customer of an earlier run may have left something in Chromium, the print queue or the clipboard.
  if (!chat.resume() && context.isKiosk) visit.wipeFirst()

  const features = { visit, chat, paper, callback, call, watchdog, staff, viewer, desktop, wipe }
  /** In the order of their set-up; they are stopped in reverse. */
  const inOrder: readonly Feature[] = Object.values(features)
  return { ...features, inOrder }
}
