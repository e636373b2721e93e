import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { createMemoryStore } from '../platform/store.ts'
import { derived, isStaffPin, openStaffCode, rememberStaffCode } from './staff-code.ts'

interface More {
  readonly isWrong?: boolean
  readonly kind?: 'keyring' | 'memory'
  readonly unwritten?: { readonly code: string }
}

function setUp(pin: string, more: More = {}) {
  const file = join(mkdtempSync(join(tmpdir(), 'code-')), 'policy.json')
  writeFileSync(file, JSON.stringify({ mode: 'kiosk', staff: { pin, closeAfterSeconds: 60 } }))
  const secrets = { ...createMemoryStore(), unwritten: more.unwritten }
  const device = createMemoryStore()
  const open = (text: string, isWrong = false) =>
    openStaffCode({
      pin: text,
      isWrong,
      vault: { kind: more.kind ?? 'keyring', secrets },
      device,
      file,
      log: silentLog,
    })
  return { file, secrets, device, open, code: open(pin, more.isWrong) }
}

describe('the code of the staff page', () => {
  it('moves out of the policy file, and only its hash is stored', async () => {
    const { file, secrets, device, open, code } = setUp('4711')
    expect(code.state).toBe('set')
    await code.keep()
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      mode: 'kiosk',
      staff: { closeAfterSeconds: 60 },
    })
    expect(secrets.get('staff-pin')).toMatch(/^scrypt\$32768\$8\$3\$[\da-f]{32}\$[\da-f]{64}$/u)
    expect(JSON.stringify([secrets.get('staff-pin'), device])).not.toContain('4711')

    const next = open('')
    expect(next.state).toBe('set')
    expect(await next.matches('4711')).toBe(true)
    expect(await next.matches('4712')).toBe(false)
    expect(await next.matches('')).toBe(false)
  })

  it('in the policy replaces the stored one', async () => {
    const { open } = setUp('4711')
    const changed = open('0815')
    expect(await changed.matches('0815')).toBe(true)
    expect(await open('').matches('4711')).toBe(false)
  })

  it('stays in the file if the vault is in memory only', async () => {
    const { file, device, code } = setUp('4711', { kind: 'memory' })
    expect(await code.matches('4711')).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain('4711')
    expect(device.get('hasStaffPin')).toBeUndefined()
  })

  it('remains in the file while the vault cannot be written', async () => {
    const { file, device, code } = setUp('4711', { unwritten: { code: 'ENOSPC' } })
    expect(await code.matches('4711')).toBe(true)
    expect(readFileSync(file, 'utf8')).toContain('4711')
    expect(device.get('hasStaffPin')).toBeUndefined()
  })

  it('that is damaged or lost opens nothing, not even as if none were set', async () => {
    const wrong = setUp('', { isWrong: true })
    expect(wrong.code.state).toBe('lost')
    expect(await wrong.code.matches('')).toBe(false)
    const lost = setUp('4711')
    await lost.code.keep()
    lost.secrets.delete('staff-pin')
    expect(lost.open('').state).toBe('lost')
    rememberStaffCode(lost.device, false)
    expect(lost.open('').state).toBe('none')
    expect(setUp('').code.state).toBe('none')
  })

  it('that is invalid in the policy leaves the stored one', async () => {
    const { open, code } = setUp('4711')
    await code.keep()
    const next = open('', true)
    expect(next.state).toBe('set')
    expect(await next.matches('4711')).toBe(true)
  })

  it('is checked in another thread without blocking main', async () => {
    const { secrets, open } = setUp('')
    secrets.set('staff-pin', await derived('4711'))
    const order: string[] = []
    const checking = open('')
      .matches('4711')
      .then(() => order.push('checked'))
    await new Promise<void>((resolve) => setImmediate(resolve))
    order.push('main')
    await checking
    expect(order).toEqual(['main', 'checked'])
  })

  it('has 4 to 12 digits', () => {
    expect(isStaffPin('123')).toBe(false)
    expect(isStaffPin('12a4')).toBe(false)
    expect(isStaffPin('4711')).toBe(true)
  })
})
