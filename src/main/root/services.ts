import { randomUUID } from 'node:crypto'
import type { AppWindow, Exit } from '../electron/app.ts'
import type { Desktop } from '../electron/desktop.ts'
import { saveFile } from '../electron/files.ts'
import { createCupsQueue } from '../electron/print-queue.ts'
import { createPress } from '../electron/printing.ts'
import { guardScreenShare, listScreens } from '../electron/screen-share.ts'
import { createViewer } from '../electron/viewer.ts'
import { onWake } from '../electron/wake.ts'
import { copyText, wipe } from '../electron/wipe.ts'
import { createCountry } from '../settings/country.ts'
import { canPrint, transcriptWays } from '../settings/view.ts'
import { createCall } from '../services/call/call.ts'
import { createCallback } from '../services/callback/callback.ts'
import { chatConfigOf } from '../services/chat-config.ts'
import { createChatPaper } from '../services/chat-paper.ts'
import { createChat } from '../services/chat/chat.ts'
import { isLive } from '../services/chat/chat-machine.ts'
import { mayLoadInViewer } from '../services/chat/viewer-rules.ts'
import { createAttention } from '../services/desktop/attention.ts'
import { createLinks } from '../services/desktop/links.ts'
import type { Doctor } from '../services/doctor/doctor.ts'
import { createStaff } from '../services/doctor/staff.ts'
import { engagementOf } from '../services/engagement.ts'
import { createVisit } from '../services/visit.ts'
import { createWatchdog, type Watchdog } from '../services/watchdog/watchdog.ts'
import { wordsIn } from '../support/words.ts'
import type { Ground } from './ground.ts'
import type { Lines } from './lines.ts'

/** What is there only once the app is open; services reach it through this. */
export interface Opened {
  window?: AppWindow
  exit?: Exit
  desktop?: Desktop
  /** Opens what surrounds a desk's window, once: menu and tray come after the first screen, ours or the safe one, and do not hold it up. */
  surround?: () => void
  watchdog?: Watchdog
}

export type Services = ReturnType<typeof createServices>

/** Everything a customer or staff can ask for, wired to each other. */
export function createServices(ground: Ground, lines: Lines, doctor: Doctor, app: Opened) {
  const { policy, isKiosk, shell, clock, log, vault, device } = ground
  const { secrets, centre, channels, random } = lines
  const words = () => wordsIn(visit.source.view.language, policy.texts)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const country = createCountry({
    policy: policy.callback.country,
    zones: [zone, policy.zone],
    languages: policy.languages,
  })
  // Chat and visit need each other: the visit asks for the chat only once it has begun.
  const visit = createVisit({
    policy,
    clock,
    log: log.child('visit'),
    engagement: () => engagementOf({ chat: chat.activity, call: call.phase }),
    onBegin: () => void channels.check(),
    onEnd: () => {
      chat.endForVisit()
      callback.endForVisit()
      call.endForVisit()
      press.endForVisit()
      void wipe(app.window?.webContents, { kiosk: isKiosk, log: log.child('wipe') })
    },
  })
  const chat = createChat({
    centre,
    clock,
    random,
    log: log.child('chat'),
    store: vault.store,
    config: () => chatConfigOf(policy, shell.version, country),
    visit: () => visit.source.view,
  })
  const press = createPress({
    printer: policy.print.printer,
    silent: isKiosk,
    // A desk prints by its dialog; Windows' queue is left alone (docs/kiosk.md).
    spool:
      isKiosk && process.platform !== 'win32' && policy.print.printer !== ''
        ? createCupsQueue(policy.print.printer)
        : undefined,
    clock,
    log: log.child('press'),
  })
  const callback = createCallback({
    centre,
    policy,
    appVersion: shell.version,
    clock,
    log: log.child('callback'),
    zone,
    language: () => visit.source.view.language,
    country,
    createId: randomUUID,
    saveFile,
    print: canPrint(policy) ? press.print : undefined,
  })
  chat.source.subscribe((view) => {
    visit.engagementChanged()
    if (view.phase === 'failed') channels.noteFailure('chat', view.failure)
  })
  const call = createCall({
    policy,
    secrets: () => ({
      password: secrets['sip-password'],
      turnSecret: secrets['turn-secret'],
    }),
    clock,
    random,
    log: log.child('call'),
    store: device,
    screens: listScreens,
    language: () => visit.source.view.language,
  })
  call.onPhase(() => {
    visit.engagementChanged()
  })
  guardScreenShare({ picker: call.picker, log: log.child('screen share') })
  onWake(() => {
    call.nudge()
  })
  const viewer = createViewer({
    mayLoad: (url, as) =>
      mayLoadInViewer(url, as, chatConfigOf(policy, shell.version, country).url),
    onState: (entryId, state) => {
      chat.pageState(entryId, state)
    },
    clock,
    log: log.child('viewer'),
  })
  chat.source.subscribe(({ phase, page }) => {
    viewer.show(isLive(phase) && page?.viewable === true ? page : undefined)
  })
  const watchdog = createWatchdog({
    policy,
    clock,
    log: log.child('watchdog'),
    store: device,
    rendering: ground.rendering,
    serviceManager: ground.serviceManager,
    visit: visit.source,
  })
  app.watchdog = watchdog
  const chatPaper = createChatPaper({
    ...press,
    ways: transcriptWays(policy),
    zone: policy.zone,
    log: log.child('paper'),
    saveFile,
    chat() {
      const entries = chat.transcript()
      return entries && { entries, customerName: chat.source.view.customerName }
    },
  })
  const links = createLinks({
    mode: policy.mode,
    topics: policy.chat.topics.map(({ key }) => key),
    log: log.child('links'),
  })
  const attention = createAttention({
    wanted: policy.desktop.notifications,
    words,
    onUnread: (count) => app.desktop?.unread(count),
    onNotice: (notice) => app.desktop?.notice(notice),
  })
  const staff = createStaff({
    policy,
    appVersion: shell.version,
    canPrint: canPrint(policy),
    clock,
    log: log.child('staff'),
    look: (devices) => doctor.look(devices, words()),
    onOpen: () => {
      if (isKiosk) visit.end()
    },
    act: doctor.actions({
      words,
      language: () => visit.source.view.language,
      print: press.print,
      save: saveFile,
      copy: copyText,
      restart: () => app.exit?.restart(),
      leave: () => app.exit?.quit(),
    }),
  })
  // Nothing that is not ours lies over the warning or the staff page.
  const cover = (): void => {
    viewer.cover(visit.source.view.stage === 'warning' || staff.source.view.stage !== 'closed')
  }
  visit.source.subscribe(cover)
  staff.source.subscribe(cover)
  // A chat that goes on belongs to the visit that begins with it.
  if (chat.resumable) visit.touch()
  chat.resume()

  return {
    words,
    visit,
    chat,
    press,
    callback,
    call,
    viewer,
    watchdog,
    chatPaper,
    links,
    attention,
    staff,
  }
}
