import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { prepareRuntime, sandboxArguments } from '../../../../scripts/lib/electron-launch.ts'
import type { Http, HttpOutcome, HttpRequest } from '../../../../src/main/platform/http.ts'
import { electronEnvironment } from '../../machine/unprivileged.ts'
import { buildCarrierProgram } from './build.ts'
import type { CarrierOptions, Order, Report } from './messages.ts'

/** An Electron of its own whose only task is to send requests the way the app does. */
export interface CarrierProgram {
  readonly electron: string
  /** A carrier with its own lanes. */
  open(options?: CarrierOptions): Http
  /** The process id of Chromium's network service. */
  networkService(): Promise<number>
  stop(): Promise<void>
}

interface Waiting {
  readonly request: HttpRequest
  readonly settle: (outcome: HttpOutcome) => void
}

/**
 * Starts Electron without a window or a display; it ends with this process.
 * @throws Error with what it said when it does not come up.
 */
export async function startCarrierProgram(args: readonly string[] = []): Promise<CarrierProgram> {
  const [launch, folder] = await Promise.all([prepareRuntime(), buildCarrierProgram()])
  const windowless = ['--ozone-platform=headless', '--disable-gpu', '--no-proxy-server']
  const own = args.some((arg) => arg.startsWith('--proxy')) ? windowless.slice(0, -1) : windowless
  const child = spawn(
    launch.command,
    [...sandboxArguments(launch.sandbox), ...own, ...args, folder],
    {
      cwd: launch.workingDirectory,
      env: electronEnvironment(launch.user, process.env),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    },
  )
  const waiting = new Map<number, Waiting>()
  const services: ((pid: number | undefined) => void)[] = []
  const ready = readyOf(child)
  let last = 0
  const tell = (order: Order): void => {
    child.send(order)
  }
  child.on('message', (report: Report) => {
    if (report.kind === 'leave') waiting.get(report.id)?.request.onLeave?.()
    if (report.kind === 'service') services.shift()?.(report.pid)
    if (report.kind !== 'outcome') return
    waiting.get(report.id)?.settle(report.outcome)
    waiting.delete(report.id)
  })
  const electron = await ready
  // Whoever waits for an answer is kept alive by the test it waits in.
  child.unref()
  child.channel?.unref()

  return {
    electron,
    open(options = {}) {
      const carrier = (last += 1)
      tell({ kind: 'open', carrier, options })
      return {
        request: ({ signal, onLeave, ...request }) =>
          new Promise((resolve) => {
            const id = (last += 1)
            const onAbort = (): void => {
              tell({ kind: 'abort', id })
            }
            const settle = (outcome: HttpOutcome): void => {
              signal.removeEventListener('abort', onAbort)
              resolve(outcome)
            }
            waiting.set(id, { request: { ...request, onLeave, signal }, settle })
            tell({ kind: 'request', id, carrier, request, isAborted: signal.aborted })
            signal.addEventListener('abort', onAbort, { once: true })
          }),
        close() {
          tell({ kind: 'close', carrier })
        },
      }
    },
    async networkService() {
      const pid = await new Promise<number | undefined>((resolve) => {
        services.push(resolve)
        tell({ kind: 'service' })
      })
      if (pid === undefined) throw new Error('no network service')
      return pid
    },
    async stop() {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}

function readyOf(child: ChildProcess): Promise<string> {
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4000)
  })
  return new Promise((resolve, reject) => {
    const ended = (): void => {
      reject(new Error(`Electron did not come up; it said:\n${said}`))
    }
    child.once('error', reject)
    child.once('exit', ended)
    child.on('message', (report: Report) => {
      if (report.kind !== 'ready') return
      child.off('exit', ended)
      resolve(report.electron)
    })
  })
}

let shared: Promise<CarrierProgram> | undefined

/** The one of this test process: the files that it runs share it. */
export function sharedCarrierProgram(): Promise<CarrierProgram> {
  return (shared ??= startCarrierProgram())
}
