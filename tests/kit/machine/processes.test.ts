import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { parseStat, processesOfSession, reapSession } from './processes.ts'
import { comesTrue } from '../waits.ts'

describe('parseStat', () => {
  it('reads a name with blanks and parentheses', () => {
    expect(parseStat('42 (a) b (c) S 1 40 39 0 -1 4194560')).toEqual({
      pid: 42,
      command: 'a) b (c',
      state: 'S',
      session: 39,
    })
    expect(parseStat('')).toBeUndefined()
  })
})

describe.skipIf(process.platform !== 'linux')('reapSession', () => {
  it('ends the remaining processes of a session, grandchildren too', async () => {
    const child = spawn('sh', ['-c', 'sleep 600 & echo started; wait'], { detached: true })
    await once(child.stdout, 'data')
    const session = child.pid ?? 0
    expect(processesOfSession(session)).toHaveLength(2)
    const gone = once(child, 'exit')
    const left = await reapSession(session, 0)
    await gone
    expect(left.map(({ pid }) => pid)).toContain(session)
    expect(left).toHaveLength(2)
    // Killed is not gone: the system takes its time on a busy machine.
    expect(await comesTrue(() => processesOfSession(session).length === 0, 10_000)).toBe(true)
  })
})
