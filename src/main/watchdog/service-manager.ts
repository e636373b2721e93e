import type { CancelTimer, Clock } from '../platform/clock.ts'

export interface ServiceManagerState {
  /** Whether a service manager listens. */
  readonly isThere: boolean
  /** It restarts the app when it hears nothing for so long, in milliseconds. */
  readonly watchdogMs?: number
}

/** The service manager that starts and restarts the app (`sd_notify`); without one nothing is sent. */
export interface ServiceManager {
  readonly state: ServiceManagerState
  /** The first screen can be used. Said once, whatever happens to the page later. */
  ready(): void
  /** One line for `systemctl status`; nothing of a customer. */
  status(text: string): void
  /** The app ends on purpose. Resolves once that is said, or cannot be. */
  stopping(): Promise<void>
}

interface Options {
  readonly clock: Clock
  /** Sends assignments such as `READY=1` to the manager; undefined where there is none. */
  readonly notify: ((assignments: readonly string[]) => Promise<void>) | undefined
  /** `WATCHDOG_USEC` of the environment. */
  readonly watchdogMicroseconds: string | undefined
}

/**
 * Tells a service manager that the app is up, and while main's loop turns, again and again that it
 * still does: a main process that hangs says nothing, and is killed and started again.
 */
export function createServiceManager(options: Options): ServiceManager {
  const { clock, notify } = options
  const watchdogMs = readWatchdog(options.watchdogMicroseconds)
  let cancel: CancelTimer = () => undefined
  let isReady = false
  let isStopping = false
  let told = ''
  // One after the other: the manager must not hear of an older state last.
  let last = Promise.resolve()

  function say(...assignments: string[]): Promise<void> {
    if (notify) last = last.then(() => notify(assignments))
    return last
  }

  function beat(): void {
    if (watchdogMs === undefined) return
    cancel = clock.after(watchdogMs / 2, () => {
      void say('WATCHDOG=1')
      beat()
    })
  }

  // A start that takes long counts too: the manager's own patience ends it where nothing is ready.
  if (notify) beat()

  return {
    state: {
      isThere: notify !== undefined,
      ...(notify === undefined || watchdogMs === undefined ? {} : { watchdogMs }),
    },
    ready() {
      if (isReady || isStopping) return
      isReady = true
      void say('READY=1')
    },
    status(text) {
      const line = text.replace(/\s+/gu, ' ')
      if (line === told || isStopping) return
      told = line
      void say(`STATUS=${line}`)
    },
    async stopping() {
      cancel()
      if (isStopping) return
      isStopping = true
      await say('STOPPING=1')
    },
  }
}

function readWatchdog(microseconds: string | undefined): number | undefined {
  if (microseconds === undefined || !/^\d{1,15}$/u.test(microseconds)) return undefined
  const ms = Number(microseconds) / 1000
  return ms > 0 ? ms : undefined
}
