import type { ElectronApplication } from '@playwright/test'

/** A customer at the page of a kiosk, whichever page that is by now. Everything is in English. */
export interface PageHands {
  /** What the page shows; empty while there is none. Never throws. */
  shown(): Promise<string>
  /** Where the visit stands, `absent` for instance; undefined while there is no page. */
  stage(): Promise<string | undefined>
  /** Runs steps in the page: see `TOOLS` for what they may use. Throws where one waits in vain. */
  run(steps: string): Promise<unknown>
  /** From Attract to Home. */
  begin(): Promise<void>
  /** From Home to the form before the chat, with a name typed in. `word` is an expression. */
  form(word: string): Promise<void>
  /** From the form to the chat. */
  chat(word: string): Promise<void>
  /** Writes and sends one message. */
  say(word: string): Promise<void>
  /** From Home to the form of the callback, on its first page. */
  callback(): Promise<void>
  /** From that form to the slip. */
  request(word: string, number: string): Promise<void>
  /** From Home to a call that rings. */
  ring(): Promise<void>
  /** The visit ends by choice. */
  end(): Promise<void>
}

/**
 * In the page: `press` a button by its name, `write` into a field, `pick` one of each group of
 * choices, `until` something is true. A word of a customer is put together in the page: a script
 * that held it would itself be found where the word must not be.
 */
const TOOLS = `
  const seen = (e) => e.getClientRects().length > 0
  const nameOf = (e) => (e.ariaLabel || e.textContent || '').replace(/\\s+/g, ' ').trim()
  const pause = () => new Promise((go) => setTimeout(go, 10))
  const until = async (look, what) => {
    for (const end = performance.now() + 20000; performance.now() < end; await pause()) {
      const found = look()
      if (found) return found
    }
    throw new Error('waited in vain for ' + what + ' at ' + document.body.innerText.slice(0, 400))
  }
  const button = (...names) => [...document.querySelectorAll('button')].find((e) =>
    seen(e) && !e.disabled && e.ariaDisabled !== 'true' && names.includes(nameOf(e)))
  const press = async (...names) => (await until(() => button(...names), names.join())).click()
  const field = (kind) => [...document.querySelectorAll(kind)].find(seen)
  const write = async (kind, text) => {
    const e = await until(() => field(kind), kind)
    e.focus()
    e.value = text
    e.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const pick = async () => {
    for (let more = true; more; await pause()) {
      const radios = [...document.querySelectorAll('form input[type=radio]')]
      const open = radios.find((e) => !radios.some((o) => o.name === e.name && o.checked) && !e.disabled)
      const label = (e) => nameOf(e.labels[0] ?? e)
      const group = radios.filter((e) => open && e.name === open.name)
      const wanted = group.find((e) => label(e).includes('Tomorrow')) ?? group.at(-1)
      more = wanted !== undefined
      wanted?.click()
    }
  }
  const text = () => document.body.innerText
  const LINE = 'form input:not([type=radio]):not([type=checkbox])'
`

const LOOK_MS = 1000
const STEPS_MS = 30_000

/** A word of one visit: recognisable, and nowhere written as a whole but where it is typed. */
export function wordOf(mark: string, visit: number): string {
  return JSON.stringify(Array.from(mark + String(visit).padStart(5, '0'))) + '.join("")'
}

export function pageHands(app: ElectronApplication): PageHands {
  /** A page that dies never answers: given up after `patienceMs`. */
  async function inPage(code: string, patienceMs: number): Promise<unknown> {
    const given = { script: code, ms: patienceMs }
    return await app.evaluate(async ({ BrowserWindow }, { script, ms }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      if (!contents || contents.isCrashed() || contents.isLoading()) return undefined
      // An interval: a campaign may have shortened main's other timers.
      let timer: NodeJS.Timeout | undefined
      const late = new Promise((resolve) => {
        timer = setInterval(() => {
          resolve(undefined)
        }, ms)
      })
      try {
        return (await Promise.race([contents.executeJavaScript(script, true), late])) as unknown
      } finally {
        clearInterval(timer)
      }
    }, given)
  }
  /** What goes wrong in the page is told in words: Electron keeps none. */
  async function run(steps: string): Promise<unknown> {
    const answer = await inPage(
      `(async () => { ${TOOLS}\n try { return [await (async () => { ${steps} })()] } catch (e) { return String(e) } })()`,
      STEPS_MS,
    )
    if (!Array.isArray(answer)) throw new Error(String(answer ?? 'there is no page'))
    return answer[0]
  }
  const steps = async (code: string): Promise<void> => {
    await run(code)
  }

  return {
    run,
    shown: async () =>
      String((await inPage('document.body.innerText', LOOK_MS).catch(() => '')) ?? ''),
    async stage() {
      const code = 'window.callpoint && callpoint.visit.view.read().then(({ stage }) => stage)'
      const stage = await inPage(code, LOOK_MS).catch(() => undefined)
      return typeof stage === 'string' ? stage : undefined
    },
    begin: () =>
      steps(`await press('Touch to talk to us'); await until(() => button('Finish'), 'Home')`),
    form: (word) => steps(`await press('Chat'); await write(LINE, ${word})`),
    chat: (word) =>
      steps(`
        await pick()
        await press('Continue')
        await write('form textarea', ${word})
        await press('Start chat')
        await until(() => document.querySelector('[role=log]'), 'the chat')`),
    say: (word) =>
      steps(`
        await until(() => document.querySelector('[role=log]'), 'the chat')
        await write('form textarea', ${word})
        await press('Send')`),
    callback: () =>
      steps(`
        await press('Call me back')
        await until(() => document.querySelector('form input[type=radio]'), 'the form')`),
    request: (word, number) =>
      steps(`
        for (let page = 0; page < 8; page += 1) {
          await pick()
          if (field('form input[type=tel]')) await write('form input[type=tel]', ${JSON.stringify(number)})
          else if (field(LINE)) await write(LINE, ${word})
          if (field('form textarea')) await write('form textarea', ${word})
          const before = text()
          if (button('Request callback')) break
          await press('Continue')
          await until(() => text() !== before, 'the next page')
        }
        await press('Request callback')
        await until(() => text().includes('Thank you'), 'the slip')`),
    ring: () =>
      steps(`
        await press('Video call')
        await press('Continue')
        await press('Call now')`),
    end: () =>
      steps(
        'await callpoint.visit.end(); await until(() => button("Touch to talk to us"), "Attract")',
      ),
  }
}
