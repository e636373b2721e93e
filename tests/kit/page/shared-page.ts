import type { Page } from '@playwright/test'

/** A page that the tests of a worker share: a new window of Chromium costs more than a second of a core, another address a third. */
export interface SharedPage {
  take(): Promise<Page>
  /** Leaves it as a new one, or gives it up. Each test serves its pages from a port, and so an origin, of its own: no storage is shared. */
  leave(isFit: boolean): Promise<void>
}

/** `open` makes the page, in a context of its own. */
export function createSharedPage(open: () => Promise<Page>): SharedPage {
  let page: Page | undefined
  return {
    take: async () => (page ??= await open()),
    async leave(isFit) {
      const last = page
      if (last === undefined) return
      if (!isFit || last.isClosed()) {
        page = undefined
        await last.context().close()
        return
      }
      last.removeAllListeners()
      await last.goto('about:blank')
      await last.context().clearPermissions()
      await last.emulateMedia({ colorScheme: 'light' })
    },
  }
}
