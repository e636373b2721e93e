import { readFileSync } from 'node:fs'
import { expect, test } from '../kit/centre/centre.ts'

/** A field of /proc/PID/status. */
function statusOf(pid: number, field: string): string {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${field}:`))
  return line?.slice(field.length + 1).trim() ?? ''
}

test.skip(process.platform !== 'linux', 'the kernel tells about sandboxes only on Linux')

test('page runs in an unprivileged sandboxed process, and nothing runs as root', async ({
  guest,
}) => {
  const { app } = guest
  const renderer = await app.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  )
  const main = await app.evaluate(() => process.pid)
  expect(renderer).toBeGreaterThan(0)
  expect(renderer).not.toBe(main)
  expect(statusOf(renderer, 'Seccomp')).toBe('2')
  expect(statusOf(renderer, 'NoNewPrivs')).toBe('1')
  expect(statusOf(renderer, 'CapEff')).toMatch(/^0+$/)
  expect(statusOf(main, 'Uid').split('\t')).not.toContain('0')
  expect(statusOf(renderer, 'Uid').split('\t')).not.toContain('0')
})
