import { join } from 'node:path'
import { logProcessExits, systemKeyring, whenReady, type AppInfo } from './process.electron.ts'
import { openLocalSettings } from '../settings/local-settings.ts'
import { isUnderKioskCompositor } from '../staff/machine.electron.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { attractOf, type Attract } from '../settings/attract.ts'
import { keepLastGood, readLastGood, type LastGood } from '../settings/last-good.ts'
import { loadSettings, type PolicyProblem } from '../settings/load.ts'
import { linesOf, originWithVault, type Origin } from '../settings/origin.ts'
import type { Policy } from '../settings/policy.ts'
import { keptIn, takeOut, type Secrets } from '../settings/secrets.ts'
import { trustOf } from '../settings/trust.ts'
import { isCommand } from './commands.ts'
import { vaultTrouble } from '../staff/vault-trouble.ts'
import { createRendering, type Rendering } from '../watchdog/rendering.ts'
import { createServiceManager, type ServiceManager } from '../watchdog/service-manager.ts'
import type { Trust } from '../platform/certificates.ts'
import type { Clock } from '../platform/clock.ts'
import { createFileLog, type FileLog } from '../platform/file-log.ts'
import type { Log } from '../platform/log.ts'
import { machineZone } from '../platform/machine-zone.ts'
import type { PersistentStore } from '../platform/persistent-store.ts'
import type { StorageFacts } from '../staff/machine-facts.ts'
import { openNotifySocket } from '../watchdog/notify-socket.ts'
import { ours } from '../platform/said.ts'
import { inEnglish, terminalLanguage, wordsIn } from '../platform/words.ts'

/** What the policy and the other layers of settings say. */
export interface Settings {
  /** Without its secrets. */
  readonly policy: Policy
  readonly isKiosk: boolean
  /** The secrets that are still in the policy file. */
  readonly found: Secrets
  /** The code of the staff page, where the policy file still holds it. */
  readonly pin: { readonly text: string; readonly isWrong: boolean }
  readonly file: string
  /** The zone that counts as the centre's is not the policy's own, which nobody knows. */
  readonly isZoneGuessed: boolean
  readonly trust: Trust
  readonly attract: Attract
  readonly problems: readonly PolicyProblem[]
  readonly origin: Origin
  /** What this machine is to remember of the policy. */
  readonly remember: LastGood | undefined
  /** Of this device, and of no customer. Throws Error where the user data cannot be used. */
  readonly openDevice: () => PersistentStore
}

/** What is there before anything can fail. */
export interface StartOptions {
  readonly appInfo: AppInfo
  readonly settings: Settings
  readonly clock: Clock
  readonly serviceManager: ServiceManager
  /** How many faults nobody has caught so far. */
  readonly faults: () => number
  /** There is a file to write to. */
  readonly onLog: (log: Log) => void
}

/** Settings, log, stores and vault: every feature needs them. */
export interface Core extends Settings, Omit<StartOptions, 'settings' | 'onLog'> {
  readonly log: FileLog
  /** Of this device, and of no customer. */
  readonly device: PersistentStore
  readonly rendering: Rendering
  readonly vault: Vault
}

/** Reads the settings; whatever is wrong with them is one of their problems, never an error. */
export function readSettings(appInfo: AppInfo, clock: Clock, log: Log): Settings {
  let device: PersistentStore | undefined
  const openDevice = (): PersistentStore =>
    (device ??= openLocalSettings(appInfo.userData, clock, log))
  const lastGood = readLastGood(openDevice)
  const { file, origin, remember, mistaken, isZoneGuessed, ...settings } = loadSettings(
    appInfo.args,
    {
      platform: process.platform,
      environment: process.env,
      lastGood,
      zone: machineZone,
      isShippedKiosk: () =>
        appInfo.isPackaged && (lastGood.mode === 'kiosk' || isUnderKioskCompositor()),
    },
  )
  const { policy, found, pin } = takeOut(settings.policy)
  const { trust, problems } = trustOf(policy)
  const attract = attractOf(policy, file)
  return {
    policy,
    isKiosk: policy.mode === 'kiosk',
    found,
    pin: { text: pin, isWrong: mistaken.has('staff.pin') },
    file,
    isZoneGuessed,
    trust,
    attract,
    problems: [...settings.problems, ...problems, ...attract.problems],
    origin,
    remember,
    openDevice,
  }
}

/**
 * Opens what comes first, in the one order that works: log, device store, graphics, and once Chromium is
 * up, the vault.
 * @throws Error where the user data cannot be used.
 */
export async function openCore(options: StartOptions): Promise<Core> {
  const { appInfo, settings, clock, serviceManager, faults, onLog } = options
  const { policy, isKiosk } = settings
  const log = createFileLog({
    folder: join(appInfo.userData, 'logs'),
    level: policy.log.level,
    now: clock.now,
  })
  onLog(log)
  logProcessExits(log)
  log.info('start', { version: ours(appInfo.version), mode: policy.mode })
  for (const { path, reason } of settings.problems)
    log.error('policy', { path: ours(path), reason: ours(inEnglish(reason)) })
  const device = settings.openDevice()
  if (settings.remember && !isCommand(appInfo)) {
    try {
      keepLastGood(device, settings.remember)
    } catch (error) {
      log.error('the policy cannot be remembered', { error })
    }
  }
  const rendering = createRendering({
    store: device,
    clock,
    version: appInfo.build,
    wanted: policy.watchdog.rendering,
  })
  await whenReady(rendering.mode, isKiosk, log)
  const vault = await openVault({
    folder: join(appInfo.userData, 'vault'),
    wanted: policy.secrets.store,
    keyring: systemKeyring(),
    clock,
    log: log.child('vault'),
  })
  if (vault.advice !== undefined) {
    const words = wordsIn(terminalLanguage(process.env))
    const trouble = words(vaultTrouble(vault.problem ?? ''))
    process.stderr.write(`callpoint: ${trouble}: ${words(vault.advice.key, vault.advice.values)}\n`)
  }
  const origin = originWithVault(settings.origin, keptIn(vault.secrets))
  for (const { from, keys } of linesOf(origin)) {
    // As long as a text of the log may be.
    for (const part of keys.match(/.{1,290}(?:, |$)/gu) ?? [])
      log.info('settings', { from, keys: ours(part) })
  }
  return {
    ...settings,
    origin,
    appInfo,
    clock,
    log,
    serviceManager,
    faults,
    device,
    rendering,
    vault,
  }
}

/** Whether stores and log reach the disk; writes a line to the log to find out. */
export function storageFacts({ log, device, vault }: Core): StorageFacts {
  const unwritten = vault.unwritten ?? device.unwritten?.code
  const unlogged = log.probe()
  return {
    ...(unwritten === undefined ? {} : { unwritten }),
    ...(unlogged === undefined ? {} : { unlogged }),
  }
}

/** Stops retrying writes and closes the log. */
export async function closeCore({ log, device, vault }: Core): Promise<void> {
  device.stop()
  vault.stop()
  await log.close()
}

/** The service manager that started the app, where there is one. */
export function openServiceManager(clock: Clock, log: () => Log): ServiceManager {
  return createServiceManager({
    clock,
    notify: openNotifySocket(process.env, (error) => {
      log().error('the service manager cannot be told', { error })
    }),
    watchdogMicroseconds: process.env['WATCHDOG_USEC'],
  })
}
