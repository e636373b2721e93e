import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { createCentre } from '../../simulator/centre.ts'
import { seededRandom } from '../../simulator/support/random.ts'
import { handOver } from '../kit/machine/unprivileged.ts'
import { openCallpoint, type Callpoint } from '../kit/app/callpoint.ts'
import {
  bridgeSender,
  rawPreload,
  readAnswer,
  type Answer,
  type Parcel,
} from './lib/bridge-hands.ts'
import { drawMessage, SENDERS, type Message, type SenderKind } from './lib/bridge-messages.ts'
import { revive } from './lib/bridge-values.ts'
import type { Campaign } from './lib/campaign.ts'
import { prepareStage, type Stage } from '../kit/app/stage.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

export interface BridgeFigures {
  readonly messages: number
  /** Messages that main acted on though it must not have. */
  readonly acceptedInvalid: number
  /** Pages or processes that died, errors that nobody caught, answers that never came. */
  readonly crashes: number
  /** Of those that main may act on, how many it did: otherwise the rest would prove nothing. */
  readonly taken: number
  readonly good: number
  /** How many came from each sender. */
  readonly by: Readonly<Record<SenderKind, number>>
  readonly findings: readonly string[]
}

interface Options {
  readonly seed: number
  readonly messages: number
  readonly stage: Stage
  readonly say: (line: string) => void
}

const BATCH = 400
const MOST_FINDINGS = 20

type Send = (parcels: readonly Parcel[]) => Promise<readonly Answer[]>

/** Sends generated and mutated messages to main over every channel, from the app's page and from strangers. */
export async function runBridge(options: Options): Promise<BridgeFigures> {
  const { seed, messages, stage, say } = options
  const random = seededRandom(seed)
  const centre = await createCentre({ seed, automaticAgent: false })
  const folder = privateFolder(stage.launch.user, 'bridge')
  const preload = join(folder, 'raw.cjs')
  writeFileSync(preload, rawPreload)
  handOver(stage.launch.user, folder)
  let callpoint: Callpoint | undefined
  try {
    callpoint = await openCallpoint({
      ...stage,
      display: stage.display.environment,
      simulator: { ...centre.urls, clientId: centre.clientId, clientSecret: centre.clientSecret },
      policy: {
        mode: 'kiosk',
        languages: ['en'],
        visit: { idleSeconds: 3600 },
        secrets: { store: 'memory' },
        // Refusals by the thousand are no news; what is worse is.
        log: { level: 'error' },
      },
    })
    const { app, userData } = callpoint
    const deaths = await watchDeaths(app)
    const senders = await prepareSenders(callpoint, preload)
    const found = new Findings()
    for (let at = 0; at < messages; at += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, messages - at) }, () =>
        drawMessage(random),
      )
      for (const sender of SENDERS) {
        const own = batch.filter((message) => message.sender === sender)
        found.judge(own, await senders[sender](own))
      }
      if ((at / BATCH) % 25 === 24) say(`  ${at + batch.length} of ${messages}`)
    }
    const died = await deaths()
    for (const line of [...died, ...faultsIn(join(userData, 'logs'))]) found.crash(line)
    await proveAlive(senders)
    for (const line of found.lines) say(`  ${line}`)
    return { messages, ...found.figures }
  } finally {
    await callpoint?.kill()
    if (callpoint) removeFolder(callpoint.home)
    removeFolder(folder)
    await centre.close()
  }
}

/** Counts what came back against what may come back. */
class Findings {
  readonly lines: string[] = []
  readonly #by = Object.fromEntries(SENDERS.map((sender) => [sender, 0])) as Record<
    SenderKind,
    number
  >
  #wrong = 0
  #crashes = 0
  #good = 0
  #taken = 0

  judge(messages: readonly Message[], answers: readonly Answer[]): void {
    for (const [place, message] of messages.entries()) {
      const answer = answers[place] ?? 'silent'
      this.#by[message.sender] += 1
      if (answer === 'silent') this.crash(`no answer to ${describe(message)}`)
      if (message.isGood) {
        this.#good += 1
        if (answer !== 'not sent' && answer !== 'refused nothing') this.#taken += 1
      } else if (!isRefusal(message, answer)) {
        this.#wrong += 1
        this.#note(`${answer}: ${describe(message)}`)
      }
    }
  }

  crash(line: string): void {
    this.#crashes += 1
    this.#note(`crash: ${line}`)
  }

  get figures() {
    return {
      acceptedInvalid: this.#wrong,
      crashes: this.#crashes,
      good: this.#good,
      taken: this.#taken,
      by: this.#by,
      findings: this.lines,
    }
  }

  #note(line: string): void {
    if (this.lines.length < MOST_FINDINGS) this.lines.push(line)
  }
}

/** What main may say to a message on which it must not act. */
function isRefusal({ sender, channel }: Message, answer: Answer): boolean {
  if (answer === 'not sent' || answer === 'silent') return true
  // A feed that there is not, or not for this sender, reads as nothing.
  if (channel === 'callpoint:read') return answer === 'refused nothing'
  const isStranger = sender === 'twin' || sender === 'blank' || sender === 'forged'
  return answer === (isStranger ? 'refused not-allowed' : 'refused invalid-input')
}

function describe({ sender, channel, words }: Message): string {
  return `${sender} ${channel} ${JSON.stringify(words).slice(0, 200)}`
}

async function watchDeaths(app: ElectronApplication): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ app: electron }) => {
    const died: string[] = []
    Reflect.set(globalThis, 'died', died)
    electron.on('render-process-gone', (_event, _contents, { reason }) => {
      died.push(`renderer: ${reason}`)
    })
    electron.on('child-process-gone', (_event, { type, reason }) => {
      if (reason !== 'clean-exit') died.push(`${type}: ${reason}`)
    })
  })
  return async () => {
    const died: unknown = await app.evaluate((): unknown => Reflect.get(globalThis, 'died'))
    return Array.isArray(died) ? died.map(String) : ['main cannot be asked any more']
  }
}

/** Errors in the app's own log: a handler that threw, an exception that nobody caught. */
function faultsIn(folder: string): readonly string[] {
  // Without an error there is no log to be written.
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => /call failed|uncaught exception|unhandled rejection/u.test(line)),
  )
}

/** Every way to main: the app's page, over its bridge and past it; other pages; forged events. */
async function prepareSenders(
  { app, page }: Callpoint,
  preload: string,
): Promise<Record<SenderKind, Send>> {
  const pages = await openStrangers(app, page, preload)
  await page.evaluate(bridgeSender)
  const through =
    (from: Page, name: 'campaignSend' | 'raw'): Send =>
    async (parcels) =>
      await from.evaluate(
        async ([way, text]) => {
          const held: unknown = Reflect.get(window, way ?? '')
          const send: unknown =
            typeof held === 'object' && held !== null ? Reflect.get(held, 'invoke') : held
          if (typeof send !== 'function') throw new Error(`there is no ${String(way)}`)
          return (await Reflect.apply(send, window, [text])) as Answer[]
        },
        [name, JSON.stringify(parcels)],
      )
  return {
    bridge: through(page, 'campaignSend'),
    raw: through(page, 'raw'),
    twin: through(pages.twin, 'raw'),
    blank: through(pages.blank, 'raw'),
    forged: forge(app),
  }
}

/** Gives the app's own page the raw ipc, and opens a page of the app's in another window, and an empty one. */
async function openStrangers(
  app: ElectronApplication,
  page: Page,
  preload: string,
): Promise<{ readonly twin: Page; readonly blank: Page }> {
  await app.evaluate(async ({ BrowserWindow, session }, file) => {
    const own = BrowserWindow.getAllWindows()[0]?.webContents
    const register: unknown = Reflect.get(session.defaultSession, 'registerPreloadScript')
    if (typeof register === 'function') {
      const script = { type: 'frame', filePath: file }
      Reflect.apply(register, session.defaultSession, [script])
    } else {
      // What came before it, deprecated by now.
      Reflect.apply(
        Reflect.get(session.defaultSession, 'setPreloads') as () => void,
        session.defaultSession,
        [[file]],
      )
    }
    await new Promise<void>((resolve) => {
      own?.once('did-finish-load', () => resolve())
      own?.reload()
    })
  }, preload)
  await page.waitForFunction(() => 'raw' in window && 'callpoint' in window)
  const open = async (address: string): Promise<Page> => {
    const opened = app.waitForEvent('window')
    await app.evaluate(
      async ({ BrowserWindow }, [url = '']) => {
        const safe = { sandbox: true, contextIsolation: true, nodeIntegration: false }
        const window = new BrowserWindow({ show: false, webPreferences: safe })
        await window.loadURL(url)
      },
      [address],
    )
    const stranger = await opened
    await stranger.waitForFunction(() => 'raw' in window)
    return stranger
  }
  return { twin: await open('app://callpoint/index.html'), blank: await open('about:blank') }
}

/** Events that look like the app's own page, and are not quite: handed to main's handlers themselves. */
function forge(app: ElectronApplication): Send {
  return async (parcels) =>
    await app.evaluate(
      async ({ ipcMain, BrowserWindow }, [text = '', revival = '', reading = '']) => {
        // Their source text: this function runs in another process.
        const made: unknown = (0, eval)(`(${revival})`)
        const read: unknown = (0, eval)(`(${reading})`)
        const table: unknown = Reflect.get(ipcMain, '_invokeHandlers')
        const own = BrowserWindow.getAllWindows()[0]?.webContents
        if (!(table instanceof Map) || !own) throw new Error('no handlers to forge events for')
        if (typeof made !== 'function' || typeof read !== 'function') throw new Error('no source')
        const home = 'app://callpoint/index.html'
        const frames: readonly unknown[] = [
          null,
          { url: home },
          { url: `${home}#x`, parent: own.mainFrame },
          { url: 'app://callpoint.evil/index.html' },
          { url: 'app://callpoint@evil/index.html' },
          { url: 'file:///index.html' },
          { url: 'https://callpoint/' },
          { url: '' },
        ]
        const list: unknown = JSON.parse(text)
        if (!Array.isArray(list)) return []
        const answers: Answer[] = []
        for (const [place, parcel] of list.entries()) {
          const { channel, words } = parcel as { channel: string; words: unknown[] }
          const handler: unknown = table.get(channel)
          if (typeof handler !== 'function') {
            answers.push('not sent')
            continue
          }
          const senderFrame = frames[place % frames.length]
          // Half of them claim that the frame is the whole of another page.
          const isOther = place % 2 === 1 && senderFrame !== null
          const sender = isOther
            ? { mainFrame: senderFrame, getURL: () => home, once: () => undefined }
            : own
          const values = words.map((word) => Reflect.apply(made, undefined, [word]) as unknown)
          const answer: unknown = await Reflect.apply(handler, undefined, [
            { sender, senderFrame, frameId: 1, processId: 1 },
            ...values,
          ])
          answers.push(Reflect.apply(read, undefined, [answer]) as Answer)
        }
        return answers
      },
      [JSON.stringify(parcels), revive.toString(), readAnswer.toString()],
    )
}

/** After all that, what is right is still done, over both ways. */
async function proveAlive(senders: Record<SenderKind, Send>): Promise<void> {
  const parcels = [{ channel: 'callpoint:call', words: ['visit.touch', null] }]
  for (const way of ['bridge', 'raw'] as const) {
    const [answer] = await senders[way](parcels)
    if (answer !== 'taken') throw new Error(`the bridge no longer works: ${String(answer)}`)
  }
}

/** The campaign `bridge`: 100,000 messages, or `--messages N`. */
export const bridge: Campaign = {
  name: 'bridge',
  about: 'generated and mutated messages on every channel, from strangers too: none acted on',
  options: { messages: 'N' },
  async run({ seed, count, say }) {
    const messages = count('messages', 100_000)
    const stage = await prepareStage({ width: 1080, height: 1920 }, say)
    try {
      const figures = await runBridge({ seed, messages, stage, say })
      const { acceptedInvalid, crashes, good, taken } = figures
      say(`  taken ${taken} of ${good} good; ${JSON.stringify(figures.by)}`)
      return {
        line: `bridge: messages=${messages} accepted_invalid=${acceptedInvalid} crashes=${crashes} seed=${seed}`,
        passed: acceptedInvalid + crashes === 0 && taken > 0,
      }
    } finally {
      stage.display.close()
    }
  },
}
