import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { isRoot } from '../../../scripts/lib/paths.ts'
import { test as base } from '../centre/centre.ts'
import { privateFolder, removeFolder } from './folders.ts'

const DAEMON = '/usr/sbin/cupsd'

/** A real CUPS of this test's own with one printer, which may be out of paper. */
export interface PrintServer {
  /** Where programs find it. */
  readonly environment: Readonly<Record<string, string>>
  /** From now on jobs wait. */
  readonly pause: () => void
  readonly resume: () => void
  /** Puts a job into the queue as this test's own user would, beside the app. */
  readonly submit: () => void
  /** The users of the jobs that wait. */
  readonly waiting: () => readonly string[]
  /** Takes the printer away. */
  readonly remove: () => void
  /** How many jobs there have been. */
  readonly taken: () => number
  readonly close: () => Promise<void>
}

interface Fixtures {
  /** The kiosk's printer, "Counter"; the test is skipped where none can be had. */
  readonly printer: PrintServer
}

export const test = base.extend<Fixtures>({
  printer: async ({ launch }, use, info) => {
    const server = await startPrintServer(launch, 'Counter')
    info.skip(server === undefined, 'takes root and CUPS')
    if (server === undefined) return
    try {
      await use(server)
    } finally {
      await server.close()
    }
  },
})

/** Starts it; nothing where there is none, or no root to start it. */
async function startPrintServer(
  { user }: ElectronLaunch,
  printer: string,
): Promise<PrintServer | undefined> {
  if (!isRoot() || !existsSync(DAEMON)) return undefined
  const folder = privateFolder(user, 'cups')
  const address = join(folder, 'cups.sock')
  for (const name of ['spool/tmp', 'cache', 'state'])
    mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'cupsd.conf'), daemonSettings(address))
  writeFileSync(join(folder, 'cups-files.conf'), fileSettings(folder))
  const daemon = spawn(
    DAEMON,
    ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')],
    { stdio: 'ignore' },
  )
  const paper = join(folder, 'paper.pdf')
  writeFileSync(paper, '%PDF-1.4\n')
  const ended = new Promise<void>((resolve) => daemon.once('close', () => resolve()))
  const environment = { CUPS_SERVER: address }
  const env = { ...process.env, ...environment, LC_ALL: 'C' }
  const ask = (program: string, ...words: readonly string[]): string =>
    execFileSync(program, words, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  // It answers, without an error, also that nobody is there.
  await expect(() => {
    expect(ask('lpstat', '-r')).toContain('is running')
  }).toPass()
  ask('lpadmin', '-p', printer, '-v', 'file:/dev/null', '-E')
  const jobs = (which: string): readonly string[] =>
    ask('lpstat', '-W', which, '-o', printer).split('\n').filter(Boolean)
  return {
    environment,
    pause: () => void ask('cupsdisable', printer),
    resume: () => void ask('cupsenable', printer),
    submit: () => void ask('lp', '-d', printer, paper),
    remove: () => void ask('lpadmin', '-x', printer),
    waiting: () => jobs('not-completed').map((line) => line.split(/\s+/u)[1] ?? ''),
    taken: () => jobs('all').length,
    async close() {
      daemon.kill('SIGTERM')
      await ended
      removeFolder(folder)
    },
  }
}

/** Everybody on this machine may do everything: it serves one test. */
const daemonSettings = (address: string): string => `
Listen ${address}
Browsing Off
WebInterface No
DefaultAuthType None
PreserveJobHistory Yes
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`

const fileSettings = (folder: string): string => `
FileDevice Yes
SystemGroup root nogroup daemon
ServerRoot ${folder}
RequestRoot ${join(folder, 'spool')}
TempDir ${join(folder, 'spool', 'tmp')}
CacheDir ${join(folder, 'cache')}
StateDir ${join(folder, 'state')}
AccessLog ${join(folder, 'access_log')}
ErrorLog ${join(folder, 'error_log')}
PageLog ${join(folder, 'page_log')}
`
