import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { atExit } from '../../../scripts/lib/at-exit.ts'
import { which } from '../../../scripts/lib/command.ts'
import { isRoot } from '../../../scripts/lib/paths.ts'
import { ScriptFailure } from '../../../scripts/lib/failure.ts'
import { signOfLife } from './sign-of-life.ts'
import { handOver, type UnprivilegedUser } from './unprivileged.ts'
import { privateFolder } from './folders.ts'

export interface Display {
  /** What a program that shows windows must find in its environment. */
  readonly environment: Readonly<Record<string, string>>
  /** Where the virtual screen's memory can be read as an XWD file; absent on a real display. */
  readonly framebuffer?: string
  /** Ends the virtual display; does nothing on a real one. */
  readonly close: () => void
}

/** True when this process can show windows without a virtual display. */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (process.platform !== 'linux') return true
  if (environment['DISPLAY']) return true
  // A Wayland compositor lets in nobody but its own user.
  return Boolean(environment['WAYLAND_DISPLAY']) && !isRoot()
}

/**
 * The display that is there, or a virtual one of `size` pixels that ends with this process, however that ends.
 * @throws ScriptFailure when there is none and none can be started.
 */
export async function ensureDisplay(
  user: UnprivilegedUser | undefined,
  size: { readonly width: number; readonly height: number },
): Promise<Display> {
  return hasDisplay() ? borrowDisplay(user) : await startVirtualDisplay(user, size)
}

/** On a real display as root, the unprivileged user needs a copy of the key to it. */
function borrowDisplay(user: UnprivilegedUser | undefined): Display {
  const key = process.env['XAUTHORITY'] ?? join(homedir(), '.Xauthority')
  if (user === undefined || !existsSync(key)) return { environment: {}, close: () => undefined }
  const folder = privateFolder(user, 'display')
  const copy = join(folder, 'Xauthority')
  copyFileSync(key, copy)
  chmodSync(copy, 0o600)
  handOver(user, copy)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const forget = atExit(remove)
  const close = () => {
    forget()
    remove()
  }
  return { environment: { XAUTHORITY: copy }, close }
}

/**
 * A virtual display of `size` pixels of its own, with a key that only `user` (or the caller) holds. It ends with this
 * process, however that ends.
 * @throws ScriptFailure when there is no Xvfb or it does not start.
 */
export async function startVirtualDisplay(
  user: UnprivilegedUser | undefined,
  size: { readonly width: number; readonly height: number },
): Promise<Display> {
  const xvfb = which('Xvfb')
  if (xvfb === undefined) throw new ScriptFailure('there is no display and no Xvfb to stand in')
  const screen = (folder: string) => [
    ...['-screen', '0', `${size.width}x${size.height}x24`],
    ...['-fbdir', folder],
  ]
  const { folder, ...server } = await startXServer(user, xvfb, screen)
  return { ...server, framebuffer: join(folder, 'Xvfb_screen0') }
}

/**
 * A server of the X Window System on a display of its own, with a key that only `user` (or the caller) holds, and a
 * folder for its files. It ends with this process, however that ends.
 * @throws ScriptFailure when it does not start.
 */
export async function startXServer(
  user: UnprivilegedUser | undefined,
  program: string,
  own: (folder: string) => readonly string[],
): Promise<Display & { readonly folder: string }> {
  const folder = privateFolder(user, 'display')
  const key = join(folder, 'Xauthority')
  writeFileSync(key, authorityEntry(randomBytes(16)), { mode: 0o600 })
  handOver(user, key)
  const access = ['-displayfd', '3', '-nolisten', 'tcp', '-auth', key, '-noreset']
  const words = tiedToParent([program, ...own(folder), ...access], 'TERM')
  const [command = '', ...args] = words
  // In a session of its own, so that Ctrl-C reaches the app first and the display goes last.
  const log = openSync(join(folder, 'server.log'), 'w')
  const child = spawn(command, args, { stdio: ['ignore', log, log, 'pipe'], detached: true })
  closeSync(log)
  const end = () => {
    // Asked and not killed: it removes its socket and its lock file by itself.
    child.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  const forget = atExit(end)
  const close = () => {
    forget()
    end()
  }
  try {
    const display = `:${await displayNumber(child, join(folder, 'server.log'))}`
    child.unref()
    return {
      environment: { DISPLAY: display, XAUTHORITY: key },
      folder,
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/** Waits until the server has said on which display it can be reached. */
async function displayNumber(child: ChildProcess, log: string): Promise<string> {
  const channel = child.stdio[3]
  const answer = await signOfLife<string>({
    child,
    what: 'the virtual display',
    said: () => readFileSync(log, 'utf8'),
    listen(resolve) {
      let text = ''
      channel?.on('data', (chunk) => {
        text += String(chunk)
        if (text.includes('\n')) resolve(text.trim())
      })
    },
  })
  channel?.destroy()
  return answer
}

/** One entry of an Xauthority file that fits every host and display: a MIT-MAGIC-COOKIE-1 with this cookie. */
export function authorityEntry(cookie: Uint8Array): Buffer {
  const anyFamily = Buffer.from([0xff, 0xff])
  return Buffer.concat([
    anyFamily,
    counted(Buffer.alloc(0)),
    counted(Buffer.alloc(0)),
    counted(Buffer.from('MIT-MAGIC-COOKIE-1')),
    counted(cookie),
  ])
}

function counted(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/**
 * The words of a command that gets `signal` when this process ends, even when it is killed (where the system can do
 * that).
 */
export function tiedToParent(
  words: readonly string[],
  signal: 'TERM' | 'KILL' = 'KILL',
): readonly string[] {
  const canTie = process.platform === 'linux' && which('setpriv') !== undefined
  return canTie ? ['setpriv', '--pdeathsig', signal, '--', ...words] : words
}
