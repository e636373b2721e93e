import { test as base } from '../../kit/centre/centre.ts'
import { openFolder, removeFolder } from '../../kit/machine/folders.ts'

/** A folder that goes away with the test, and whoever ends with it. */
export interface Stage {
  readonly folder: string
  ends<T extends { stop(): Promise<void> }>(what: T): T
}

/** The Electron fixture with a centre played by hand, and room for servers before it. */
export const test = base.extend<{ readonly stage: Stage }>({
  // Playwright reads the names of what a fixture needs from this pattern.
  // eslint-disable-next-line no-empty-pattern
  stage: async ({}, use) => {
    const folder = openFolder('fronts')
    const ends: (() => Promise<void>)[] = []
    await use({
      folder,
      ends(what) {
        ends.unshift(() => what.stop())
        return what
      },
    })
    for (const end of ends) await end()
    removeFolder(folder)
  },
})

export { expect } from '@playwright/test'
