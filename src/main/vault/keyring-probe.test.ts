import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BusCall } from './bus-wire.ts'
import { askWallet, backendOf, probeKeyring } from './keyring-probe.ts'
import { BusError, joinBus, socketOf, type AskBus } from './session-bus.ts'

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callpoint-bus-'))
  path = join(folder, 'bus')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** A bus that says this to whatever it hears, and then is silent. */
async function bus(answer: string): Promise<{ readonly close: () => void }> {
  const guests: Socket[] = []
  const server: Server = createServer((guest) => {
    guests.push(guest)
    guest.once('data', () => guest.write(answer))
    guest.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    close() {
      for (const guest of guests) guest.destroy()
      server.close()
    },
  }
}

const onBus = () => ({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })

describe('the keyring probe', () => {
  it('reports no keyring if the bus address is invalid', async () => {
    const environment = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/100%/bus' }
    expect(await probeKeyring('libsecret', environment)).toBe('no-keyring')
  })

  it.each([
    ['says nothing at all', ''],
    ['lets us in and says no more', 'OK 0123456789abcdef\r\n'],
  ])('times out if the bus %s', async (_what, answer) => {
    const { close } = await bus(answer)
    const start = Date.now()
    expect(await probeKeyring('libsecret', onBus(), 100)).toBe('silent-keyring')
    expect(Date.now() - start).toBeLessThan(1500)
    close()
  })

  it.each([
    ['does not let us in', 'REJECTED EXTERNAL\r\n'],
    ['talks nonsense', 'OK 01\r\nthis is no message of D-Bus, and never will be one'],
  ])('returns an answer if the bus %s', async (_what, answer) => {
    const { close } = await bus(answer)
    expect(await probeKeyring('libsecret', onBus())).toBe('no-keyring')
    close()
  })

  it('returns an answer without a bus', async () => {
    expect(await probeKeyring('libsecret', onBus())).toBe('no-keyring')
    expect(await probeKeyring('libsecret', {})).toBe('no-keyring')
    expect(await probeKeyring('none', {})).toBeUndefined()
  })

  it.runIf(spawnSync('dbus-daemon', ['--version']).status === 0)(
    'is answered by a real bus on which there is no keyring, and no wallet',
    async () => {
      const args = ['--session', '--nofork', `--address=unix:path=${path}`, '--print-address=1']
      // Its services would be those of this machine: it is told of none.
      const env = {
        ...process.env,
        XDG_DATA_DIRS: folder,
        XDG_DATA_HOME: folder,
        XDG_RUNTIME_DIR: folder,
      }
      const daemon = spawn('dbus-daemon', args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
      await new Promise<void>((resolve) => daemon.stdout.once('data', () => resolve()))
      const signal = AbortSignal.timeout(5000)
      const guest = await joinBus(path, signal)
      const dbus = 'org.freedesktop.DBus'
      const ours = { destination: dbus, path: '/org/freedesktop/DBus', interface: dbus }
      const [names] = await guest.ask({ ...ours, member: 'ListNames' })
      expect(names).toContain(dbus)
      const has = { ...ours, member: 'NameHasOwner', signature: 's' } as const
      expect(await guest.ask({ ...has, body: [dbus] })).toEqual([true])
      expect(await guest.ask({ ...has, body: ['org.nobody'] })).toEqual([false])
      const nobody = { ...ours, destination: 'org.nobody', member: 'Ping' }
      await expect(guest.ask(nobody)).rejects.toThrow(BusError)
      guest.close()
      await expect(guest.ask({ ...ours, member: 'ListNames' })).rejects.toThrow('closed')
      expect(await probeKeyring('kwallet5', onBus())).toBe('no-keyring')
      daemon.kill()
    },
  )
})

/** A wallet that answers like this. */
function wallet(answers: Readonly<Record<string, unknown>>): {
  readonly ask: AskBus
  readonly calls: BusCall[]
} {
  const calls: BusCall[] = []
  return {
    calls,
    ask(call) {
      calls.push(call)
      const answer = answers[call.member]
      return answer === undefined
        ? Promise.reject(new BusError(call.member))
        : Promise.resolve([answer])
    },
  }
}

describe('KWallet', () => {
  const open = {
    NameHasOwner: true,
    isEnabled: true,
    networkWallet: 'kdewallet',
    wallets: ['kdewallet'],
    isOpen: true,
  }

  it.each([
    ['open', open, undefined],
    ['closed: it would ask for its password', { ...open, isOpen: false }, 'locked-keyring'],
    ['not made yet: it would open its wizard', { ...open, wallets: [] }, 'no-collection'],
    ['switched off', { ...open, isEnabled: false }, 'no-keyring'],
    ['not there', { NameHasOwner: false, ListActivatableNames: [] }, 'no-keyring'],
    [
      'started by whoever asks',
      { ...open, NameHasOwner: false, ListActivatableNames: ['org.kde.kwalletd6'] },
      undefined,
    ],
  ] as const)('%s', async (_what, answers, trouble) => {
    const { ask, calls } = wallet(answers)
    expect(await askWallet(ask, 'kwallet6')).toBe(trouble)
    // What opens, opens a window.
    expect(calls.map(({ member }) => member)).not.toContain('open')
    const asked = calls.filter(({ member }) => member === 'isOpen')
    for (const call of asked) {
      expect([call.destination, call.path, call.body]).toEqual([
        'org.kde.kwalletd6',
        '/modules/kwalletd6',
        ['kdewallet'],
      ])
    }
  })
})

describe('the keyring that Chromium chooses', () => {
  it.each([
    ['gnome-libsecret', {}, 'libsecret'],
    ['kwallet6', { XDG_CURRENT_DESKTOP: 'GNOME' }, 'kwallet6'],
    ['basic', { XDG_CURRENT_DESKTOP: 'GNOME' }, 'none'],
    ['', { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' }, 'libsecret'],
    ['', { XDG_CURRENT_DESKTOP: 'X-Cinnamon' }, 'libsecret'],
    ['', { XDG_CURRENT_DESKTOP: 'KDE', KDE_SESSION_VERSION: '5' }, 'kwallet5'],
    ['', { XDG_CURRENT_DESKTOP: 'KDE', KDE_SESSION_VERSION: '6' }, 'kwallet6'],
    ['', { XDG_CURRENT_DESKTOP: 'KDE' }, 'kwallet4'],
    ['', { XDG_CURRENT_DESKTOP: 'sway' }, 'none'],
    ['', {}, 'none'],
  ] as const)('%s on %o: %s', (store, environment, backend) => {
    expect(backendOf(store, environment)).toBe(backend)
  })
})

describe('the address of the session bus', () => {
  it.each([
    ['unix:path=/run/user/1000/bus', '/run/user/1000/bus'],
    ['unix:path=/tmp/a%20b,guid=00ff', '/tmp/a b'],
    ['unix:guid=00ff,path=/tmp/bus', '/tmp/bus'],
    ['tcp:host=example.invalid,port=1;unix:path=/tmp/bus', '/tmp/bus'],
    ['unix:abstract=/tmp/dbus-xyz,guid=1', '\0/tmp/dbus-xyz'],
    ['tcp:host=example.invalid,port=1', undefined],
  ])('%s', (address, socket) => {
    expect(socketOf({ DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: '/run' })).toBe(socket)
  })

  it('the default of systemd if no address is set', () => {
    expect(socketOf({ XDG_RUNTIME_DIR: '/run/user/1000' })).toBe('/run/user/1000/bus')
    expect(socketOf({})).toBeUndefined()
  })
})
