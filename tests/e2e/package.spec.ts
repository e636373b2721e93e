import { spawn, type ChildProcess } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { listPackage } from '@electron/asar'
import { chromium, expect, type Page } from '@playwright/test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { capture, gather, which } from '../../scripts/lib/command.ts'
import { demoPolicy } from '../kit/app/demo-policy.ts'
import type { Display } from '../kit/machine/display.ts'
import type { ElectronLaunch } from '../../scripts/lib/electron-launch.ts'
import { resolveElectron } from '../../scripts/lib/electron-runtime.ts'
import { readFuses, wantedFuses } from '../../scripts/lib/fuses.ts'
import { readManifest } from '../../scripts/lib/package-app.ts'
import { isRoot, repositoryRoot } from '../../scripts/lib/paths.ts'
import { asUser, electronEnvironment, handOver } from '../kit/machine/unprivileged.ts'
import { test } from '../kit/app/electron-app.ts'
import { processesOfSession, reapSession } from '../kit/machine/processes.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

const HOME = '/usr/lib/callpoint'
const COMMAND = '/usr/bin/callpoint'
const isInstalled = (): boolean =>
  capture('dpkg-query', ['-W', '-f=${db:Status-Status}', 'callpoint']).stdout === 'installed'

const script = join(repositoryRoot, 'scripts', 'package.ts')
const packaging = (...args: string[]) =>
  gather(process.execPath, [script, ...args], { cwd: repositoryRoot })

test.describe('the Debian package', () => {
  test.describe.configure({ mode: 'serial', timeout: 240_000 })
  test.skip(!isRoot() || which('dpkg-deb') === undefined, 'installing needs root on Debian')

  let out: string
  let hasInstalled = false

  test.beforeAll(async () => {
    test.setTimeout(240_000)
    test.skip(isInstalled(), 'a callpoint of somebody else is installed here')
    out = mkdtempSync(join(tmpdir(), 'callpoint-package-'))
    const { developmentOnly } = await resolveElectron()
    if (developmentOnly) {
      const refused = await packaging('--out', out)
      expect(refused.code).toBe(1)
      expect(refused.output).toContain('for development and tests only')
      expect(readdirSync(out)).toEqual([])
    }
    const flags = developmentOnly ? ['--development-runtime'] : []
    const made = await packaging('--out', out, '--compression', 'none', ...flags)
    expect(made.code, made.output).toBe(0)
    const [file = ''] = readdirSync(out)
    expect(file).toMatch(developmentOnly ? /~development/u : /^callpoint_\d/u)
    hasInstalled = true
    const installed = await gather('dpkg', ['-i', join(out, file)])
    expect(installed.code, installed.output).toBe(0)
  })

  test.afterAll(async () => {
    rmSync(out, { recursive: true, force: true })
    if (hasInstalled && isInstalled()) await gather('dpkg', ['-P', 'callpoint'])
  })

  test('fuses, files and permissions are correct', async () => {
    const fuses = await readFuses(join(HOME, 'callpoint'))
    // Those that this Electron has, and no fewer than the first seven.
    expect(Object.keys(fuses).length).toBeGreaterThanOrEqual(7)
    for (const [name, state] of Object.entries(fuses)) {
      expect(state, name).toBe(wantedFuses[name])
    }
    expect(fuses).toMatchObject({
      RunAsNode: false,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      OnlyLoadAppFromAsar: true,
      EnableCookieEncryption: true,
    })
    const archive = join(HOME, 'resources', 'app.asar')
    const tops = listPackage(archive, { isPack: false }).map((path) => path.split(/[\\/]/u)[1])
    expect(new Set(tops)).toEqual(new Set(['out', 'package.json']))
    expect(listPackage(archive, { isPack: false }).join('\n')).not.toMatch(/\.map$|\.ts$/mu)
    // No other way in than the archive.
    expect(readdirSync(join(HOME, 'resources')).filter((name) => /app/u.test(name))).toEqual([
      'app.asar',
    ])
    const helper = statSync(join(HOME, 'chrome-sandbox'))
    expect([helper.uid, helper.mode & 0o7777]).toEqual([0, 0o4755])
    const writable = capture('find', [
      HOME,
      COMMAND,
      '(',
      '-perm',
      '/022',
      '-o',
      '!',
      '-user',
      '0',
      ')',
      '-not',
      '-type',
      'l',
    ])
    expect(writable.stdout).toBe('')
    expect(readFileSync('/usr/lib/systemd/user/callpoint-kiosk.service', 'utf8')).toMatch(
      /^ExecStart=\/usr\/bin\/cage -- \/usr\/bin\/callpoint /mu,
    )
    const papers = '/usr/share/doc/callpoint'
    for (const name of [
      'configuration.md',
      'config.schema.json',
      'kiosk.md',
      'log.md',
      'operations.md',
    ]) {
      const text = readFileSync(join(papers, name), 'utf8')
      expect(text).toBe(readFileSync(join(repositoryRoot, 'docs', name), 'utf8'))
    }
    const examples = readdirSync(join(papers, 'examples'))
    expect(examples.toSorted()).toEqual(['desktop.json', 'kiosk.json', 'terminal.json'])
    // Each example is valid by the schema that it names, from where it lies.
    for (const name of examples) {
      const example: unknown = JSON.parse(readFileSync(join(papers, 'examples', name), 'utf8'))
      const { $schema: schema, ...rules } = JSON.parse(
        readFileSync(resolve(papers, 'examples', String(Object(example)['$schema'])), 'utf8'),
      ) as Record<string, unknown>
      expect(schema).toContain('json-schema.org')
      const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(rules)
      expect(validate(example), JSON.stringify(validate.errors)).toBe(true)
    }
    const entry = readFileSync('/usr/share/applications/callpoint.desktop', 'utf8')
    expect(entry).toContain('MimeType=x-scheme-handler/callpoint;')
    expect(entry).toContain('Exec=/usr/bin/callpoint -- %u')
    for (const size of [16, 32, 48, 128, 256]) {
      const icon = `/usr/share/icons/hicolor/${String(size)}x${String(size)}/apps/callpoint.png`
      expect(readFileSync(icon).subarray(1, 4).toString()).toBe('PNG')
      expect(readFileSync(icon).readUInt32BE(16)).toBe(size)
    }
  })

  test('starts for an unprivileged user and ignores what the fuses disable', async ({
    launch,
    simulator,
    display,
  }) => {
    const started = await start(launch, display, demoPolicy(simulator), (hook) => [
      '--remote-debugging-port=0',
      '--inspect=0',
      // A development run would load it: the tests take hold of the app in this way (held-start.ts).
      `--require=${hook}`,
      ...['-r', hook],
    ])
    try {
      const browser = await chromium.connectOverCDP(await started.address(), { noDefaults: true })
      const page = await pageOf(browser.contexts().flatMap((context) => context.pages()))
      await expect(page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
      expect(await page.evaluate(() => location.href)).toBe('app://callpoint/index.html')
      // Neither Node's debugger nor Node's options, by environment or by argument, nor plain Node.
      expect(started.output()).not.toContain('Debugger listening')
      expect(existsSync(started.marker)).toBe(false)
      const entries = processesOfSession(started.pid)
      const renderer = entries.find(({ pid }) => argumentsOf(pid).includes('--type=renderer'))
      expect(statusOf(renderer?.pid ?? 0, 'Seccomp')).toBe('2')
      expect(statusOf(started.pid, 'Uid').split('\t')).not.toContain('0')
      const limits = readFileSync(`/proc/${String(started.pid)}/limits`, 'utf8')
      expect(limits).toMatch(/Max core file size\s+0\s+0/u)
      // A link of another program: an address, whatever it looks like, and never a switch.
      const second = await started.again('--', 'callpoint://chat?topic=Service --no-sandbox')
      expect(second).toBe(0)
      await expect(page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
      await browser.close()
    } finally {
      await started.end()
    }
  })

  test('kiosk refuses a debugger', async ({ launch, simulator, display }) => {
    const policy = demoPolicy(simulator, { mode: 'kiosk' })
    const started = await start(launch, display, policy, () => ['--remote-debugging-port=0'])
    try {
      await expect.poll(started.log).toContain('"message":"ready"')
      expect(started.output()).not.toContain('DevTools listening')
      expect(started.log()).toContain('remote-debugging-port')
    } finally {
      await started.end()
    }
  })

  test('prints options and version without a display', async ({ launch }) => {
    const ask = async (word: string) => {
      const [command, ...rest] = [...(launch.user ? asUser(launch.user) : ['env']), COMMAND, word]
      const env = electronEnvironment(launch.user, process.env, {
        DISPLAY: '',
        LC_ALL: 'fi_FI.UTF-8',
      })
      return await gather(command, rest, { env, cwd: '/' })
    }
    const { version } = readManifest()
    const told = await ask('--version')
    expect(told.code, told.output).toBe(0)
    // Chromium may miss a bus before that, on standard error.
    expect(told.output.trimEnd().split('\n').at(-1)).toBe(`callpoint ${version}`)
    const help = await ask('--help')
    expect(help.code).toBe(0)
    expect(help.output).toContain('tulosta versio ja lopeta')
  })

  test('uninstalls without leftovers', async () => {
    const removed = await gather('dpkg', ['-P', 'callpoint'])
    expect(removed.code, removed.output).toBe(0)
    const places = [
      HOME,
      COMMAND,
      '/usr/share/doc/callpoint',
      '/usr/share/applications/callpoint.desktop',
      '/etc/callpoint',
    ]
    expect(places.filter((place) => existsSync(place))).toEqual([])
  })
})

interface Started {
  readonly pid: number
  readonly output: () => string
  readonly log: () => string
  /** A file that would be written if Node took its options from the environment. */
  readonly marker: string
  /** The address of Chromium's own debugger. */
  address(): Promise<string>
  /** Starts it once more on the same user data; answers the exit code. */
  again(...args: string[]): Promise<number | null>
  end(): Promise<void>
}

/**
 * The installed program, started as the user of the tests in a session of its own. `args` is told of a script that
 * leaves `marker` behind if the program loads it.
 */
async function start(
  launch: ElectronLaunch,
  display: Display,
  policy: object,
  args: (hook: string) => readonly string[],
): Promise<Started> {
  const home = privateFolder(launch.user, 'installed')
  const [file, data] = [join(home, 'policy.json'), join(home, 'data')]
  const [marker, hook] = [join(home, 'marker'), join(home, 'hook.cjs')]
  writeFileSync(file, JSON.stringify(policy), { mode: 0o600 })
  writeFileSync(hook, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, 'x')`)
  mkdirSync(data, { mode: 0o700 })
  handOver(launch.user, home)
  const run = (...words: readonly string[]): ChildProcess => {
    const user = launch.user === undefined ? [] : asUser(launch.user)
    const [command = COMMAND, ...rest] = [...user, COMMAND, `--user-data-dir=${data}`, ...words]
    return spawn(command, rest, {
      cwd: home,
      detached: true,
      env: electronEnvironment(launch.user, process.env, {
        ...display.environment,
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: `--require=${hook}`,
      }),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
  const child = run(`--config=${file}`, ...args(hook))
  let text = ''
  for (const channel of [child.stdout, child.stderr]) {
    channel?.on('data', (chunk) => (text += String(chunk)))
  }
  const pid = child.pid ?? 0
  const log = join(data, 'logs', 'callpoint.log')
  const started: Started = {
    pid,
    marker,
    output: () => text,
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    async address() {
      const found = () => /DevTools listening on (ws:\S+)/u.exec(text)?.[1]
      await expect.poll(found, { timeout: 30_000 }).toBeDefined()
      return found() ?? ''
    },
    async again(...words) {
      const second = run(...words)
      return await new Promise((resolve) => second.once('close', resolve))
    },
    async end() {
      child.kill('SIGTERM')
      await reapSession(pid, 10_000)
      removeFolder(home)
    },
  }
  await expect.poll(started.log, { timeout: 30_000 }).toContain('"message":"start"')
  return started
}

async function pageOf(pages: readonly Page[]): Promise<Page> {
  const page = pages.find((each) => each.url().startsWith('app://'))
  if (page === undefined) throw new Error('the app shows no page')
  await page.waitForLoadState()
  return page
}

function argumentsOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/** A field of /proc/PID/status. */
function statusOf(pid: number, field: string): string {
  const text = readFileSync(`/proc/${String(pid)}/status`, 'utf8')
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${field}:`))
  return line?.slice(field.length + 1).trim() ?? ''
}
