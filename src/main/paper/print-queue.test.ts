import { describe, expect, it } from 'vitest'
import { createCupsQueue, waitingJobs, type Run } from './print-queue.ts'

const listing = [
  'Counter-12              kiosk          1024   Tue 24 Nov 2026 12:00:00 PM UTC',
  'Counter-13              kiosk          2048   Tue 24 Nov 2026 12:00:01 PM UTC',
  'Counter-14              somebody       2048   Tue 24 Nov 2026 12:00:02 PM UTC',
  '',
].join('\n')
const printing = 'printer Counter now printing Counter-12.  enabled since Tue 24 Nov 2026'
const paused = 'printer Counter disabled since Tue 24 Nov 2026 -\n\tPaused'

describe('waitingJobs', () => {
  it('lists our own jobs except those being printed or done', () => {
    const ours = ['Counter-11', 'Counter-12', 'Counter-13']
    expect(waitingJobs(listing, printing, ours)).toEqual(['Counter-13'])
    expect(waitingJobs(listing, paused, ours)).toEqual(['Counter-12', 'Counter-13'])
    expect(waitingJobs('', printing, ours)).toEqual([])
  })
})

describe('createCupsQueue', () => {
  function asked(answers: Readonly<Record<string, string>>): { run: Run; said: string[] } {
    const said: string[] = []
    const run: Run = (program, words) => {
      said.push([program, ...words].join(' '))
      const key = Object.keys(answers).find((start) => said.at(-1)?.startsWith(start))
      return Promise.resolve(key === undefined ? '' : (answers[key] ?? ''))
    }
    return { run, said }
  }

  it('submits a page and returns its job', async () => {
    const { run, said } = asked({ lp: 'request id is Counter-13 (1 file(s))\n' })
    expect(await createCupsQueue('Counter', run).submit(new Uint8Array())).toBe('Counter-13')
    expect(said).toEqual(['lp -d Counter -t Callpoint -o media=A4'])
    await expect(
      createCupsQueue('Counter', asked({}).run).submit(new Uint8Array()),
    ).rejects.toThrow('no job')
  })

  it('cancels all waiting jobs at once, and runs no command if there are none', async () => {
    const { run, said } = asked({ 'lpstat -W': listing, 'lpstat -p': printing })
    const queue = createCupsQueue('Counter', run)
    expect(await queue.withdraw(['Counter-12', 'Counter-13'])).toBe(1)
    expect(said.at(-1)).toBe('cancel Counter-13')
    said.length = 0
    expect(await queue.withdraw([])).toBe(0)
    expect(said).toEqual([])
  })

  it('reports why a system command failed', async () => {
    const queue = createCupsQueue('a printer that nobody has')
    await expect(queue.submit(new Uint8Array())).rejects.toThrow(/lp/u)
  })
})
