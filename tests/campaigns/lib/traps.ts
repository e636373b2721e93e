import type { ElectronApplication, Page } from '@playwright/test'

/** What the traps have caught; each line says what and where. */
export interface Caught {
  /** Code that ran, or tried to: functions called, violations of the policy, navigations, windows. */
  readonly executed: readonly string[]
  /** Requests of a page for anything but the app's own files. */
  readonly requests: readonly string[]
  /** Errors that nobody caught: nothing ran, but the app stumbled. */
  readonly errors: readonly string[]
}

export interface Traps {
  caught(): Promise<Caught>
  /** The numbers N of all `noNno` that have been drawn in the conversation so far. */
  drawn(): Promise<ReadonlySet<number>>
  /** Forgets what was caught. */
  reset(): Promise<void>
}

/** Elements that no message may ever make: they run, load, cover or rewrite something. */
const PLANTED =
  'script,iframe,frame,frameset,object,embed,applet,portal,img,picture,source,video,audio,track,' +
  'form,input,select,textarea,meta,base,link,style,math,foreignObject,template,marquee,dialog,' +
  'table,font,body,svg script,svg use,svg animate,svg set,svg a,[srcdoc],[formaction],[ping],[popovertarget]'

/** Puts traps into the page and the main process of a running app. */
export async function setTraps(app: ElectronApplication, page: Page): Promise<Traps> {
  const outside: string[] = []
  const errors: string[] = []
  page.on('dialog', (dialog) => {
    outside.push(`dialog ${dialog.type()}: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => errors.push(error.stack ?? error.message))
  page.on('framenavigated', (frame) => outside.push(`navigation to ${frame.url()}`))
  page.on('crash', () => outside.push('the page crashed'))
  app.on('window', (window) => outside.push(`window ${window.url()}`))
  await trapMain(app)
  await trapPage(page)
  return {
    async caught() {
      const main = await app.evaluate(() => {
        const caught: unknown = Reflect.get(globalThis, 'campaignCaught')
        return caught as { executed: string[]; requests: string[] }
      })
      const inside = await page.evaluate(() => {
        const look: unknown = Reflect.get(window, 'campaignLook')
        // A page that was loaded anew has lost the trap, and that is a finding too.
        return typeof look === 'function'
          ? (Reflect.apply(look, window, []) as string[])
          : ['the page was replaced']
      })
      return {
        executed: [...outside, ...main.executed, ...inside],
        requests: main.requests,
        errors: [...errors],
      }
    },
    async drawn() {
      const numbers = await page.evaluate(() => {
        const seen: unknown = Reflect.get(window, 'campaignSeen')
        return seen instanceof Set ? [...(seen as Set<number>)] : []
      })
      return new Set(numbers)
    },
    async reset() {
      outside.length = 0
      errors.length = 0
      await app.evaluate(() => {
        Reflect.set(globalThis, 'campaignCaught', { executed: [], requests: [] })
      })
      await page.evaluate(() => {
        const reset: unknown = Reflect.get(window, 'campaignReset')
        if (typeof reset === 'function') Reflect.apply(reset, window, [])
      })
    },
  }
}

async function trapMain(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ app: electron, webContents }) => {
    Reflect.set(globalThis, 'campaignCaught', { executed: [], requests: [] })
    const note = (kind: 'executed' | 'requests', line: string): void => {
      const caught = Reflect.get(globalThis, 'campaignCaught') as Record<typeof kind, string[]>
      caught[kind].push(line)
    }
    electron.on('web-contents-created', (_event, contents) => {
      note('executed', `new web contents of type ${contents.getType()}`)
    })
    for (const contents of webContents.getAllWebContents()) {
      contents.on('will-navigate', (event) => {
        note('executed', `navigation asked for: ${event.url}`)
      })
      contents.session.on('will-download', (_event, item) => {
        note('executed', `download of ${item.getURL()}`)
      })
      contents.session.webRequest.onBeforeRequest(({ url }, answer) => {
        const isOurs = /^(?:app:\/\/callpoint\/|devtools:)/u.test(url)
        if (!isOurs && !/^(?:data|blob):/u.test(url)) note('requests', url)
        answer({})
      })
    }
  })
}

async function trapPage(page: Page): Promise<void> {
  await page.evaluate((planted) => {
    let caught: string[] = []
    const title = document.title
    const note = (line: string): void => {
      caught.push(line)
    }
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'callpointCanary']) {
      Reflect.set(window, name, () => {
        note(`${name} was called`)
        return null
      })
    }
    document.addEventListener('securitypolicyviolation', (event) => {
      note(`the policy stopped ${event.effectiveDirective}: ${event.blockedURI}`)
    })
    /** Elements of the app itself are made of Svelte's templates; in a message there are few kinds. */
    const look = (root: Element): void => {
      for (const element of [root, ...root.querySelectorAll('*')]) {
        if (element.matches(planted)) note(`an element <${element.localName}> in the conversation`)
        for (const { name, value } of element.attributes) {
          if (/^on/iu.test(name)) note(`an attribute ${name} in the conversation`)
          if (/^(?:href|src|srcset|action|data|poster|background|xlink:href)$/iu.test(name)) {
            note(`an attribute ${name}="${value.slice(0, 60)}" in the conversation`)
          }
        }
      }
    }
    const seen = new Set<number>()
    Reflect.set(window, 'campaignSeen', seen)
    // Far from the screen messages are taken out again: each is looked at when it is drawn.
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          if (!(node instanceof Element) || !node.closest('[role=log]')) continue
          look(node)
          for (const [, number] of (node.textContent ?? '').matchAll(/no(\d+)no/gu)) {
            seen.add(Number(number))
          }
        }
      }
    }).observe(document.body, { childList: true, subtree: true })
    Reflect.set(window, 'campaignLook', () => {
      if (document.title !== title) note(`the title is ${document.title.slice(0, 60)}`)
      if (document.querySelector('base, meta[http-equiv=refresh i], iframe, object, embed')) {
        note('a planted element outside the conversation')
      }
      return caught
    })
    Reflect.set(window, 'campaignReset', () => {
      caught = []
    })
  }, PLANTED)
}

/** Does to each element of the conversation what a customer's hand and the browser could do. */
export async function provoke(page: Page): Promise<void> {
  await page.evaluate(() => {
    const log = document.querySelector('[role=log]')
    if (!log) return
    const names = ['mouseover', 'pointerenter', 'focusin', 'toggle', 'animationstart', 'wheel']
    names.push('animationend', 'transitionend', 'load', 'error', 'begin', 'copy', 'contextmenu')
    for (const element of log.querySelectorAll('*')) {
      for (const name of names) element.dispatchEvent(new Event(name, { bubbles: false }))
    }
  })
  // Links open a dialog with a code to take along; they lead nowhere by themselves.
  const links = page.getByRole('log').locator('button.link')
  const last = (await links.count()) - 1
  for (const place of new Set([last, Math.floor(last / 2)])) {
    if (place < 0) continue
    await links.nth(place).click({ force: true, timeout: 5000 })
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  }
}
