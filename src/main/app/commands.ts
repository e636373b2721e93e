import { leave, type Shell } from './app.electron.ts'
import { readCommandLine } from '../settings/command-line.ts'
import { storeSecret } from './store-secret.ts'
import { rememberStaffCode, STAFF_PIN } from '../staff/staff-code.ts'
import type { Doctor } from '../staff/doctor.ts'
import { terminalLanguage, wordsIn, type WordKey } from '../platform/words.ts'
import { leaveGround, type Ground } from './startup.ts'
import type { Lines } from './connections.ts'

/** `--store-secret`: true where that was all that was wanted, and the process ends. */
export async function ranStoreSecret(ground: Ground): Promise<boolean> {
  const { shell, vault, device } = ground
  const { storeSecret: wanted } = readCommandLine(shell.args)
  if (wanted === undefined) return false
  const words = wordsIn(terminalLanguage(process.env))
  const { stdin, stdout, stderr } = process
  const code = await storeSecret(wanted, vault, stdin, stdout, stderr, words)
  if (code === 0 && wanted === STAFF_PIN && vault.kind !== 'memory') {
    rememberStaffCode(device, vault.secrets.get(STAFF_PIN) !== undefined)
  }
  await leaveGround(ground)
  leave(code)
  return true
}

/** `--doctor`: true where that was all that was wanted, and the process ends. */
export async function ranDoctor(
  ground: Ground,
  { channels, http }: Lines,
  doctor: Doctor,
): Promise<boolean> {
  const { doctor: wanted } = readCommandLine(ground.shell.args)
  if (wanted === undefined) return false
  const { text, code } = await doctor.print(wanted, terminalLanguage(process.env))
  process.stdout.write(text)
  channels.stop()
  http.close()
  await leaveGround(ground)
  leave(code)
  return true
}

/** Whether the command line wants something printed, and no window. */
export function isErrand({ args }: Pick<Shell, 'args'>): boolean {
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
