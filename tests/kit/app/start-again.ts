import { spawn } from 'node:child_process'
import type { ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { electronEnvironment } from '../machine/unprivileged.ts'

/** Starts the app a second time on the same data; answers its exit code. */
export async function startAgain(
  launch: ElectronLaunch,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string; readonly stdout: string }> {
  const child = spawn(launch.command, [...args], {
    cwd: launch.workingDirectory,
    env: electronEnvironment(launch.user, process.env, environment),
  })
  let output = ''
  let stdout = ''
  child.stdout.on('data', (chunk) => (stdout += String(chunk)))
  for (const channel of [child.stdout, child.stderr]) {
    channel.on('data', (chunk) => (output += String(chunk)))
  }
  child.stdin.end()
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output, stdout }
}
