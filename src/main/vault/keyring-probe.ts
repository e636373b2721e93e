import { z } from 'zod'
import { BusError, joinBus, socketOf, type AskBus } from './session-bus.ts'

/** Why a keyring cannot be used without a prompt. */
export type KeyringTrouble = 'no-keyring' | 'locked-keyring' | 'no-collection' | 'silent-keyring'

/** The keyring that Chromium would take. */
export type KeyringBackend = 'libsecret' | 'kwallet4' | 'kwallet5' | 'kwallet6' | 'none'

/** Limit for all questions together, in milliseconds. */
export const PROBE_MS = 2000

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Whether the keyring would open without a prompt: Chromium's own calls are synchronous, and a prompt for a
 * password or for a new keyring blocks them until somebody answers. Asks over D-Bus and opens no prompt
 * itself. Undefined if the keyring can be used.
 */
export async function probeKeyring(
  backend: KeyringBackend,
  environment: Environment,
  limitMs = PROBE_MS,
): Promise<KeyringTrouble | undefined> {
  if (backend === 'none') return undefined
  const socket = socketOf(environment)
  if (socket === undefined) return 'no-keyring'
  const limit = new AbortController()
  const timer = setTimeout(() => {
    limit.abort()
  }, limitMs)
  try {
    const bus = await joinBus(socket, limit.signal)
    try {
      return backend === 'libsecret' ? await askSecrets(bus.ask) : await askWallet(bus.ask, backend)
    } finally {
      bus.close()
    }
  } catch {
    return limit.signal.aborted ? 'silent-keyring' : 'no-keyring'
  } finally {
    clearTimeout(timer)
  }
}

const BUS = 'org.freedesktop.DBus'
const onBus = { destination: BUS, path: '/org/freedesktop/DBus', interface: BUS }
const text = z.tuple([z.string()])
const texts = z.tuple([z.array(z.string())])
const truth = z.tuple([z.boolean()])

/** Whether a service of this name runs or can be started by the bus. */
async function isThere(ask: AskBus, name: string): Promise<boolean> {
  const [has] = truth.parse(
    await ask({ ...onBus, member: 'NameHasOwner', signature: 's', body: [name] }),
  )
  if (has) return true
  const [known] = texts.parse(await ask({ ...onBus, member: 'ListActivatableNames' }))
  return known.includes(name)
}

const SECRETS = 'org.freedesktop.secrets'
const NOBODY = '/'

async function askSecrets(ask: AskBus): Promise<KeyringTrouble | undefined> {
  if (!(await isThere(ask, SECRETS))) return 'no-keyring'
  const service = {
    destination: SECRETS,
    path: '/org/freedesktop/secrets',
    interface: 'org.freedesktop.Secret.Service',
  }
  const alias = await ask({ ...service, member: 'ReadAlias', signature: 's', body: ['default'] })
  const [collection] = text.parse(alias)
  if (collection === NOBODY) return 'no-collection'
  const property = await ask({
    destination: SECRETS,
    path: collection,
    interface: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    signature: 'ss',
    body: ['org.freedesktop.Secret.Collection', 'Locked'],
  }).catch(missing)
  // gnome-keyring names a collection before it exists; its first use would create it with a prompt.
  if (property === undefined) return 'no-collection'
  const [isLocked] = truth.parse(property)
  if (!isLocked) return undefined
  // A collection without a password is locked too until it is unlocked, which needs no prompt.
  const unlocked = await ask({
    ...service,
    member: 'Unlock',
    signature: 'ao',
    body: [[collection]],
  })
  const [, prompt] = z.tuple([z.array(z.string()), z.string()]).parse(unlocked)
  if (prompt === NOBODY) return undefined
  // A prompt is shown only when `Prompt` is called: this one is dismissed instead.
  const dismissed = {
    destination: SECRETS,
    path: prompt,
    interface: 'org.freedesktop.Secret.Prompt',
  }
  await ask({ ...dismissed, member: 'Dismiss' }).catch(missing)
  return 'locked-keyring'
}

function missing(error: unknown): undefined {
  if (!(error instanceof BusError)) throw error
  return undefined
}

const WALLETS = {
  kwallet4: ['org.kde.kwalletd', '/modules/kwalletd'],
  kwallet5: ['org.kde.kwalletd5', '/modules/kwalletd5'],
  kwallet6: ['org.kde.kwalletd6', '/modules/kwalletd6'],
} as const

/** Calling `open` would show a wizard for a missing wallet and ask for the password of a closed one. */
export async function askWallet(
  ask: AskBus,
  backend: keyof typeof WALLETS,
): Promise<KeyringTrouble | undefined> {
  const [destination, path] = WALLETS[backend]
  if (!(await isThere(ask, destination))) return 'no-keyring'
  const wallet = { destination, path, interface: 'org.kde.KWallet' }
  const [isEnabled] = truth.parse(await ask({ ...wallet, member: 'isEnabled' }))
  if (!isEnabled) return 'no-keyring'
  const [name] = text.parse(await ask({ ...wallet, member: 'networkWallet' }))
  const [wallets] = texts.parse(await ask({ ...wallet, member: 'wallets' }))
  if (!wallets.includes(name)) return 'no-collection'
  const [isOpen] = truth.parse(
    await ask({ ...wallet, member: 'isOpen', signature: 's', body: [name] }),
  )
  return isOpen ? undefined : 'locked-keyring'
}

/** Desktops for which every version of Chromium uses the secret service. */
const SECRET_SERVICE = /^(?:unity|gnome|x-cinnamon|deepin|pantheon|ukui|xfce)$/iu

/**
 * The keyring that Chromium uses: the one in `--password-store`, else the desktop's. `none` is plain text,
 * which never prompts.
 */
export function backendOf(store: string, environment: Environment): KeyringBackend {
  if (store === 'gnome-libsecret' || store === 'gnome') return 'libsecret'
  if (store === 'kwallet') return 'kwallet4'
  if (store === 'kwallet5' || store === 'kwallet6') return store
  if (store !== '' && store !== 'detect') return 'none'
  for (const name of (environment['XDG_CURRENT_DESKTOP'] ?? '').split(':')) {
    if (SECRET_SERVICE.test(name)) return 'libsecret'
    if (name.toUpperCase() === 'KDE') return walletOf(environment['KDE_SESSION_VERSION'])
  }
  return 'none'
}

function walletOf(version: string | undefined): KeyringBackend {
  if (version === '6') return 'kwallet6'
  return version === '5' ? 'kwallet5' : 'kwallet4'
}
