import type { ChildProcess } from 'node:child_process'
import { ScriptFailure } from '../../../scripts/lib/failure.ts'

const startMs = 30_000

interface Life<Sign> {
  readonly child: ChildProcess
  /** What it is, for the complaint. */
  readonly what: string
  /** Resolves with what shows that it has come up. */
  readonly listen: (resolve: (sign: Sign) => void) => void
  /** What it has said besides. */
  readonly said?: () => string
}

/**
 * What a program says first.
 * @throws ScriptFailure with what it said besides when it ends before, or says nothing within 30 s.
 */
export async function signOfLife<Sign>({
  child,
  what,
  listen,
  said = () => '',
}: Life<Sign>): Promise<Sign> {
  return await new Promise((resolve, reject) => {
    const done = (): void => {
      clearTimeout(timer)
      child.off('error', failed)
      child.off('close', closed)
    }
    const fail = (reason: string): void => {
      done()
      const words = said().trim()
      reject(new ScriptFailure(`${what} did not come up: ${reason}${words && `\n${words}`}`))
    }
    const failed = (error: Error): void => {
      fail(error.message)
    }
    const closed = (code: number | null, signal: string | null): void => {
      fail(signal === null ? `it ended with code ${String(code)}` : `${signal} ended it`)
    }
    const timer = setTimeout(() => {
      fail(`no sign of life within ${startMs / 1000} s`)
    }, startMs)
    child.once('error', failed)
    child.once('close', closed)
    listen((sign) => {
      done()
      resolve(sign)
    })
  })
}
