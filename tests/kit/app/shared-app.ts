import type { Page } from '@playwright/test'
import { endVisit } from '../page/chat.ts'
import { showPlain } from '../page/picture.ts'
import { startVirtualDisplay, type Display } from '../machine/display.ts'
import { layouts, openCallpoint, resize, type Callpoint, type OpenOptions } from './callpoint.ts'
import { removeFolder } from '../machine/folders.ts'

/** What a shared app is opened with; who asks for the same gets the same app. */
export type Wish = Pick<
  OpenOptions,
  'launch' | 'simulator' | 'policy' | 'layout' | 'args' | 'environment'
>

/** The one app that the tests of a worker share, one after the other, as customers do. */
export interface SharedApp {
  /** Open on its first screen, with nothing left of the customer before. */
  take(wish: Wish): Promise<Callpoint>
  /**
   * The customer has gone. An app in which something failed is not shared any longer; `anew` loads its page again, where
   * a test has put something into it.
   */
  leave(isFit: boolean, anew?: 'anew'): Promise<void>
  close(): Promise<void>
}

/** A start costs two seconds of a core: tests that only want a page need none of their own. */
export function createSharedApp(): SharedApp {
  let open: { readonly key: string; readonly app: Callpoint; readonly display: Display } | undefined

  async function close(): Promise<void> {
    const last = open
    open = undefined
    if (last === undefined) return
    try {
      await last.app.close()
    } finally {
      removeFolder(last.app.home)
      last.display.close()
    }
  }

  return {
    async take(wish) {
      const { launch, layout = 'compact', policy } = wish
      const isKiosk = policy?.['mode'] === 'kiosk'
      const key = JSON.stringify(isKiosk ? wish : { ...wish, layout: 'any' })
      if (open?.key === key) {
        if (!isKiosk) {
          await resize(open.app, layout)
          await lookAgain(open.app.page)
        }
        return open.app
      }
      await close()
      const size = isKiosk ? layouts[layout] : { width: 1920, height: 1920 }
      const display = await startVirtualDisplay(launch.user, size)
      try {
        const app = await openCallpoint({ ...wish, shortPolls: true, display: display.environment })
        open = { key, app, display }
        return app
      } catch (error) {
        display.close()
        throw error
      }
    },
    async leave(isFit, anew) {
      if (open === undefined) return
      const { page } = open.app
      if (!isFit || page.isClosed()) {
        await close()
        return
      }
      await sayGoodbye(page)
      if (anew === undefined) return
      await page.reload()
      await untilFirstScreen(page)
    },
    close,
  }
}

/** What was closed to the customer before need not be so to this one: a visit begins with a look at each channel. */
async function lookAgain(page: Page): Promise<void> {
  await page.evaluate(
    `new Promise((looked) => {
      const end = callpoint.app.channels.on(() => {
        end()
        looked()
      })
      void callpoint.visit.touch()
    })`,
  )
}

/** Ends the visit; the next guest finds the page as the next customer would. */
async function sayGoodbye(page: Page): Promise<void> {
  page.removeAllListeners()
  await showPlain(page)
  await endVisit(page)
  await untilFirstScreen(page)
}

async function untilFirstScreen(page: Page): Promise<void> {
  await page.locator('.home, .attract').first().waitFor()
}
