import { readdirSync, readFileSync } from 'node:fs'
import { comesTrue } from '../waits.ts'

export interface ProcessEntry {
  readonly pid: number
  readonly command: string
  readonly state: string
  readonly session: number
}

/** The process in one line of /proc/PID/stat; the name in brackets may hold blanks and brackets itself. */
export function parseStat(line: string): ProcessEntry | undefined {
  const match = /^(\d+) \((.*)\) (\S) -?\d+ -?\d+ (-?\d+) /s.exec(line)
  const [, pid, command, state, session] = match ?? []
  if (pid === undefined || command === undefined || state === undefined) return undefined
  return { pid: Number(pid), command, state, session: Number(session) }
}

/** The living processes of a session; Electron's main process is the leader of its own. Linux only. */
export function processesOfSession(session: number): readonly ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const entry = readStat(name)
      // A zombie has ended; only its parent has not asked yet.
      return entry?.session === session && entry.state !== 'Z' ? [entry] : []
    })
}

function readStat(pid: string): ProcessEntry | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    // It ended between the listing and the reading.
    return undefined
  }
}

/**
 * Waits until nothing is left of a session, for `patienceMs` at most, then ends what is; answers what it had to end.
 * The system tells nobody but the parent when a process ends, hence the looking again and again.
 */
export async function reapSession(
  session: number,
  patienceMs: number,
): Promise<readonly ProcessEntry[]> {
  if (process.platform !== 'linux') return []
  await comesTrue(() => processesOfSession(session).length === 0, patienceMs)
  const left = processesOfSession(session)
  for (const { pid } of left) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It was quicker.
    }
  }
  return left
}
