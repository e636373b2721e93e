import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCentre, type Centre } from '../../simulator/centre.ts'
import { demoPolicy } from '../kit/app/demo-policy.ts'
import { startVirtualDisplay, type Display } from '../kit/machine/display.ts'
import { startKeyring, type Keyring } from '../kit/machine/keyring.ts'
import { handOver } from '../kit/machine/unprivileged.ts'
import { crashPage, openCallpoint, type Callpoint } from '../kit/app/callpoint.ts'
import { expect, log as transcript, startChat } from '../kit/centre/centre.ts'
import { test } from '../kit/app/electron-app.ts'
import { filesWithSecrets, secretsIn, secretsInMemory } from '../kit/app/needles.ts'
import { processesOfSession } from '../kit/machine/processes.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

/** Recognisable anywhere, in every form; none of them is a word of ours. */
const SECRETS = [
  'Kirschkern-7391-Wolkenbruch',
  'Zaunkoenig-2846-Bleistift',
  'Marmelade-5150-Funkloch',
]
const [CLIENT_SECRET = '', SIP_PASSWORD = '', TURN_SECRET = ''] = SECRETS
/** No secret: what the search must find, or it proves nothing. */
const SPOKEN = 'Heidelbeerstrauch'

/** One contact point with a chat and a call under way, in which all the canaries have been at work. */
interface House {
  readonly callpoint: Callpoint
  readonly centre: Centre
  readonly keyring: Keyring
  readonly display: Display
  readonly policy: string
  readonly sessionId: string
}

let house: House | undefined

const inHouse = (): House => {
  if (house === undefined) throw new Error('the contact point did not open')
  return house
}

test.describe('secrets exist only in main and in the vault', () => {
  test.describe.configure({ mode: 'serial' })
  test.skip(process.platform !== 'linux', 'the keyring of this test is that of Linux')

  test.beforeAll(async ({ launch }) => {
    const centre = await createCentre({
      seed: 1,
      automaticAgent: false,
      config: { clientSecret: CLIENT_SECRET },
    })
    const keyring = await startKeyring(launch.user)
    const display = await startVirtualDisplay(launch.user, { width: 1280, height: 1024 })
    const home = privateFolder(launch.user, 'canary')
    const policy = join(home, 'own.json')
    const simulator = { ...centre.urls, clientId: centre.clientId, clientSecret: CLIENT_SECRET }
    const call = {
      user: 'kiosk',
      password: SIP_PASSWORD,
      turnSecret: TURN_SECRET,
      iceServers: ['turn:127.0.0.1:3478'],
    }
    const more = { call, log: { level: 'debug' }, chat: { pollSeconds: 1 } }
    writeFileSync(policy, JSON.stringify(demoPolicy(simulator, more)), { mode: 0o600 })
    mkdirSync(join(home, 'data'), { mode: 0o700 })
    handOver(launch.user, home)
    const callpoint = await openCallpoint({
      launch,
      display: display.environment,
      environment: keyring.environment,
      // What the fixture would write itself must not be what brings the secrets.
      simulator: { ...simulator, clientSecret: '' },
      args: [`--config=${policy}`],
      home,
    })
    house = { callpoint, centre, keyring, display, policy, sessionId: '' }
    await recordBridge(callpoint)
    const { page } = callpoint
    await startChat(page, { message: SPOKEN })
    await centre.until(() => centre.sessions.list().length > 0)
    const [session] = centre.sessions.list()
    const [agent] = centre.agents
    if (!session || !agent) throw new Error('a session and an agent')
    centre.desk.accept(session, agent)
    centre.desk.message(session, agent, `${SPOKEN}, yes`)
    await expect(transcript(page)).toContainText(`${SPOKEN}, yes`)
    house = { ...house, sessionId: session.id }
    // A grant crosses the bridge, and main meets refusals: both are when secrets slip.
    expect(await askForGrant(callpoint)).toMatch(/^[0-9a-f]{32}$/u)
    centre.tokens.revokeAll()
    centre.faults.add({ kind: 'status', route: 'contents.query', status: 500, count: 2 })
    const before = centre.journal.count('token')
    await centre.until(() => centre.journal.count('token') > before)
    centre.desk.message(session, agent, 'still there')
    await expect(transcript(page)).toContainText('still there')
  })

  test.afterAll(async () => {
    const left = house
    house = undefined
    await left?.callpoint.kill()
    left?.keyring.close()
    left?.display.close()
    await left?.centre.close()
    if (left) removeFolder(left.callpoint.home)
  })

  test("not in the renderer's heap or memory", async () => {
    const { callpoint, sessionId } = inHouse()
    const { app, page } = callpoint
    const heap = await heapOf(page)
    expect(heap.length).toBeGreaterThan(1_000_000)
    expect(heap).toContain(SPOKEN)
    expect(secretsIn(heap, [...SECRETS, sessionId])).toEqual([])
    const [renderer, main] = await app.evaluate(({ BrowserWindow }) => [
      BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
      process.pid,
    ])
    const words = [SPOKEN, ...SECRETS]
    const memory = secretsInMemory(renderer ?? 0, words)
    if (memory === undefined) return
    expect(memory).toEqual([SPOKEN])
    // The same search finds them where they belong, in the order of their addresses.
    expect(secretsInMemory(main ?? 0, words)?.toSorted()).toEqual(words.toSorted())
  })

  test('not in what crosses the bridge', async () => {
    const { callpoint, sessionId } = inHouse()
    const crossed = await callpoint.app.evaluate((): unknown => Reflect.get(globalThis, 'crossed'))
    const text = JSON.stringify(crossed)
    expect(text).toContain(SPOKEN)
    expect(text).toContain('"ha1":')
    expect(text).toContain('"credential":')
    expect(secretsIn(text, [...SECRETS, sessionId])).toEqual([])
    // Whatever feed there is, read at this moment.
    const views = await readFeeds(callpoint)
    expect(views).toContain(SPOKEN)
    expect(secretsIn(views, [...SECRETS, sessionId])).toEqual([])
  })

  test('not in the logs', () => {
    const { callpoint, centre, sessionId } = inHouse()
    const written = `${callpoint.log()}${callpoint.output()}`
    expect(written).toContain('"level":20')
    expect(written).toContain('moved from the policy file')
    const basic = Buffer.from(`${centre.clientId}:${CLIENT_SECRET}`).toString('base64')
    expect(secretsIn(written, [...SECRETS, basic, sessionId, SPOKEN])).toEqual([])
  })

  test('not in the arguments or the environment of any process', () => {
    const { callpoint, policy } = inHouse()
    const entries = processesOfSession(callpoint.app.process().pid ?? 0)
    expect(entries.length).toBeGreaterThan(3)
    const texts = entries.flatMap(({ pid }) =>
      ['cmdline', 'environ'].map((name) => readIfThere(`/proc/${String(pid)}/${name}`)),
    )
    expect(texts.join('\n')).toContain(policy)
    expect(secretsIn(texts.join('\n'), SECRETS)).toEqual([])
  })

  test('not on disk, in crash dumps or other files', async ({ launch }) => {
    const { callpoint, centre } = inHouse()
    const { app, home, userData } = callpoint
    const places = [home, launch.user?.home, join('/tmp', 'Crashpad')].filter(
      (place): place is string => place !== undefined && existsSync(place),
    )
    const search = () => places.flatMap((place) => filesWithSecrets(place, SECRETS))
    // The search finds what is there: the policy names the client, whose id is no secret.
    expect(filesWithSecrets(home, [centre.clientId]).join()).toContain('own.json')
    expect(existsSync(join(userData, 'vault', 'secrets.bin'))).toBe(true)
    expect(search()).toEqual([])

    await crashPage(callpoint)
    const ended = new Promise<void>((resolve) => app.process().once('exit', () => resolve()))
    // A real crash of main, in which the secrets are.
    void app
      .evaluate(() => Reflect.apply(Reflect.get(process, 'crash'), process, []))
      .catch(() => 0)
    await ended
    expect(search()).toEqual([])
    const dumps = places.flatMap((place) =>
      readdirSync(place, { recursive: true })
        .map(String)
        .filter((name) => /\.dmp$/u.test(name)),
    )
    expect(dumps).toEqual([])
  })
})

/** Keeps all that main answers and pushes over the bridge from now on. */
async function recordBridge({ app }: Callpoint): Promise<void> {
  const channels = await app.evaluate(({ ipcMain, BrowserWindow }) => {
    const crossed: unknown[] = []
    Reflect.set(globalThis, 'crossed', crossed)
    // Electron's own table of handlers: there is no public way to stand between.
    const table: unknown = Reflect.get(ipcMain, '_invokeHandlers')
    if (!(table instanceof Map)) return []
    for (const [name, handler] of table) {
      if (typeof handler !== 'function') continue
      table.set(name, async (...words: unknown[]) => {
        const answer: unknown = await Reflect.apply(handler, undefined, words)
        crossed.push([name, words.slice(1), answer])
        return answer
      })
    }
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const send: unknown = contents && Reflect.get(contents, 'send')
    if (contents && typeof send === 'function') {
      Reflect.set(contents, 'send', (...words: unknown[]) => {
        crossed.push(words)
        Reflect.apply(send, contents, words)
      })
    }
    return [...table.keys()].map(String)
  })
  expect(channels).toEqual(expect.arrayContaining(['callpoint:call', 'callpoint:read']))
}

/** Asks main for what a call needs; answers the digest's HA1, which may cross. */
async function askForGrant({ page }: Callpoint): Promise<unknown> {
  return await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'callpoint') as {
      call: { grant(ask: object): Promise<{ value?: { authorization?: { ha1: string } } }> }
    }
    const outcome = await bridge.call.grant({ destinationKey: 'advice', customerNumber: '' })
    return outcome.value?.authorization?.ha1
  })
}

async function readFeeds({ page }: Callpoint): Promise<string> {
  return await page.evaluate(async () => {
    type Members = Record<string, { read?: () => Promise<unknown> }>
    const bridge = Reflect.get(window, 'callpoint') as Record<string, Members>
    const readers = Object.values(bridge).flatMap((members) =>
      Object.values(members).flatMap(({ read }) => (read ? [read] : [])),
    )
    return JSON.stringify(await Promise.all(readers.map(async (read) => await read())))
  })
}

async function heapOf(page: Callpoint['page']): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const parts: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk))
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  return parts.join('')
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // A process that has just ended.
    return ''
  }
}
