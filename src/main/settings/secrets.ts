import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs'
import { z } from 'zod'
import type { Log } from '../platform/log.ts'
import type { Store } from '../platform/store.ts'
import { writeWhole } from '../platform/whole-file.ts'
import { textOf } from './encoding.ts'
import { readJson } from './json-text.ts'
import type { Policy } from './policy.ts'

/** The secrets of a contact point, by the names that a technician uses. */
export const SECRET_NAMES = [
  'client-secret',
  'sip-password',
  'turn-secret',
  'proxy-password',
] as const

export type SecretName = (typeof SECRET_NAMES)[number]

/** Empty where there is none. */
export type Secrets = Readonly<Record<SecretName, string>>

/** Where each stands in the policy file: section and key. */
const PLACES = {
  'client-secret': ['centre', 'clientSecret'],
  'sip-password': ['call', 'password'],
  'turn-secret': ['call', 'turnSecret'],
  'proxy-password': ['proxy', 'password'],
  'staff-pin': ['staff', 'pin'],
} as const satisfies Record<SecretName | 'staff-pin', readonly [string, string]>

/** Policy keys of the secrets that this vault holds. */
export function keptIn(vault: Store): readonly string[] {
  return Object.entries(PLACES).flatMap(([name, [section, key]]) =>
    vault.get(name) === undefined ? [] : [`${section}.${key}`],
  )
}

export function isSecretName(name: string): name is SecretName {
  return SECRET_NAMES.some((known) => known === name)
}

/** Takes the secrets out of a policy: what is left may be handed around in main. */
export function takeOut(policy: Policy): {
  readonly policy: Policy
  readonly found: Secrets
  /** The code of the staff page, which is stored as a hash (`staff-code.ts`). */
  readonly pin: string
} {
  const { centre, call, proxy, staff } = policy
  return {
    policy: {
      ...policy,
      centre: { ...centre, clientSecret: '' },
      call: { ...call, password: '', turnSecret: '' },
      staff: { ...staff, pin: '' },
      proxy: { ...proxy, password: '' },
    },
    pin: staff.pin,
    found: {
      'client-secret': centre.clientSecret,
      'sip-password': call.password,
      'turn-secret': call.turnSecret,
      'proxy-password': proxy.password,
    },
  }
}

/**
 * The secrets that count: what the policy brings replaces what the vault holds, and is written
 * there. `moved` names what the policy brought.
 */
export function settle(
  found: Secrets,
  vault: Store,
): { readonly secrets: Secrets; readonly moved: readonly SecretName[] } {
  const moved = SECRET_NAMES.filter((name) => found[name] !== '')
  for (const name of moved) if (read(vault, name) !== found[name]) vault.set(name, found[name])
  const secretOf = (name: SecretName): string => read(vault, name) ?? ''
  return {
    secrets: {
      'client-secret': secretOf('client-secret'),
      'sip-password': secretOf('sip-password'),
      'turn-secret': secretOf('turn-secret'),
      'proxy-password': secretOf('proxy-password'),
    },
    moved,
  }
}

function read(vault: Store, name: SecretName): string | undefined {
  const value = vault.get(name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

const sections = z.record(z.string(), z.unknown())

export interface SecretVault {
  readonly kind: 'keyring' | 'key-file' | 'memory'
  /** `unwritten` where its newest values are not on the disk. */
  readonly secrets: Store & { readonly unwritten?: { readonly code: string } | undefined }
}

/**
 * Settles the secrets and, where the vault outlives this run, takes what it now holds out of the
 * policy file.
 */
export function moveIntoVault(found: Secrets, vault: SecretVault, file: string, log: Log): Secrets {
  const { secrets, moved } = settle(found, vault.secrets)
  if (moved.length > 0) dropCopies(moved, vault, file, log)
  return secrets
}

/** Removes from the policy file what the vault has kept. Answers whether it has: on the disk, not only in memory. */
export function dropCopies(
  which: readonly (keyof typeof PLACES)[],
  { kind, secrets }: SecretVault,
  file: string,
  log: Log,
): boolean {
  if (kind === 'memory') return false
  if (secrets.unwritten !== undefined) {
    log.error('these secrets stay in the policy file: the vault cannot be written', { which })
    return false
  }
  if (removeFromFile(file, which)) log.info('moved from the policy file', { which })
  else
    log.warn('these secrets are in the vault: remove their copies from the policy file', { which })
  return true
}

/**
 * Removes secrets from the policy file, in one step, where it is this user's own. Answers whether
 * they are gone; a file that IT looks after stays as it is.
 */
function removeFromFile(file: string, names: readonly (keyof typeof PLACES)[]): boolean {
  try {
    const real = realpathSync(file)
    const { uid, mode } = statSync(real)
    if (process.getuid !== undefined && uid !== process.getuid()) return false
    accessSync(real, constants.W_OK)
    const { text, problem } = textOf(readFileSync(real))
    const { value, twice } = readJson(text)
    // The file is only written again if it could be read without any doubt.
    if (problem !== undefined || twice.length > 0 || text.includes('\uFFFD')) return false
    const policy = sections.parse(value)
    for (const name of names) {
      const [section, key] = PLACES[name]
      const held = sections.safeParse(policy[section])
      if (held.success) policy[section] = without(held.data, key)
    }
    writeWhole(real, `${JSON.stringify(policy, null, 2)}\n`, mode & 0o777)
    return true
  } catch {
    return false
  }
}

function without(values: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key))
}
