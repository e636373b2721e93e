import { contract, type Sources } from '../../contract/contract.ts'
import { done, fail } from '../../contract/outcome.ts'
import { announceReady, openApp } from './app.electron.ts'
import { listenForLinks, openDesktop } from '../desktop/desktop.electron.ts'
import { onPageGone, onSafeScreen } from '../window/window.electron.ts'
import { createHandlers } from './handlers.ts'
import { inputs } from './inputs.ts'
import { createDesk } from './serve.ts'
import { socketOrigins } from '../settings/centre.ts'
import { settingsView } from '../settings/view.ts'
import { linkOnLine } from '../desktop/link.ts'
import { placeOf } from '../desktop/place.ts'
import { engagementOf } from '../visit/engagement.ts'
import { openState } from '../visit/hours.ts'
import { createFailedStarts } from '../watchdog/failed-start.ts'
import { safePage } from '../watchdog/safe-page.ts'
import type { Desk } from './desk.ts'
import { createSource } from '../platform/source.ts'
import { leaveGround, type Ground } from './startup.ts'
import type { Lines } from './connections.ts'
import type { Opened, Services } from './features.ts'

/** Who answers the page: every call to its service, every feed from its source. */
function openDesk(ground: Ground, lines: Lines, services: Services, app: Opened): Desk {
  const { policy, isKiosk, shell, clock, log, device } = ground
  const { visit, chat, chatPaper, callback, call, links, staff, staffCode, viewer, watchdog } =
    services
  const sources: Sources = {
    app: {
      settings: createSource(settingsView(policy, shell.version, ground.attract.view)),
      channels: lines.channels.source,
      pulse: watchdog.pulse,
    },
    visit: { view: visit.source },
    chat: { view: chat.source },
    callback: { view: callback.source },
    call: { view: call.source },
    desktop: { view: links.source },
    staff: { view: staff.source },
  }
  /** On a kiosk nothing begins outside a visit: a late request of the last visit's page is dropped. */
  const isOutside = (): boolean => isKiosk && visit.source.view.stage === 'absent'
  return createDesk({
    contract,
    inputs,
    handlers: createHandlers({
      visit,
      chat: {
        ...chat.handlers,
        ...chatPaper,
        start: (input) => (isOutside() ? fail('wrong-state') : chat.handlers.start(input)),
        viewerBounds(rect) {
          viewer.place(rect)
          return done
        },
      },
      callback: {
        ...callback.handlers,
        open: (input) => (isOutside() ? fail('wrong-state') : callback.handlers.open(input)),
        request: (input) => (isOutside() ? fail('wrong-state') : callback.handlers.request(input)),
      },
      call: {
        ...call.handlers,
        grant: (ask) =>
          isOutside() && ask.isGoodbye !== true ? fail('wrong-state') : call.handlers.grant(ask),
      },
      desktop: links.handlers,
      staff: staff.handlers,
      clock,
      log,
      announceReady() {
        log.info('ready')
        announceReady()
        createFailedStarts(() => device).forget()
        void staffCode.keep()
        watchdog.ready()
        app.surround?.()
      },
      answered: watchdog.answer,
    }),
    sources,
    clock,
    log: log.child('bridge'),
  })
}

/** Opens the window over the services, and keeps house until the app quits. */
export function openHouse(ground: Ground, lines: Lines, services: Services, app: Opened): void {
  const { policy, isKiosk, shell, clock, log, device } = ground
  const { channels, http } = lines
  const { words, visit, chat, call, viewer, watchdog, links, attention, staff } = services
  app.exit = openApp({
    shell,
    ...(isKiosk
      ? {
          kiosk: {
            display: policy.kiosk.display,
            openState: () => openState(policy, clock.now()),
          },
        }
      : {}),
    clock,
    place: { store: device, clock, placeOf },
    title: policy.brand.name,
    desk: openDesk(ground, lines, services, app),
    connect: socketOrigins(policy),
    signIn: lines.signIn,
    picture: ground.attract.picture,
    guardCertificates: lines.guard,
    log: log.child('shell'),
    watchdog,
    safePage: (address) => {
      const { language, comfort } = visit.source.view
      return safePage(policy, { language, theme: comfort.theme }, address)
    },
    onWindow(window) {
      app.window = window
      viewer.attach(window)
      // Until its page is there, the machine has enough to do with that.
      window.once('ready-to-show', () => void channels.check())
      onPageGone(window, () => {
        call.pageGone()
      })
      if (isKiosk) return
      app.surround = () => {
        app.desktop ??= openDesktop({
          window,
          name: policy.brand.name,
          tray: policy.desktop.tray,
          words,
          onChannel: (channel) => {
            links.show({ channel })
          },
          onDoctor: staff.ask,
          onFocus: attention.focusChanged,
          isEngaged: () => engagementOf({ chat: chat.activity, call: call.phase }) !== 'none',
          log: log.child('desktop'),
        })
      }
      onSafeScreen(window, app.surround)
    },
    async onQuit(startsAgain) {
      await watchdog.stop()
      if (!startsAgain) {
        await chat.endForQuit().catch((error: unknown) => {
          log.error('the chat could not be ended', { error })
        })
      }
      channels.stop()
      visit.stop()
      staff.stop()
      chat.stop()
      http.close()
      await leaveGround(ground)
    },
  })
  let spoken = visit.source.view.language
  visit.source.subscribe(({ language }) => {
    if (language !== spoken) app.desktop?.renewWords()
    spoken = language
  })
  attention.chatChanged(chat.source.view)
  chat.source.subscribe(attention.chatChanged)
  listenForLinks(shell.args, linkOnLine, links.take)
}
