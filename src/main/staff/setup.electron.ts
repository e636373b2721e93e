import type { BrowserWindow } from 'electron'
import type { WipeRecord } from '../../contract/staff.ts'
import type { Context } from '../context.ts'
import { saveFile } from '../platform/files.electron.ts'
import type { ProxySignIn } from '../platform/proxy-sign-in.ts'
import type { GuardedSession } from '../platform/trust.electron.ts'
import { socketOrigins } from '../settings/centre.ts'
import { copyText } from '../vault/wipe.electron.ts'
import type { VisitFeature } from '../visit/setup.ts'
import type { WatchdogState } from '../watchdog/watchdog.ts'
import { createDoctor, type Doctor, type DoctorDeps } from './doctor.ts'
import { createPageProbe } from './hidden-page.electron.ts'
import { lookAtMachine } from './machine.electron.ts'
import { openStaffCode } from './staff-code.ts'
import { createStaff } from './staff-page.ts'

/** What the self-test looks at beside the context. */
export interface Tested extends Pick<
  DoctorDeps,
  'loaded' | 'trust' | 'channels' | 'centreOf' | 'http' | 'centreHistory' | 'kept' | 'faults'
> {
  readonly signIn: ProxySignIn
  readonly userData: string
  readonly guardCertificates: (used: GuardedSession) => void
}

/** What only an app with a window has. */
interface Running {
  readonly window: () => BrowserWindow | undefined
  readonly watchdog: () => WatchdogState
}

/** The self-test; without a window for `--doctor`. */
export function setupSelfTest(context: Context, tested: Tested, running?: Running): Doctor {
  const { policy, ownZone, appVersion, clock, log, vault, secrets, centre } = context
  const { userData, guardCertificates, ...facts } = tested
  return createDoctor({
    ...facts,
    policy,
    ownZone,
    appVersion,
    clock,
    vault,
    secrets,
    centre: policy.centre.baseUrl === undefined ? undefined : centre,
    probe: createPageProbe({
      connect: socketOrigins(policy),
      signIn: tested.signIn,
      guardCertificates,
      log: log.child('probe'),
      isAlone: running === undefined,
    }),
    machine: () => lookAtMachine(userData, running?.window()),
    watchdog: () => running?.watchdog(),
  })
}

interface Others {
  readonly visit: Pick<VisitFeature, 'end' | 'language' | 'words'>
  readonly paper: {
    readonly canPrint: boolean
    readonly print: (html: string) => Promise<boolean>
  }
  readonly watchdog: { readonly state: () => WatchdogState }
  readonly tested: Tested
  /** The code of the policy, and the file it was read from. */
  readonly pin: { readonly text: string; readonly isWrong: boolean }
  readonly file: string
  readonly exit: { readonly restart: () => void; readonly quit: () => void }
  /** The last wipes, the newest first. */
  readonly wipes: () => readonly WipeRecord[]
}

export function setupStaff(context: Context, others: Others) {
  const { policy, isKiosk, appVersion, clock, log, vault, device } = context
  const { visit, paper, watchdog, pin, exit, wipes } = others
  let window: BrowserWindow | undefined
  const doctor = setupSelfTest(context, others.tested, {
    window: () => window,
    watchdog: watchdog.state,
  })
  const code = openStaffCode({
    pin: pin.text,
    isWrong: pin.isWrong,
    vault,
    device,
    file: others.file,
    log: log.child('staff'),
  })
  const { source, handlers, ask, stop } = createStaff({
    wipes,
    policy,
    code,
    appVersion,
    canPrint: paper.canPrint,
    clock,
    log: log.child('staff'),
    look: (devices) => doctor.look(devices, visit.words()),
    onOpen: () => {
      if (isKiosk) visit.end()
    },
    act: doctor.actions({
      words: visit.words,
      language: visit.language,
      print: paper.print,
      save: saveFile,
      copy: copyText,
      restart: exit.restart,
      leave: exit.quit,
    }),
  })

  return {
    source,
    handlers,
    ask,
    onWindow(opened: BrowserWindow) {
      window = opened
    },
    onReady: () => void code.keep(),
    stop,
  }
}
