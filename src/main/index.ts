import './support/web-crypto.ts'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { contract, type Sources } from '../contract/contract.ts'
import { done } from '../contract/outcome.ts'
import { createCentre } from './centre/client.ts'
import {
  announceReady,
  catchFaults,
  leave,
  openApp,
  prepareShell,
  systemKeyring,
  whenReady,
  type AppWindow,
  type Exit,
  type Shell,
} from './electron/app.ts'
import { listenForLinks, openDesktop, type Desktop } from './electron/desktop.ts'
import { saveFile } from './electron/files.ts'
import { createElectronHttp } from './electron/http.ts'
import { openLocalSettings } from './electron/local-settings.ts'
import { lookAtMachine } from './electron/machine.ts'
import { createPress } from './electron/printing.ts'
import { guardScreenShare, listScreens } from './electron/screen-share.ts'
import { guardCertificates } from './electron/trust.ts'
import { openVault } from './electron/vault.ts'
import { createViewer } from './electron/viewer.ts'
import { onWake } from './electron/wake.ts'
import { onPageGone } from './electron/window.ts'
import { copyText, knowSessions, wipe } from './electron/wipe.ts'
import { createHandlers } from './ipc/handlers.ts'
import { inputs } from './ipc/inputs.ts'
import { createDesk } from './ipc/serve.ts'
import { centreConfigOf, socketOrigins } from './settings/centre.ts'
import { readCommandLine } from './settings/command-line.ts'
import { loadSettings } from './settings/load.ts'
import { storeSecret } from './settings/secret-command.ts'
import { moveIntoVault, takeOut } from './settings/secrets.ts'
import { trustOf } from './settings/trust.ts'
import { canPrint, settingsView, transcriptWays } from './settings/view.ts'
import { createCall } from './services/call/call.ts'
import { createCallback } from './services/callback/callback.ts'
import { createChannels } from './services/channels.ts'
import { chatConfigOf } from './services/chat-config.ts'
import { createChatPaper } from './services/chat-paper.ts'
import { createChat } from './services/chat/chat.ts'
import { isLive } from './services/chat/chat-machine.ts'
import { mayLoadInViewer } from './services/chat/viewer-rules.ts'
import { createAttention } from './services/desktop/attention.ts'
import { linkOnLine } from './services/desktop/link.ts'
import { createLinks } from './services/desktop/links.ts'
import { placeOf } from './services/desktop/place.ts'
import { createDoctor } from './services/doctor/doctor.ts'
import { createStaff } from './services/doctor/staff.ts'
import { engagementOf } from './services/engagement.ts'
import { openState } from './services/hours.ts'
import { createVisit } from './services/visit.ts'
import { createRendering } from './services/watchdog/rendering.ts'
import { safePage } from './services/watchdog/safe-page.ts'
import { createServiceManager } from './services/watchdog/service-manager.ts'
import { createWatchdog, type Watchdog } from './services/watchdog/watchdog.ts'
import { systemClock as clock } from './support/clock.ts'
import { createFileLog } from './support/file-log.ts'
import { openNotifySocket } from './support/notify-socket.ts'
import { redactText } from './support/redact.ts'
import { createSource } from './support/source.ts'
import { wordsIn } from './support/words.ts'

/** Composition root: the only file that knows all. */
async function open(shell: Shell): Promise<void> {
  const random = Math.random
  const settings = loadSettings(shell.args, process.platform, process.env)
  const { policy, found } = takeOut(settings.policy)
  const { trust, problems } = trustOf(policy)
  const log = createFileLog({ folder: join(shell.userData, 'logs'), level: policy.log.level })
  catchFaults(log)
  log.info('start', { version: shell.version, mode: policy.mode, origin: settings.origin })
  for (const { path, reason } of [...settings.problems, ...problems])
    log.error('policy', { path, reason })
  const isKiosk = policy.mode === 'kiosk'
  knowSessions()
  const serviceManager = createServiceManager({
    clock,
    notify: openNotifySocket(process.env, (error) => {
      log.error('the service manager cannot be told', { error })
    }),
    watchdogMicroseconds: process.env['WATCHDOG_USEC'],
  })
  const device = openLocalSettings(shell.userData)
  const rendering = createRendering({
    store: device,
    clock,
    version: shell.build,
    wanted: policy.watchdog.rendering,
  })
  await whenReady(rendering.mode, isKiosk, log)

  const vault = await openVault({
    folder: join(shell.userData, 'vault'),
    wanted: policy.secrets.store,
    keyring: systemKeyring(),
    log: log.child('vault'),
  })
  if (vault.advice !== undefined) process.stderr.write(`callpoint: ${vault.advice}\n`)
  const { storeSecret: wanted, doctor: printed } = readCommandLine(shell.args)
  if (wanted !== undefined) {
    const code = await storeSecret(wanted, vault, process.stdin, process.stdout, process.stderr)
    await log.close()
    leave(code)
    return
  }
  const secrets = moveIntoVault(found, vault, settings.file, log.child('vault'))
  const certificates = log.child('certificates')
  const http = createElectronHttp((used) => {
    guardCertificates(used, trust, clock, certificates)
  })
  const centreConfig = centreConfigOf(policy, secrets, shell.version)
  if (policy.centre.baseUrl !== undefined && secrets['client-secret'] === '') {
    log.error('there is no client secret: callpoint --store-secret client-secret')
  }
  const centre = createCentre({ http, clock, random, log, config: centreConfig })
  const channels = createChannels({
    policy,
    centre: policy.centre.baseUrl === undefined ? undefined : centre,
    clock,
    random,
    log: log.child('channels'),
  })
  const words = () => wordsIn(visit.source.view.language, policy.texts)
  const app: { window?: AppWindow; exit?: Exit; desktop?: Desktop; watchdog?: Watchdog } = {}
  const doctor = createDoctor({
    policy,
    loaded: { origin: settings.origin, problems: [...settings.problems, ...problems] },
    centre: policy.centre.baseUrl === undefined ? undefined : centre,
    channels,
    vault,
    secrets,
    trust,
    clock,
    appVersion: shell.version,
    machine: () => lookAtMachine(shell.userData, app.window),
    watchdog: () => app.watchdog?.state(),
  })
  if (printed !== undefined) {
    const { text, code } = await doctor.print(printed)
    process.stdout.write(text)
    channels.stop()
    http.close()
    await log.close()
    leave(code)
    return
  }
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
    config: () => chatConfigOf(policy, shell.version),
    visit: () => visit.source.view,
  })
  const press = createPress({
    printer: policy.print.printer,
    silent: isKiosk,
    log: log.child('press'),
  })
  const callback = createCallback({
    centre,
    policy,
    appVersion: shell.version,
    clock,
    log: log.child('callback'),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    language: () => visit.source.view.language,
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
    mayLoad: (url, as) => mayLoadInViewer(url, as, chatConfigOf(policy, shell.version).url),
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
    rendering,
    serviceManager,
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
  let spoken = visit.source.view.language
  // Nothing that is not ours lies over the warning or the staff page.
  const cover = (): void => {
    viewer.cover(visit.source.view.stage === 'warning' || staff.source.view.stage !== 'closed')
  }
  visit.source.subscribe(cover)
  staff.source.subscribe(cover)
  // A chat that goes on belongs to the visit that begins with it.
  if (chat.resumable) visit.touch()
  chat.resume()

  const sources: Sources = {
    app: {
      settings: createSource(settingsView(policy, shell.version)),
      channels: channels.source,
      pulse: watchdog.pulse,
    },
    visit: { view: visit.source },
    chat: { view: chat.source },
    callback: { view: callback.source },
    call: { view: call.source },
    desktop: { view: links.source },
    staff: { view: staff.source },
  }
  const desk = createDesk({
    contract,
    inputs,
    handlers: createHandlers({
      visit,
      chat: {
        ...chat.handlers,
        ...chatPaper,
        viewerBounds(rect) {
          viewer.place(rect)
          return done
        },
      },
      callback: callback.handlers,
      call: call.handlers,
      desktop: links.handlers,
      staff: staff.handlers,
      log,
      announceReady() {
        log.info('ready')
        announceReady()
        watchdog.ready()
      },
      answered: watchdog.answer,
    }),
    sources,
    clock,
    log: log.child('bridge'),
  })
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
    desk,
    connect: socketOrigins(policy),
    guardCertificates(used) {
      guardCertificates(used, trust, clock, certificates)
    },
    log: log.child('shell'),
    watchdog,
    safePage: (address) => {
      const { language, comfort } = visit.source.view
      return safePage(policy, { language, theme: comfort.theme }, address)
    },
    onWindow(window) {
      app.window = window
      viewer.attach(window)
      onPageGone(window, () => {
        call.pageGone()
      })
      if (isKiosk) return
      app.desktop = openDesktop({
        window,
        name: policy.brand.name,
        tray: policy.desktop.tray,
        words,
        onChannel: (channel) => {
          links.show({ channel })
        },
        onDoctor: staff.ask,
        onFocus: attention.focusChanged,
        log: log.child('desktop'),
      })
    },
    async onQuit() {
      await watchdog.stop()
      channels.stop()
      visit.stop()
      staff.stop()
      chat.stop()
      http.close()
      await log.close()
    },
  })
  visit.source.subscribe(({ language }) => {
    if (language !== spoken) app.desktop?.renewWords()
    spoken = language
  })
  attention.chatChanged(chat.source.view)
  chat.source.subscribe(attention.chatChanged)
  listenForLinks(shell.args, linkOnLine, links.take)
  void channels.check()
}

const shell = prepareShell(__dirname)
if (shell) {
  open(shell).catch((error: unknown) => {
    // Nothing is on the screen yet, and nothing will be: say so where a service manager listens.
    process.stderr.write(`callpoint: could not start: ${redactText(String(error))}\n`)
    process.exit(1)
  })
} else if (readCommandLine(process.argv.slice(1)).doctor !== undefined) {
  process.stderr.write(
    'callpoint: another contact point is running: end it first, or open its own doctor page\n',
  )
  process.exit(1)
} else if (readCommandLine(process.argv.slice(1)).storeSecret !== undefined) {
  process.stderr.write('callpoint: nothing was stored: end the running contact point first\n')
  process.exit(1)
}
