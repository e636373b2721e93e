import { spawn } from 'node:child_process'

/** A manager that does not take a message within so long, in milliseconds, is not waited for. */
const PATIENCE_MS = 5000

/**
 * The way to the service manager behind `NOTIFY_SOCKET`, or undefined where there is none. Node has
 * no datagram sockets of the unix kind, so systemd's own program speaks for us: the unit needs
 * `NotifyAccess=all`. Takes what it reads out of `environment`, so that no child believes to be meant.
 */
export function openNotifySocket(
  environment: NodeJS.ProcessEnv,
  failed: (error: Error) => void,
): ((assignments: readonly string[]) => Promise<void>) | undefined {
  const socket = environment['NOTIFY_SOCKET']
  delete environment['NOTIFY_SOCKET']
  if (socket === undefined || socket === '') return undefined
  let isTold = false
  const fail = (error: Error): void => {
    if (!isTold) failed(error)
    isTold = true
  }
  return (assignments) =>
    new Promise((resolve) => {
      const child = spawn('systemd-notify', [...assignments], {
        env: { PATH: environment['PATH'], NOTIFY_SOCKET: socket },
        stdio: 'ignore',
        timeout: PATIENCE_MS,
      })
      child.once('error', (error) => {
        fail(error)
        resolve()
      })
      child.once('exit', (code, signal) => {
        if (code !== 0) fail(new Error(`systemd-notify: ${String(code ?? signal)}`))
        resolve()
      })
    })
}
