import { contract, type Sources } from '../../contract/contract.ts'
import { parsersOf } from '../../contract/define.ts'
import type { Context } from '../context.ts'
import { createSource } from '../platform/source.ts'
import type { AttractView, SettingsView } from '../../contract/settings.ts'
import { unknownZone } from '../settings/own-zone.ts'
import { settingsView } from '../settings/view.ts'
import { announceReady } from './app.electron.ts'
import type { Channels } from '../visit/channels.ts'
import type { IpcServer } from './ipc-server.ts'
import type { Features } from './features.ts'
import { createHandlers } from './handlers.ts'
import { createIpcServer } from './serve.ts'

/** Answers the page: every call goes to its feature, every feed comes from its source. */
export function serveBridge(
  context: Context,
  features: Features,
  channels: Channels,
  attract: AttractView | undefined,
): IpcServer {
  const { policy, appVersion, ownZone, isZoneGuessed, clock, log } = context
  const { visit, chat, paper, callback, call, watchdog, staff, viewer, desktop } = features
  const zonesNow = (): Pick<SettingsView, 'ownZone' | 'unknownZone'> => ({
    ownZone: ownZone.zone,
    unknownZone: unknownZone(ownZone, isZoneGuessed),
  })
  const settings = createSource<SettingsView>({
    ...settingsView(policy, appVersion, ownZone.zone, attract),
    ...zonesNow(),
  })
  ownZone.onChange(() => {
    settings.publish(zonesNow())
  })
  const sources: Sources = {
    app: {
      settings,
      channels: channels.source,
      pulse: watchdog.pulse,
    },
    visit: { view: visit.source },
    chat: { view: chat.source },
    callback: { view: callback.source },
    call: { view: call.source },
    desktop: { view: desktop.source },
    staff: { view: staff.source },
  }
  return createIpcServer({
    contract,
    inputs: parsersOf(contract),
    handlers: createHandlers({
      visit: visit.handlers,
      chat: { ...chat.handlers, ...paper.handlers, ...viewer.handlers },
      callback: callback.handlers,
      call: call.handlers,
      desktop: desktop.handlers,
      staff: staff.handlers,
      clock,
      log,
      announceReady() {
        log.info('ready')
        announceReady()
        for (const feature of features.inOrder) feature.onReady?.()
      },
      answered: watchdog.answer,
    }),
    sources,
    clock,
    log: log.child('bridge'),
  })
}
