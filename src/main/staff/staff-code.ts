import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import type { Log } from '../platform/log.ts'
import type { Store } from '../platform/store.ts'
import { dropCopies, type SecretVault } from '../settings/secrets.ts'

/** Name of the staff page's code, as a technician types it. */
export const STAFF_PIN = 'staff-pin'

/** The code of the staff page: it can be checked and never be read back. */
export interface StaffCode {
  /** Whether there is one; `lost`: there was one, or should be, and no code can be right any more. */
  readonly state: 'none' | 'set' | 'lost'
  /** Whether the code is right. Slow, on another thread. */
  matches(given: string): Promise<boolean>
  /** Derives and stores the code from the policy, once. */
  keep(): Promise<void>
}

interface Parts {
  /** As the policy has it; empty where it says nothing. */
  readonly pin: string
  /** The policy says something that is no code. */
  readonly isWrong: boolean
  readonly vault: SecretVault
  /** Of this device: remembers that there is a code, in case the vault is lost. */
  readonly device: Store
  readonly file: string
  readonly log: Log
}

/**
 * Measured: 0.2 to 0.36 s and 32 MB a try on two busy cores (N = 2^17 with p = 1 took 0.5 s and 128 MB).
 * Four digits do not withstand somebody who has the vault's key; they only cannot be read at a glance.
 */
const COST = { N: 2 ** 15, r: 8, p: 3 }
const KEY_BYTES = 32
const DIGITS = /^\d{4,12}$/u
const MARK = 'hasStaffPin'

/** Opens the code of the staff page; one in the policy replaces the one in the vault. */
export function openStaffCode({ pin, isWrong, vault, device, file, log }: Parts): StaffCode {
  const { secrets } = vault
  // Of this run, where the vault cannot be written.
  let current: string | undefined
  const held = (): string | undefined => {
    const value = current ?? secrets.get(STAFF_PIN)
    return typeof value === 'string' ? value : undefined
  }
  let kept: Promise<void> | undefined

  async function keepNow(): Promise<void> {
    if (pin === '') return
    const before = held()
    if (before === undefined || !(await isDerivedFrom(before, pin))) {
      current = await derived(pin)
      secrets.set(STAFF_PIN, current)
    }
    const isKept = dropCopies([STAFF_PIN], vault, file, log)
    if (isKept && device.get(MARK) !== true) device.set(MARK, true)
  }
  const keep = async (): Promise<void> => {
    kept ??= keepNow().catch((error: unknown) => {
      log.error('the staff code cannot be kept', { error })
    })
    await kept
  }

  return {
    get state() {
      if (pin !== '' || held() !== undefined) return 'set'
      return isWrong || device.get(MARK) === true ? 'lost' : 'none'
    },
    keep,
    async matches(given) {
      await keep()
      const code = held()
      return code !== undefined && (await isDerivedFrom(code, given))
    },
  }
}

/** Whether this can be a code. */
export function isStaffPin(text: string): boolean {
  return DIGITS.test(text)
}

/** What the vault keeps of a code: `scrypt$N$r$p$salt$key`. */
export async function derived(pin: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await scryptKey(pin, salt, COST)
  const { N, r, p } = COST
  return ['scrypt', N, r, p, salt.toString('hex'), key.toString('hex')].join('$')
}

/** Remembers on this device whether there is a code. */
export function rememberStaffCode(device: Store, isThere: boolean): void {
  if (isThere) device.set(MARK, true)
  else device.delete(MARK)
}

async function isDerivedFrom(code: string, pin: string): Promise<boolean> {
  const found = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\da-f]{32})\$([\da-f]{64})$/u.exec(
    code,
  )
  if (!found) return false
  const [, cost, r, p, salt = '', key = ''] = found
  const wanted = Buffer.from(key, 'hex')
  try {
    const cost2 = { N: Number(cost), r: Number(r), p: Number(p) }
    return timingSafeEqual(await scryptKey(pin, Buffer.from(salt, 'hex'), cost2), wanted)
  } catch {
    return false
  }
}

/** In a thread of its own: main goes on meanwhile. */
function scryptKey(pin: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, KEY_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
