import { spawn } from 'node:child_process'
import { sandboxArguments, type ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { electronEnvironment } from '../machine/unprivileged.ts'

interface Options {
  readonly launch: ElectronLaunch
  /** The display's, and the keyring's where there is one. */
  readonly environment: Readonly<Record<string, string>>
  readonly userData: string
  readonly policy: string
  readonly name: string
  readonly secret: string
}

/** Runs `callpoint --store-secret NAME` as a technician does; answers its exit code and what it said. */
export async function storeSecret(
  options: Options,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { launch, environment, userData, policy, name, secret } = options
  const child = spawn(
    launch.command,
    [
      ...sandboxArguments(launch.sandbox),
      `--user-data-dir=${userData}`,
      launch.app,
      `--config=${policy}`,
      '--store-secret',
      name,
    ],
    {
      cwd: launch.workingDirectory,
      env: electronEnvironment(launch.user, process.env, environment),
    },
  )
  let output = ''
  for (const channel of [child.stdout, child.stderr]) {
    channel.on('data', (chunk) => (output += String(chunk)))
  }
  child.stdin.end(secret)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output }
}
