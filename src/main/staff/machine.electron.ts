import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { app, Menu, screen, type BrowserWindow } from 'electron'
import type { LockPart, MachineFacts, SystemFacts } from './machine-facts.ts'
import { wrongFuses } from '../platform/fuse-wire.ts'

/** What of the machine the self-test tells. `window` is absent on the command line. */
export async function lookAtMachine(
  folder: string,
  window: BrowserWindow | undefined,
): Promise<MachineFacts> {
  const [free, fuses, printers] = await Promise.all([
    statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => undefined,
    ),
    app.isPackaged ? wrongFuses(process.execPath).catch(() => undefined) : undefined,
    window === undefined
      ? undefined
      : window.webContents.getPrintersAsync().then(
          (list) => list.map(({ name }) => name),
          () => undefined,
        ),
  ])
  return {
    displays: screen.getAllDisplays().map(({ size }) => size),
    ...(printers === undefined ? {} : { printers }),
    ...(window?.isKiosk() === undefined ? {} : { unlocked: unlockedIn(window) }),
    ...(free === undefined ? {} : { freeBytes: free }),
    isWritable: canWrite(folder),
    folder,
    docs: docsFolder(),
    electron: process.versions.electron,
    isPackaged: app.isPackaged,
    ...(fuses === undefined ? {} : { wrongFuses: fuses }),
    system: await systemFacts(),
  }
}

/** What of a kiosk's lock does not hold, as the window itself tells. */
function unlockedIn(window: BrowserWindow): readonly LockPart[] {
  const { webContents } = window
  const checks: readonly (readonly [LockPart, boolean])[] = [
    ['kiosk', window.isKiosk()],
    ['onTop', window.isAlwaysOnTop()],
    ['menu', Menu.getApplicationMenu() === null],
    ['tools', !webContents.isDevToolsOpened()],
    ['zoom', webContents.getZoomFactor() === 1],
    ['screen', isWhole(window)],
  ]
  return checks.filter(([, holds]) => !holds).map(([what]) => what)
}

function isWhole(window: BrowserWindow): boolean {
  const { x, y, width, height } = window.getBounds()
  return screen
    .getAllDisplays()
    .some(
      ({ bounds }) =>
        x <= bounds.x &&
        y <= bounds.y &&
        x + width >= bounds.x + bounds.width &&
        y + height >= bounds.y + bounds.height,
    )
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A Debian package lays its documents where Debian wants them, every other one beside the app. */
function docsFolder(): string {
  if (!app.isPackaged) return 'docs'
  const debian = '/usr/share/doc/callpoint'
  return existsSync(join(debian, 'configuration.md')) ? debian : join(process.resourcesPath, 'docs')
}

const ADMINS = /^(?:sudo|wheel|admin|docker|lxd)$/u
const COMPOSITORS = /^(?:cage|kiosk-shell|weston|gnome-kiosk)/u

async function systemFacts(): Promise<SystemFacts> {
  const { platform } = process
  const isRoot = process.getuid?.() === 0
  if (platform !== 'linux') return { platform, isRoot, adminGroups: [] }
  const desktop = process.env['XDG_CURRENT_DESKTOP'] ?? ''
  const compositor = compositorAbove(process.ppid)
  return {
    platform,
    isRoot,
    adminGroups: await adminGroups(),
    ...(desktop === '' ? {} : { desktop }),
    ...(compositor === undefined ? {} : { compositor }),
  }
}

async function adminGroups(): Promise<readonly string[]> {
  try {
    const { stdout } = await promisify(execFile)('id', ['-Gn'], { timeout: 2000 })
    return stdout.split(/\s+/u).filter((name) => ADMINS.test(name))
  } catch {
    return []
  }
}

/** Whether a kiosk compositor, which shows a single program, started us. */
export function isUnderKioskCompositor(): boolean {
  return process.platform === 'linux' && compositorAbove(process.ppid) !== undefined
}

/** Whether a kiosk's compositor started us: the line of our parents is followed up. */
function compositorAbove(parent: number): readonly string[] | undefined {
  let pid = parent
  for (let step = 0; step < 12 && pid > 1; step += 1) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
      const program = (words[0] ?? '').split('/').at(-1) ?? ''
      if (COMPOSITORS.test(program)) return [program, ...words.slice(1)]
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      pid = Number(/^PPid:\s+(\d+)$/mu.exec(status)?.[1] ?? 0)
    } catch {
      return undefined
    }
  }
  return undefined
}
