import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createNews, within } from '../waits.ts'

/** A server that runs for a while and says things. */
export interface Program {
  readonly pid: number
  /** Everything it has said so far. */
  readonly output: () => string
  /**
   * Resolves with the first match, in what it has said or will say, after the first `from` characters.
   * @throws Error when it ends first, or says nothing of the kind within 15 s.
   */
  said(pattern: RegExp, from?: number): Promise<RegExpExecArray>
  /** A line on its standard input, which stays open until it ends. */
  tell(line: string): void
  /** Ends it, and waits until it is gone. */
  stop(): Promise<void>
}

interface Options {
  /** What it says once it can be used. */
  readonly ready: RegExp
  readonly cwd?: string
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>
}

const patienceMs = 15_000

/**
 * Starts a program and waits until it says that it is ready.
 * @throws Error with what it said instead.
 */
export async function startProgram(
  command: string,
  args: readonly string[],
  { ready, cwd, env = {} }: Options,
): Promise<Program> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  })
  let text = ''
  let isGone = false
  const news = createNews()
  for (const channel of [child.stdout, child.stderr]) {
    channel.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      news.tell()
    })
  }
  // What nobody reads any more, because it has ended.
  child.stdin.on('error', () => undefined)
  child.once('error', (error) => {
    text += error.message
    isGone = true
    news.tell()
  })
  child.once('close', () => {
    isGone = true
    news.tell()
  })

  const said = async (pattern: RegExp, from = 0): Promise<RegExpExecArray> => {
    const fail = (why: string): Error =>
      new Error(`${command} ${why}; it said:\n${text.slice(-4000)}`)
    const find = (): RegExpExecArray | null => pattern.exec(text.slice(from))
    const isThere = news.until(() => isGone || find() !== null)
    await within(isThere, patienceMs, '').catch(() => {
      throw fail(`has not said ${String(pattern)}`)
    })
    const found = find()
    if (found === null) throw fail('has ended')
    return found
  }

  const program: Program = {
    pid: child.pid ?? 0,
    output: () => text,
    said,
    tell(line) {
      child.stdin.write(`${line}\n`)
    },
    async stop() {
      if (isGone) return
      const gone = once(child, 'close')
      child.kill('SIGTERM')
      const hard = setTimeout(() => child.kill('SIGKILL'), 3000)
      await gone
      clearTimeout(hard)
    },
  }
  try {
    await said(ready)
  } catch (error) {
    await program.stop()
    throw error
  }
  return program
}
