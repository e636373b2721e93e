import { spawn } from 'node:child_process'

/** Runs a program of the system with something to read; answers what it wrote. */
export type Run = (program: string, words: readonly string[], input?: Uint8Array) => Promise<string>

/** The system's own queue of paper, where jobs lie whose printer is out of paper or switched off. */
export interface PrintQueue {
  /**
   * Submits a PDF; answers the job's name once it is in the queue.
   * @throws Error where there is no such printer, or the system's print service does not answer.
   */
  submit(pdf: Uint8Array): Promise<string>
  /**
   * Takes back those of these jobs that still wait; the one that is being printed is the printer's. Answers how many.
   * @throws Error where the system's print service does not answer.
   */
  withdraw(jobs: readonly string[]): Promise<number>
}

const PATIENCE_MS = 15_000

/** Which of these jobs are in CUPS' listing of what waits, and not yet on paper. */
export function waitingJobs(
  listing: string,
  state: string,
  jobs: readonly string[],
): readonly string[] {
  const printing = /now printing (\S+)\./u.exec(state)?.[1]
  const listed = listing.split('\n').map((line) => line.split(/\s/u)[0])
  return jobs.filter((job) => job !== printing && listed.includes(job))
}

/** The queue of a printer that CUPS serves (Linux, macOS). */
export function createCupsQueue(printer: string, run: Run = runProgram): PrintQueue {
  return {
    async submit(pdf) {
      const said = await run('lp', ['-d', printer, '-t', 'Callpoint', '-o', 'media=A4'], pdf)
      const job = /request id is (\S+)/u.exec(said)?.[1]
      if (job === undefined) throw new Error(`lp names no job: ${said.trim()}`)
      return job
    },
    async withdraw(jobs) {
      if (jobs.length === 0) return 0
      const listing = await run('lpstat', ['-W', 'not-completed', '-o', printer])
      const state = await run('lpstat', ['-p', printer])
      const waiting = waitingJobs(listing, state, jobs)
      if (waiting.length > 0) await run('cancel', waiting)
      return waiting.length
    },
  }
}

function runProgram(
  program: string,
  words: readonly string[],
  input?: Uint8Array,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...words], {
      // CUPS' programs speak the system's language, and only English is parsed here.
      env: { ...process.env, LC_ALL: 'C' },
      stdio: 'pipe',
      timeout: PATIENCE_MS,
    })
    let said = ''
    let complaint = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(said)
      else reject(new Error(`${program} ended with ${String(code)}: ${complaint.trim()}`))
    })
    // It may end before it has read all: its code says why.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}
