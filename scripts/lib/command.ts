import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { messageOf } from './failure.ts'

export interface CommandResult {
  /** The exit code; 127 when it could not be started, 128 plus the signal's number when a signal ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a short command to its end and captures what it says. Never throws. */
export function capture(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeoutMs?: number } = {},
): CommandResult {
  const { timeoutMs, ...rest } = options
  const result = spawnSync(command, args, {
    ...rest,
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs, killSignal: 'SIGKILL' }),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.error) return { code: 127, stdout: '', stderr: messageOf(result.error) }
  return { code: result.status ?? 128, stdout: result.stdout, stderr: result.stderr }
}

const running = new Set<ChildProcess>()

/** Asks every command that `run` or `gather` has started to end, and waits until all have. */
export async function endRunning(): Promise<void> {
  const ends = [...running].map(
    async (child) => await new Promise<void>((resolve) => child.once('close', () => resolve())),
  )
  for (const child of running) child.kill('SIGTERM')
  await Promise.all(ends)
}

function track(child: ChildProcess): ChildProcess {
  running.add(child)
  const forget = () => running.delete(child)
  child.once('error', forget)
  child.once('close', forget)
  return child
}

/** Runs a command, by default with this process' own output, and answers its exit code. */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  return await new Promise((answer) => {
    const child = track(
      spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options }),
    )
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${messageOf(error)}\n`)
      answer(127)
    })
    child.once('close', (code) => answer(code ?? 128))
  })
}

/** Runs a command and gathers what it says on both channels in the order in which it came. */
export async function gather(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<{ code: number; output: string }> {
  return await new Promise((answer) => {
    let output = ''
    const child = track(spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }))
    const add = (chunk: unknown) => (output += String(chunk))
    child.stdout?.setEncoding('utf8').on('data', add)
    child.stderr?.setEncoding('utf8').on('data', add)
    child.once('error', (error) => answer({ code: 127, output: messageOf(error) }))
    child.once('close', (code) => answer({ code: code ?? 128, output }))
  })
}

/** The full path of a program on PATH, or `undefined`. */
export function which(name: string): string | undefined {
  // Debian keeps some tools in places that are not on everybody's PATH.
  const extra = process.platform === 'linux' ? ['/usr/sbin', '/sbin'] : []
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...extra]
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
