import { exitProcess, type AppInfo } from './process.electron.ts'
import { readCommandLine } from '../settings/command-line.ts'
import { storeSecret } from './store-secret.ts'
import { rememberStaffCode, STAFF_PIN } from '../staff/staff-code.ts'
import { setupSelfTest } from '../staff/setup.electron.ts'
import { terminalLanguage, wordsIn, type WordKey } from '../platform/words.ts'
import type { Context } from '../context.ts'
import { testedIn } from './feature-context.ts'
import { closeCore, type Core } from './startup.ts'
import type { Connections } from './connections.ts'

/** `--store-secret`: true where that was the command, and the process ends. */
export async function ranStoreSecret(core: Core): Promise<boolean> {
  const { appInfo, vault, device } = core
  const { storeSecret: wanted } = readCommandLine(appInfo.args)
  if (wanted === undefined) return false
  const words = wordsIn(terminalLanguage(process.env))
  const { stdin, stdout, stderr } = process
  const code = await storeSecret(wanted, vault, stdin, stdout, stderr, words)
  if (code === 0 && wanted === STAFF_PIN && vault.kind !== 'memory') {
    rememberStaffCode(device, vault.secrets.get(STAFF_PIN) !== undefined)
  }
  await closeCore(core)
  exitProcess(code)
  return true
}

/** `--doctor`: true where that was the command, and the process ends. */
export async function ranDoctor(
  context: Context,
  core: Core,
  connections: Connections,
): Promise<boolean> {
  const { doctor: wanted } = readCommandLine(core.appInfo.args)
  if (wanted === undefined) return false
  const doctor = setupSelfTest(context, testedIn(core, connections))
  const { text, code } = await doctor.print(wanted, terminalLanguage(process.env))
  process.stdout.write(text)
  connections.channels.stop()
  connections.http.close()
  await closeCore(core)
  exitProcess(code)
  return true
}

/** Whether the command line wants something printed, and no window. */
export function isCommand({ args }: Pick<AppInfo, 'args'>): boolean {
  const { doctor, storeSecret: secret } = readCommandLine(args)
  return doctor !== undefined || secret !== undefined
}

/** Another contact point is at work: what was to be done here cannot be, and the process ends. */
export function refuseBesideAnother(args: readonly string[]): void {
  const line = readCommandLine(args)
  const sentence: WordKey | undefined =
    line.doctor !== undefined
      ? 'terminal.doctorBeside'
      : line.storeSecret !== undefined
        ? 'terminal.storeBeside'
        : undefined
  if (sentence === undefined) return
  process.stderr.write(`callpoint: ${wordsIn(terminalLanguage(process.env))(sentence)}\n`)
  process.exit(1)
}
