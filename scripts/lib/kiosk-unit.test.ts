import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shippedDocs } from './package-app.ts'
import { repositoryRoot } from './paths.ts'

const read = (...path: string[]): string => readFileSync(join(repositoryRoot, ...path), 'utf8')
const unit = read('resources', 'kiosk', 'callpoint-kiosk.service')
const kiosk = read('docs', 'kiosk.md')
const operations = read('docs', 'operations.md')
const secondsOf = (key: string): string => new RegExp(`^${key}=(\\d+)$`, 'mu').exec(unit)?.[1] ?? ''

describe('IT that sets up a kiosk', () => {
  it('gets a systemd unit with the watchdog that the manual describes', () => {
    for (const line of [
      'Type=notify',
      'NotifyAccess=all',
      'Restart=always',
      'SuccessExitStatus=75',
    ]) {
      expect(unit).toContain(`\n${line}\n`)
    }
    expect([secondsOf('RestartSec'), secondsOf('WatchdogSec')]).toEqual(['2', '15'])
    expect(kiosk).toContain('two seconds after it\nends, however it ends, and after 15 seconds')
  })

  it('finds only one unit', () => {
    for (const page of [kiosk, operations]) {
      expect(page).toContain('/usr/lib/systemd/user/callpoint-kiosk.service')
      expect(page).not.toMatch(/^(?:Restart|Watchdog|Timeout)\w*=/mu)
    }
  })

  it('finds in the package every file that the commands name', () => {
    const named = [...kiosk.matchAll(/\/usr\/share\/doc\/callpoint\/([\w./-]+\w)/gu)]
    expect(named.length).toBeGreaterThan(1)
    for (const [, path = ''] of named) {
      const isShipped = shippedDocs.some((doc) => path === doc || path.startsWith(`${doc}/`))
      const file = isShipped ? join('docs', path) : join('resources', 'kiosk', path)
      expect(existsSync(join(repositoryRoot, file)), path).toBe(true)
    }
  })
})
