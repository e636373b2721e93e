import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { startXServer, type Display } from './display.ts'
import { isRoot } from '../../../scripts/lib/paths.ts'

/** Without one, even a server that shows nothing does not start. */
const TERMINAL = '/dev/tty0'
/** Debian keeps the plain server there; the one in the path only lets in who sits at the machine. */
const XORG = '/usr/lib/xorg/Xorg'
const DRIVER = '/usr/lib/xorg/modules/drivers/dummy_drv.so'

export interface TwoScreens extends Display {
  /** The second screen's cable: 1920 by 1080 pixels, to the right of the first with 1280 by 800. */
  readonly plug: () => void
  readonly pull: () => void
}

/** A real X server with outputs whose cables the test holds; nothing where there is none, or no root to start it. */
export async function startTwoScreens({ user }: ElectronLaunch): Promise<TwoScreens | undefined> {
  if (!isRoot() || ![TERMINAL, XORG, DRIVER].every((path) => existsSync(path))) return undefined
  const settings = (folder: string): readonly string[] => {
    const file = join(folder, 'xorg.conf')
    writeFileSync(file, serverSettings)
    // With no terminal of the machine's own: there may be none, and somebody may sit at it.
    const apart = ['-sharevts', '-novtswitch', '-logfile', join(folder, 'Xorg.log')]
    return ['-config', file, ...apart]
  }
  const server = await startXServer(user, XORG, settings)
  const env = { ...process.env, ...server.environment }
  const xrandr = (...words: readonly string[]): void => {
    execFileSync('xrandr', words, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  xrandr('--addmode', 'DUMMY1', '1920x1080')
  const change = (...words: readonly string[]): void => {
    xrandr('--output', 'DUMMY1', ...words)
    // Asked again, the server looks which outputs are connected; a card with cables tells it so.
    xrandr('--query')
  }
  return {
    ...server,
    plug: () => change('--mode', '1920x1080', '--right-of', 'DUMMY0'),
    pull: () => change('--off'),
  }
}

const serverSettings = `
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoAddGPU" "false"
  Option "BlankTime" "0"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 65536
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "1280x800"
    Virtual 3840 2160
  EndSubSection
EndSection
`
