import { expect, type Page } from '@playwright/test'
import { startVirtualDisplay, type Display } from '../../kit/machine/display.ts'
import { attachEvidence, openCallpoint, type Callpoint } from '../../kit/app/callpoint.ts'
import { log, startChat } from '../../kit/centre/centre.ts'
import { endVisit } from '../../kit/page/chat.ts'
import { test as electron } from '../../kit/app/electron-app.ts'
import { goAhead } from '../../kit/clock/main-clock.ts'
import { startOffice, type Office, type OfficeSession } from './office.ts'
import { startTomcat, type Tomcat } from './tomcat.ts'
import { privateFolder, removeFolder } from '../../kit/machine/folders.ts'

/** Time passes with each look, so it need not pass between them. */
const often = { intervals: [20] }

/** How long the app waits for an answer. */
export const limitSeconds = 4

interface Chat {
  readonly page: Page
  readonly session: OfficeSession
  /** Each line that the customer has read since it began, however short it stood there. */
  told(): Promise<string>
}

/** Begins a chat, in which the agent has said something. */
interface Chats {
  (): Promise<Chat>
  /** So many seconds pass for the app, which does what it would have done in each of them. */
  turn(seconds: number): Promise<void>
  /** Time passes for the app until this holds. */
  turnUntil(holds: () => boolean): Promise<void>
  /** The centre holds these messages, once and in order, and the customer is told so of each. */
  delivered(texts: readonly string[]): Promise<void>
}

interface Site {
  readonly office: Office
  readonly tomcat: Tomcat
  readonly customer: Callpoint
}

interface Fixtures {
  readonly office: Office
  readonly tomcat: Tomcat
  readonly chat: Chats
}

/** One Tomcat and one app for all tests of the file: each leaves them as it finds them. */
export const test = electron.extend<Fixtures, { readonly site: Site }>({
  site: [
    async ({ launch }, use) => {
      const folder = privateFolder(launch.user, 'tomcat')
      const home = privateFolder(launch.user, 'test')
      const ends: (() => Promise<void> | void)[] = []
      try {
        const office = await startOffice()
        ends.unshift(office.close)
        const tomcat = await startTomcat({ folder, user: launch.user, officePort: office.port })
        ends.unshift(() => tomcat.stop())
        const display: Display = await startVirtualDisplay(launch.user, {
          width: 1920,
          height: 1920,
        })
        ends.unshift(display.close)
        const { baseUrl, clientId, clientSecret } = tomcat
        const customer = await openCallpoint({
          launch,
          display: display.environment,
          simulator: { rest: baseUrl, clientId, clientSecret },
          policy: {
            centre: { requestTimeoutSeconds: limitSeconds },
            chat: { adaptivePolling: false, pollSeconds: 1 },
            visit: { idleSeconds: 3600, waitingIdleSeconds: 3600 },
            secrets: { store: 'memory' },
          },
          layout: 'compact',
          heldClock: true,
          home,
        })
        ends.unshift(customer.close)
        await use({ office, tomcat, customer })
      } finally {
        for (const end of ends) await end()
        for (const each of [folder, home]) removeFolder(each)
      }
    },
    { scope: 'worker' },
  ],
  office: async ({ site }, use) => {
    await use(site.office)
  },
  tomcat: async ({ site }, use, info) => {
    await use(site.tomcat)
    if (info.status === info.expectedStatus) return
    const body = `${site.tomcat.answered().slice(-80).join('\n')}\n\n${site.tomcat.output()}`
    await info.attach('what Tomcat has answered and said', { body, contentType: 'text/plain' })
  },
  chat: async ({ site, tomcat: _tomcat }, use, info) => {
    const { office, customer } = site
    const { page } = customer
    let session: OfficeSession | undefined

    const turn = async (seconds: number): Promise<void> => {
      for (let at = 0; at < seconds; at += 1) {
        await goAhead(customer, 1000)
        // What left in this second has left, and what was answered at once has been read.
        await page.evaluate('callpoint.visit.touch()')
      }
    }
    const begin = async (): Promise<Chat> => {
      const place = office.sessions.length
      await startChat(page)
      session = await office.session(place)
      session.say('Hello Jonas')
      await expect(log(page)).toContainText('Hello Jonas')
      await writeDown(page)
      return {
        page,
        session,
        told: () => page.evaluate('[...callpointTold].join("\\n")'),
      }
    }
    await use(
      Object.assign(begin, {
        turn,
        async turnUntil(holds: () => boolean) {
          await expect
            .poll(async () => {
              await turn(1)
              return holds()
            }, often)
            .toBe(true)
        },
        async delivered(texts: readonly string[]) {
          const wanted = texts.map((text) => ({ text, delivery: 'delivered' }))
          await expect
            .poll(async () => {
              await turn(1)
              return [session?.received, (await bubbles(page)).slice(1)]
            }, often)
            .toEqual([texts, wanted])
        },
      }),
    )
    if (info.status !== info.expectedStatus) await attachEvidence(customer, info)
    await endVisit(page)
    await page.locator('.home').waitFor()
  },
})

/** The customer's own messages as the page has them, the first words included. */
async function bubbles(page: Page): Promise<readonly { text: string; delivery: string }[]> {
  // The bridge's types belong to the renderer, which has another configuration.
  const seen: unknown = await page.evaluate(
    `callpoint.chat.view.read().then(({ entries }) => entries.flatMap(
      ({ kind, text, delivery }) => (kind === 'mine' ? [{ text, delivery }] : [])))`,
  )
  return seen as { text: string; delivery: string }[]
}

/** From now on each line of the page is kept, however short it is there. */
async function writeDown(page: Page): Promise<void> {
  await page.evaluate(() => {
    const told = new Set<string>()
    Reflect.set(window, 'callpointTold', told)
    const note = (): void => {
      for (const line of document.body.innerText.split('\n')) told.add(line)
    }
    new MutationObserver(note).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    })
    note()
  })
}

export { expect } from '@playwright/test'
