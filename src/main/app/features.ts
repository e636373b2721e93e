import { randomUUID } from 'node:crypto'
import type { AppWindow, Exit } from './app.electron.ts'
import type { Desktop } from '../desktop/desktop.electron.ts'
import { saveFile } from '../platform/files.electron.ts'
import { createCupsQueue } from '../paper/print-queue.ts'
import { createPress } from '../paper/printing.electron.ts'
import { guardScreenShare, listScreens } from '../call/screen-share.electron.ts'
import { createViewer } from '../viewer/viewer.electron.ts'
import { onWake } from '../platform/wake.electron.ts'
import { chromiumParts, copyText } from '../vault/wipe.electron.ts'
import { clearViewerSession } from '../viewer/viewer-pane.electron.ts'
import { createCountry } from '../settings/country.ts'
import { ownZone } from '../settings/known.ts'
import { openStaffCode } from '../staff/staff-code.ts'
import { canPrint, transcriptWays } from '../settings/view.ts'
import { createCall } from '../call/call.ts'
import { createCallback } from '../callback/callback.ts'
import { chatConfigOf } from '../chat/chat-config.ts'
import { createChatPaper } from '../paper/chat-paper.ts'
import { createChat } from '../chat/chat.ts'
import { isLive } from '../chat/chat-machine.ts'
import { mayLoadInViewer, mayReachFromViewer } from '../viewer/viewer-rules.ts'
import { createAttention } from '../desktop/attention.ts'
import { createLinks } from '../desktop/links.ts'
import type { Doctor } from '../staff/doctor.ts'
import { createStaff } from '../staff/staff-page.ts'
import { engagementOf } from '../visit/engagement.ts'
import { createWiper, type WipePart } from '../vault/wiper.ts'
import { createVisit } from '../visit/visit.ts'
import { createWatchdog, type Watchdog } from '../watchdog/watchdog.ts'
import { createBootClock } from '../platform/boot-clock.ts'
import { wordsIn } from '../platform/words.ts'
import type { Ground } from './startup.ts'
import type { Lines } from './connections.ts'

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
  const { secrets, centre, channels, random, signIn } = lines
  const words = () => wordsIn(visit.source.view.language, policy.texts)
  const zone = ownZone(policy)
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
    onEnd: async (number) => {
      const { isWhole } = await wiper.wipe(number)
      // A desktop has one user: there a failed wipe is only logged and shown on the staff page.
      return isWhole || !isKiosk
    },
    onSoiled: () => {
      watchdog.soiled()
    },
  })
  const wiper = createWiper({
    parts: (): readonly WipePart[] => [
      { store: 'chat', run: chat.endForVisit, isGrave: true },
      { store: 'callback', run: callback.endForVisit, isGrave: true },
      { store: 'call', run: call.endForVisit, isGrave: true },
      // A print queue that does not answer must not close the kiosk: its jobs are tried again.
      { store: 'print', run: press.endForVisit, isGrave: false },
      ...chromiumParts(isKiosk, () => app.window?.webContents, clearViewerSession).map((part) => ({
        ...part,
        isGrave: true,
      })),
    ],
    clock,
    log: log.child('wipe'),
    store: device,
  })
  const chat = createChat({
    centre,
    clock,
    boot: createBootClock(),
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
    store: device,
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
  const urls = () => chatConfigOf(policy, shell.version, country).url
  const viewer = createViewer({
    rules: {
      mayLoad: (url, as) => mayLoadInViewer(url, as, urls()),
      mayReach: (url, addresses) => mayReachFromViewer(url, addresses, urls()),
    },
    certificates: lines.guard,
    signIn,
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
    zone,
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
  const staffCode = openStaffCode({
    pin: ground.pin.text,
    isWrong: ground.pin.isWrong,
    vault,
    device,
    file: ground.file,
    log: log.child('staff'),
  })
  const staff = createStaff({
    wipes: () => wiper.records,
    policy,
    code: staffCode,
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
  if (chat.resumable) void visit.touch()
  // A customer of an earlier run may have left something in Chromium, the print queue or the clipboard.
  if (!chat.resume() && isKiosk) visit.wipeFirst()

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
    staffCode,
  }
}
