import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mediaAgentFile } from '../../support/places.ts'
import type { MediaCounters } from '../call.ts'
import type { CallScript } from '../schema.ts'
import { readFromAgent } from './protocol.ts'
import type { Action, AgentIdentity, ToAgent } from './protocol.ts'

/** How the process of the automatic agent stands. */
export type AgentState = 'off' | 'starting' | 'ready' | 'unavailable'

/**
 * The automatic agent for calls, in a process of its own: a native module that falls takes no centre
 * with it.
 *
 *   ┌─────┐  first call   ┌──────────┐ registered  ┌───────┐
 *   │ off │ ────────────▶ │ starting │ ──────────▶ │ ready │
 *   └─────┘               └──────────┘             └───────┘
 *      ▲                    │      │ cannot load       │
 *      │                    │      ▼                   │
 *      │         the process│  ┌─────────────┐         │ the process ends
 *      │               ends │  │ unavailable │         │
 *      └────────────────────┴──┴─────────────┴─────────┘
 */
export interface AgentHost {
  state(): AgentState
  /** The process, while there is one. */
  pid(): number | undefined
  /** Starts the process if need be; false when there can be no agent. */
  ready(): Promise<boolean>
  /**
   * Says what to do in a call. The INVITE comes on another way and must not be faster: it is sent on once
   * this has resolved. False when the process is gone.
   */
  script(callId: string, script: CallScript): Promise<boolean>
  act(callId: string, action: Action): void
  stop(): Promise<void>
}

export interface AgentHostOptions {
  /** Known only once the server listens. */
  readonly url: () => string
  readonly domain: string
  readonly identities: readonly AgentIdentity[]
  readonly counted: (callId: string, counters: MediaCounters) => void
  /** The process is gone, and with it every call that it had. */
  readonly ended: () => void
  /** One line for people. */
  readonly say: (line: string) => void
  /** The program of the process; another one in tests of what goes wrong. */
  readonly program?: string
}

interface Running {
  readonly child: ChildProcess
  readonly registered: Promise<boolean>
  readonly exited: Promise<void>
}

export const createAgentHost = (options: AgentHostOptions): AgentHost => {
  let state: AgentState = 'off'
  let running: Running | undefined
  let stopping = false
  const scripting = new Map<string, (known: boolean) => void>()

  const tell = (message: ToAgent): void => {
    if (running?.child.connected === true) running.child.send(message, () => undefined)
  }
  const scripted = (callId: string, known: boolean): void => {
    scripting.get(callId)?.(known)
    scripting.delete(callId)
  }
  const start = (): Running => {
    state = 'starting'
    const child = fork(options.program ?? mediaAgentFile, [], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const registered = new Promise<boolean>((resolve) => {
      const give = (line: string): void => {
        if (!stopping) options.say(line)
        resolve(false)
      }
      child.on('message', (message) => {
        const told = readFromAgent(message)
        if (told?.type === 'counters') options.counted(told.callId, told.counters)
        if (told?.type === 'scripted') scripted(told.callId, true)
        if (told?.type === 'ready') {
          state = 'ready'
          resolve(true)
        }
        if (told?.type === 'failed') {
          state = 'unavailable'
          const reason = told.reason.split('\n')[0] ?? ''
          give(`no automatic agent for calls, they are answered with 480: ${reason}`)
          child.kill()
        }
      })
      child.once('error', (error) => {
        state = 'unavailable'
        give(`no automatic agent for calls, they are answered with 480: ${error.message}`)
      })
      child.once('exit', (code, signal) => {
        running = undefined
        for (const callId of [...scripting.keys()]) scripted(callId, false)
        if (!stopping) options.ended()
        if (state === 'unavailable') return
        state = 'off'
        const how = signal ?? `code ${code ?? 0}`
        give(`the automatic agent for calls ended (${how}); the next call starts it again`)
      })
    })
    const exited = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', () => resolve())
    })
    const { domain, identities } = options
    child.send({ type: 'start', url: options.url(), domain, identities } satisfies ToAgent)
    return { child, registered, exited }
  }
  return {
    state: () => state,
    pid: () => running?.child.pid,
    ready: () => {
      if (stopping || state === 'unavailable') return Promise.resolve(false)
      running ??= start()
      return running.registered
    },
    script: (callId, script) =>
      new Promise((resolve) => {
        if (running?.child.connected !== true) {
          resolve(false)
          return
        }
        scripting.set(callId, resolve)
        tell({ type: 'script', callId, script })
      }),
    act: (callId, action) => tell({ type: 'do', callId, action }),
    stop: async () => {
      stopping = true
      if (running === undefined) return
      const { child, exited } = running
      child.kill('SIGKILL')
      await exited
    },
  }
}
