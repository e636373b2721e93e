import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createCentre, type Centre } from '../../simulator/centre.ts'
import { seededRandom, type Random } from '../../simulator/support/random.ts'
import { electronEnvironment, handOver } from '../kit/machine/unprivileged.ts'
import { layouts, openCallpoint, type Callpoint } from '../kit/app/callpoint.ts'
import type { Campaign } from './lib/campaign.ts'
import { startCanary, type Canary } from '../kit/network/canary.ts'
import { prepareStage, type Stage } from '../kit/app/stage.ts'
import { scriptRunner, tidy, type Hands } from './lib/escape-hands.ts'
import { agentAddresses, vectors, type Vector } from './lib/escape-vectors.ts'
import { setOpeners, watchKiosk, type Watch } from './lib/escape-watch.ts'
import { codesOf, openXDisplay, type XDisplay } from '../kit/machine/x-display.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

export interface EscapeFigures {
  readonly vectors: number
  /** What got out, in words. */
  readonly open: readonly string[]
}

interface Options {
  readonly seed: number
  readonly stage: Stage
  /** So many of the ways that need no agent, drawn by the seed; all of them where left out. */
  readonly count?: number | undefined
  readonly say: (line: string) => void
}

/** What a way out sets off may take a moment to show, in milliseconds. */
const MOMENT_MS = 150
const LATE_MS = 2500

/** One kiosk with all that watches it. */
interface Cell {
  readonly callpoint: Callpoint
  readonly hands: Hands
  readonly watch: Watch
}

/** Tries each way out of the real app in kiosk mode. What gets out is named; then a fresh kiosk goes on. */
export async function runEscape({ seed, stage, count, say }: Options): Promise<EscapeFigures> {
  const random = seededRandom(seed)
  const folder = privateFolder(stage.launch.user, 'escape')
  const file = join(folder, 'secret.txt')
  writeFileSync(file, 'nobody reads this\n')
  handOver(stage.launch.user, folder)
  const openers = setOpeners(join(folder, 'openers'))
  const canary = await startCanary()
  const centre = await createCentre({ seed, automaticAgent: false })
  const x = await openXDisplay(stage.display.environment)
  const open: string[] = []
  let tried = 0
  let cell: Cell | undefined

  async function enter(): Promise<Cell> {
    const callpoint = await openCallpoint({
      ...stage,
      display: stage.display.environment,
      environment: { PATH: openers.path },
      simulator: { ...centre.urls, clientId: centre.clientId, clientSecret: centre.clientSecret },
      layout: 'portrait',
      policy: {
        mode: 'kiosk',
        languages: ['en'],
        chat: { adaptivePolling: false, pollSeconds: 1, askConsent: false, guard: false },
        visit: { idleSeconds: 3600 },
        // Also addresses that a policy shows must not lead out.
        pages: { privateHosts: ['127.0.0.1'], linkHosts: ['*'] },
        secrets: { store: 'memory' },
      },
    })
    const { page } = callpoint
    const session = await page.context().newCDPSession(page)
    const elsewhere = `http://${canary.authority}`
    const hands: Hands = { page, session, x, elsewhere, file, script: scriptRunner(session) }
    const watch = await watchKiosk(callpoint, hands, canary, openers.marks)
    cell = { callpoint, hands, watch }
    return cell
  }

  async function leave(): Promise<void> {
    const left = cell
    cell = undefined
    await left?.callpoint.kill()
    if (left) removeFolder(left.callpoint.home)
  }

  /** Looks who is out; whoever is, gets a fresh kiosk. */
  async function judge(name: string, gained?: string): Promise<void> {
    const found = [...(gained === undefined ? [] : [`gained ${gained}`])]
    if (cell) found.push(...(await cell.watch.look()))
    if (found.length === 0) return
    open.push(`${name}: ${found.join('; ')}`)
    say(`  OPEN ${name}: ${found.join('; ')}`)
    await leave()
  }

  try {
    await proveWatch(await enter(), x, canary)
    await leave()
    for (const vector of drawn(random, count)) {
      const { hands } = cell ?? (await enter())
      await toForm(hands)
      const gained = await vector.attempt(hands)
      await delay(MOMENT_MS)
      await judge(vector.name, gained)
      if (cell) await tidy(cell.hands)
      tried += 1
      if (tried % 50 === 0) say(`  ${tried} tried`)
    }
    await delay(LATE_MS)
    await judge('one of them, late')
    await leave()
    tried += await fromTheAgent((await enter()).hands, centre, judge)
    await delay(LATE_MS)
    await judge('one of the agent, late')
    if (cell) {
      await startAgain(cell.callpoint, stage, openers.path)
      tried += 1
      await judge('the app started a second time, as a window')
    }
    return { vectors: tried, open }
  } finally {
    await leave()
    x.close()
    await centre.close()
    await canary.close()
    removeFolder(folder)
  }
}

/** Drawn by the seed: their order, and where not all are wanted, which. */
function drawn(random: Random, count = vectors.length): readonly Vector[] {
  const order = vectors.map((vector) => ({ vector, at: random.next() }))
  return order
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ vector }) => vector)
}

/**
 * Text fields are where a kiosk's keys go: each way is tried with the focus in one. By script, since
 * Playwright's own waiting never ends after a navigation that was refused.
 */
async function toForm(hands: Hands): Promise<void> {
  for (let step = 0; step < 20; step += 1) {
    const isThere = await hands.script(`
      const field = document.querySelector('form input, form textarea')
      field?.focus()
      if (field) return 'yes'
      const buttons = [...document.querySelectorAll('main button')]
      const next = buttons.find((each) => /^(Touch to talk to us|Chat)/u.test(each.textContent.trim()))
      next?.click()
      await soon()`)
    if (isThere === 'yes') return
    await delay(MOMENT_MS)
  }
  throw new Error('the form before the chat could not be reached')
}

/** Sets off each detector by hand: what cannot catch anything proves nothing. */
async function proveWatch(cell: Cell, x: XDisplay, canary: Canary): Promise<void> {
  const { callpoint, hands, watch } = cell
  const { app, page } = callpoint
  const expectAlarm = async (wanted: RegExp): Promise<void> => {
    await delay(MOMENT_MS * 4)
    const found = await watch.look()
    if (found.some((line) => wanted.test(line))) return
    throw new Error(`the watch did not see ${String(wanted)}: ${found.join('; ') || 'nothing'}`)
  }
  await toForm(hands)
  const calm = await watch.look()
  if (calm.length > 0) throw new Error(`the watch sees what is not there: ${calm.join('; ')}`)
  await x.chord(codesOf('q'))
  await page.waitForFunction(() => document.querySelector('input')?.value.toLowerCase() === 'q')
  await app.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ width: 200, height: 100, alwaysOnTop: true })
    Reflect.set(globalThis, 'proof', window)
    await window.loadURL('about:blank')
  })
  await expectAlarm(/on screen: 200 x 100/u)
  await app.evaluate(() => {
    const window: unknown = Reflect.get(globalThis, 'proof')
    if (typeof window === 'object' && window !== null) {
      const destroy: unknown = Reflect.get(window, 'destroy')
      if (typeof destroy === 'function') Reflect.apply(destroy, window, [])
    }
  })
  await expectAlarm(/.*/u).catch(() => undefined)
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2)
  })
  await expectAlarm(/zoom 2/u)
  await app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1)
  })
  await app.evaluate(({ app: electron }) => {
    // The way by which Chromium itself calls an opener.
    const load: unknown = Reflect.get(process, 'mainModule')
    const need: unknown =
      typeof load === 'object' && load !== null ? Reflect.get(load, 'require') : undefined
    if (typeof need !== 'function') throw new Error(`no require in ${electron.getName()}`)
    const children: unknown = Reflect.apply(need, load, ['node:child_process'])
    const run: unknown =
      typeof children === 'object' && children !== null ? Reflect.get(children, 'spawn') : undefined
    if (typeof run === 'function') Reflect.apply(run, children, ['xdg-open', ['proof:']])
  })
  await expectAlarm(/opened: .*proof:/u)
  await fetch(`http://${canary.authority}/proof`)
  await expectAlarm(/asked elsewhere: GET \/proof/u)
}

/** An agent pushes and writes every kind of address; then everything in the conversation is touched. */
async function fromTheAgent(
  hands: Hands,
  centre: Centre,
  judge: (name: string) => Promise<void>,
): Promise<number> {
  const { page, elsewhere, file } = hands
  await page.getByRole('button', { name: 'Touch to talk to us' }).click()
  await startKioskChat(page)
  await centre.until(() => centre.sessions.list().length > 0)
  const session = centre.sessions.list().at(-1)
  const agent = centre.agents[0]
  if (!session || !agent) throw new Error('there is no conversation')
  centre.desk.accept(session, agent)
  const addresses = agentAddresses.map((address) =>
    address.replace('ELSEWHERE', elsewhere).replace(/^FILE$/u, `file://${file}`),
  )
  for (const address of addresses) {
    centre.desk.pushUrl(session, agent, address)
    centre.desk.message(
      session,
      agent,
      `<A HREF="${address}" TARGET="_blank">here</A> ${address} <FORM ACTION="${address}"><INPUT TYPE=submit></FORM>`,
    )
  }
  centre.desk.message(session, agent, 'That was all.')
  const log = page.getByRole('log', { name: 'Conversation' })
  await log.getByText('That was all.').waitFor({ timeout: 30_000 })
  await judge('what the agent sent')
  const touchable = log.locator('a, button, [role=link], [tabindex="0"]')
  const count = await touchable.count()
  for (let at = 0; at < count; at += 1) {
    if (page.isClosed()) break
    const target = touchable.nth(at)
    await target.scrollIntoViewIfNeeded({ timeout: 2000 }).catch(() => undefined)
    await target.click({ timeout: 2000, force: true }).catch(() => undefined)
    await delay(MOMENT_MS)
    await judge(`touch ${at} of ${count} in the conversation`)
    await page.keyboard.press('Escape').catch(() => undefined)
  }
  return addresses.length * 2 + count
}

async function startKioskChat(page: Hands['page']): Promise<void> {
  await page.getByRole('button', { name: 'Chat', exact: true }).click()
  await page.getByLabel('Your name').fill('Jonas')
  await page.getByRole('radio').first().click({ force: true })
  await page.getByLabel('How can we help you?').fill('Out')
  await page.getByRole('button', { name: 'Start chat' }).click()
}

/** Somebody with a shell of the kiosk's own user would have won anyway; a shortcut on a desk has not. */
async function startAgain(callpoint: Callpoint, stage: Stage, path: string): Promise<void> {
  const { launch, display } = stage
  const child = spawn(
    launch.command,
    [`--user-data-dir=${callpoint.userData}`, launch.app, '--desktop', 'https://callpoint.invalid'],
    {
      cwd: launch.workingDirectory,
      env: electronEnvironment(launch.user, process.env, { ...display.environment, PATH: path }),
      stdio: 'ignore',
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await Promise.race([ended, delay(10_000)])
  if (child.exitCode === null) child.kill('SIGKILL')
}

export const escape: Campaign = {
  name: 'escape',
  about:
    'Tries every way out of the app in kiosk mode: keys, mouse, touch, scripts, addresses, files, agents.',
  options: { vectors: 'N' },
  async run({ seed, count, text, say }) {
    const stage = await prepareStage(layouts.portrait, say)
    const wanted = text('vectors') === undefined ? undefined : count('vectors', 1)
    const figures = await runEscape({ seed, stage, say, count: wanted })
    for (const line of figures.open) say(`  ${line}`)
    stage.display.close()
    return {
      line: `escape: vectors=${figures.vectors} open=${figures.open.length}`,
      passed: figures.open.length === 0,
    }
  },
}
