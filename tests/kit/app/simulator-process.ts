import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { atExit } from '../../../scripts/lib/at-exit.ts'
import type { SimulatorAddresses } from './demo-policy.ts'
import { tiedToParent } from '../machine/display.ts'
import { signOfLife } from '../machine/sign-of-life.ts'
import { ScriptFailure } from '../../../scripts/lib/failure.ts'
import { cacheDirectory, repositoryRoot } from '../../../scripts/lib/paths.ts'

const stopMs = 5_000

const ownProgram = join(repositoryRoot, 'simulator', 'cli.ts')

/** What is started: the simulator of this clone, or one that was installed. */
export interface SimulatorProgram {
  readonly command: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
}

export interface RunningSimulator extends SimulatorAddresses {
  /** Settles once the simulator has ended, whoever ended it, with the reason in words. */
  readonly ended: Promise<string>
  /** What it has said since its first line, the last 200 lines. */
  readonly output: () => string
  readonly stop: () => Promise<void>
}

/**
 * The addresses in a simulator's first line.
 * @throws ScriptFailure when it is anything else.
 */
export function parseFirstLine(line: string): SimulatorAddresses {
  const refuse = (reason: string) =>
    new ScriptFailure(`the simulator's first line ${reason}: ${line.slice(0, 200)}`)
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw refuse('is not JSON')
  }
  const fields = new Map<string, unknown>(
    typeof value === 'object' && value !== null ? Object.entries(value) : [],
  )
  const text = (name: string): string => {
    const found = fields.get(name)
    if (typeof found !== 'string' || found === '') throw refuse(`lacks "${name}"`)
    return found
  }
  const optional = (name: 'sip' | 'console' | 'control') => {
    const found = fields.get(name)
    return typeof found === 'string' && found !== '' ? { [name]: found } : {}
  }
  return {
    rest: text('rest'),
    clientId: text('clientId'),
    clientSecret: text('clientSecret'),
    ...optional('sip'),
    ...optional('console'),
    ...optional('control'),
  }
}

/**
 * Starts the simulator as a program of its own, on ports that the system chooses unless `args` say otherwise, and
 * waits for its first line. It ends with this process.
 * @throws ScriptFailure with what it said when it does not come up within 30 s.
 */
export async function startSimulator(
  args: readonly string[] = [],
  program: SimulatorProgram = { command: [process.execPath, ownProgram] },
): Promise<RunningSimulator> {
  const port = args.includes('--port') ? [] : ['--port', '0']
  const [command = '', ...words] = tiedToParent([...program.command, ...port, ...args])
  const child = spawn(command, words, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its sources, types stripped, are kept compiled: it starts with two thirds of the work.
    env: {
      NODE_COMPILE_CACHE: join(cacheDirectory(), 'compiled'),
      ...process.env,
      ...program.environment,
    },
    // In a session of its own: Ctrl-C must reach the app first, which says goodbye to the simulator.
    detached: true,
  })
  const lines: string[] = []
  const remember = (line: string) => {
    lines.push(line)
    if (lines.length > 200) lines.shift()
  }
  createInterface({ input: child.stderr }).on('line', remember)
  const output = () => lines.join('\n')
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`it could not be started (${error.message})`))
    child.once('close', (code, signal) =>
      resolve(signal === null ? `it ended with code ${String(code)}` : `${signal} ended it`),
    )
  })
  const forget = atExit(() => child.kill('SIGKILL'))
  void ended.then(forget)
  const addresses = await firstLine(child, remember, output)
  return { ...addresses, ended, output, stop: async () => await stop(child, ended) }
}

async function firstLine(
  child: ChildProcess,
  remember: (line: string) => void,
  output: () => string,
): Promise<SimulatorAddresses> {
  if (child.stdout === null) throw new Error('the simulator was started without a standard output')
  const reader = createInterface({ input: child.stdout })
  try {
    const line = await signOfLife<string>({
      child,
      what: 'the simulator',
      said: output,
      listen: (resolve) => reader.once('line', resolve),
    })
    reader.on('line', remember)
    return parseFirstLine(line)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
  child.kill('SIGTERM')
  await ended
  clearTimeout(timer)
}
