import type { ChatView, StartChat } from '../../../src/contract/chat.ts'
import { openCallpoint, type Callpoint, type OpenOptions } from '../../kit/app/callpoint.ts'

/** What the campaign can see and do through the page of the app, whichever page that is by now. */
export interface CrashApp {
  readonly callpoint: Callpoint
  /** The chat as the page sees it; undefined while there is no page, or it has not come up yet. */
  chat(): Promise<ChatView | undefined>
  start(input: StartChat): Promise<boolean>
  /** True once the app has taken the message; false where it did not, or died before it said so. */
  send(text: string): Promise<boolean>
  /** The customer is done: the visit ends. */
  end(): Promise<void>
  /** Messages that the page shows, `undefined` while it shows none. */
  shown(): Promise<string | undefined>
  /** Kills at once; answers false where there is no such process. */
  killMain(): void
  killRenderer(): Promise<boolean>
  killGpu(): Promise<boolean>
}

/** Opens the app on `home`, or on a new one. */
export async function openCrashApp(options: OpenOptions): Promise<CrashApp> {
  const callpoint = await openCallpoint(options)
  const { app } = callpoint
  // Taken now: once the app has gone, Playwright no longer tells.
  const main = app.process()

  /** Runs in the page, over main: Playwright gives up a page for good when its process has died. */
  async function inPage(code: string): Promise<unknown> {
    try {
      return await app.evaluate(async ({ BrowserWindow }, script) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        if (!contents || contents.isCrashed() || contents.isLoading()) return undefined
        const late = new Promise((resolve) => {
          setTimeout(() => {
            resolve(undefined)
          }, 5000)
        })
        const answer: unknown = await Promise.race([contents.executeJavaScript(script, true), late])
        return answer
      }, code)
    } catch {
      // It died meanwhile.
      return undefined
    }
  }

  const isOk = (outcome: unknown): boolean =>
    typeof outcome === 'object' && outcome !== null && Reflect.get(outcome, 'ok') === true

  return {
    callpoint,
    async chat() {
      const view = await inPage('window.callpoint && callpoint.chat.view.read()')
      return typeof view === 'object' && view !== null && 'phase' in view
        ? (view as ChatView)
        : undefined
    },
    async start(input) {
      // A visit begins with a touch.
      await inPage('callpoint.visit.touch()')
      return isOk(await inPage(`callpoint.chat.start(${JSON.stringify(input)})`))
    },
    send: async (text) => isOk(await inPage(`callpoint.chat.send(${JSON.stringify({ text })})`)),
    async end() {
      await inPage('callpoint.visit.end()')
    },
    async shown() {
      const text = await inPage(`document.querySelector('[role=log]')?.textContent`)
      return typeof text === 'string' ? text : undefined
    },
    killMain() {
      main.kill('SIGKILL')
    },
    async killRenderer() {
      const pid = await app
        .evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
        )
        .catch(() => undefined)
      return killed(pid)
    },
    async killGpu() {
      const pid = await app
        .evaluate(
          ({ app: electron }) => electron.getAppMetrics().find(({ type }) => type === 'GPU')?.pid,
        )
        .catch(() => undefined)
      return killed(pid)
    },
  }
}

function killed(pid: number | undefined): boolean {
  if (pid === undefined || pid <= 1) return false
  try {
    process.kill(pid, 'SIGKILL')
    return true
  } catch {
    return false
  }
}
