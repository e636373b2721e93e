import { parseArgs, type ParseArgsConfig } from 'node:util'
import { endRunning } from './command.ts'
import { messageOf, ScriptFailure } from './failure.ts'

/** Reads the command line strictly; `undefined` when `--help` was asked for and has been answered. */
export function readArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  help: string,
  options: Options,
) {
  const wanted = { ...options, help: { type: 'boolean', short: 'h' } } as const
  try {
    const parsed = parseArgs({ options: wanted, allowPositionals: true })
    const values = new Map<string, unknown>(Object.entries(parsed.values))
    if (values.get('help') === true) {
      process.stdout.write(`${help.trim()}\n`)
      return undefined
    }
    return parsed
  } catch (error) {
    // Node.js adds advice of several sentences; the first one says what is wrong.
    const [sentence = ''] = messageOf(error).split('. ')
    throw new ScriptFailure(`${sentence} (see --help)`)
  }
}

/**
 * Runs a script's body and ends the process with the exit code that it answers. A `ScriptFailure` becomes one
 * sentence on standard error and exit code 1; anything else is a bug and shows its stack. A signal first ends the
 * commands that the body has started.
 */
export async function runScript(name: string, body: () => Promise<number>): Promise<void> {
  for (const [signal, code] of endings) {
    process.once(signal, () => void endRunning().finally(() => process.exit(code)))
  }
  if (process.env['npm_lifecycle_event'] !== undefined) endWithParent()
  try {
    process.exit(await body())
  } catch (error) {
    const text = error instanceof ScriptFailure ? error.message : bugReport(error)
    process.stderr.write(`${name}: ${text}\n`)
    process.exit(1)
  }
}

/**
 * npm passes a signal to the shell between it and this process, and that shell to nobody: so this process looks after
 * its parent, and takes that one's end for the signal.
 */
function endWithParent(): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, lookMs)
  timer.unref()
}

const lookMs = 500

const endings = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const

function bugReport(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
