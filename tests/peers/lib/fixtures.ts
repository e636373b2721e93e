import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { openFolder, removeFolder } from '../../kit/machine/folders.ts'
import { startBaresip, type Baresip } from './baresip.ts'
import { startCoturn, type Coturn } from './coturn.ts'
import { startKamailio, type Kamailio } from './kamailio.ts'

/** The real parts, running. */
export interface Peers {
  readonly kamailio: Kamailio
  readonly baresip: Baresip
  readonly coturn: Coturn
  /** A folder that goes away with them. */
  readonly folder: string
}

interface WorkerFixtures {
  readonly peers: Peers
}

export const test = base.extend<object, WorkerFixtures>({
  peers: [
    // Playwright reads the names of what a fixture needs from this pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const folder = openFolder('peers')
      const ends: (() => Promise<void>)[] = []
      try {
        const kamailio = await startKamailio(join(folder, 'kamailio'))
        ends.unshift(kamailio.program.stop)
        const baresip = await startBaresip(join(folder, 'baresip'), kamailio)
        ends.unshift(baresip.stop)
        const coturn = await startCoturn(join(folder, 'coturn'))
        ends.unshift(coturn.program.stop)
        await use({ kamailio, baresip, coturn, folder })
      } finally {
        // One that did not come up leaves none of the others behind.
        for (const end of ends) await end()
        removeFolder(folder)
      }
    },
    { scope: 'worker' },
  ],
})

export { expect } from '@playwright/test'
