import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openFolder, removeFolder } from '../../kit/machine/folders.ts'
import { chromiumWithDevices } from '../../kit/page/call-page.ts'
import { startBaresip, type Baresip } from './baresip.ts'
import { startCoturn, type Coturn } from './coturn.ts'
import { colleague, desk, startKamailio, type Account, type Kamailio } from './kamailio.ts'
import { startLinphone, type Linphone, type LinphoneOptions } from './linphone.ts'
import { test as base } from './page.ts'
import { startRtpengine, type Rtpengine } from './rtpengine.ts'

/** Telephones of offices behind a gateway: none of them knows encryption, ICE or WebSockets. */
export interface Gateway {
  readonly kamailio: Kamailio
  readonly rtpengine: Rtpengine
  readonly coturn: Coturn
  /** Telephone of `callee`: answers by itself, with a tone and a moving picture. */
  readonly baresip: Baresip
  /** A folder that goes away with them. */
  readonly folder: string
}

interface WorkerFixtures {
  readonly gateway: Gateway
  /** Telephone of `desk`. */
  readonly linphone: Linphone
  /** Telephone of `colleague`, which sends sound and picture while it rings. */
  readonly other: Linphone
}

/** A caller's page in front of them. */
export const test = base.extend<object, WorkerFixtures>({
  launchOptions: [chromiumWithDevices, { scope: 'worker' }],
  gateway: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from it
    async ({}, use) => {
      const folder = openFolder('gateway')
      const ends: (() => Promise<void>)[] = []
      const at = (name: string): string => join(folder, name)
      try {
        const rtpengine = await startRtpengine()
        ends.unshift(rtpengine.program.stop)
        const kamailio = await startKamailio(at('kamailio'), rtpengine)
        ends.unshift(kamailio.program.stop)
        const baresip = await startBaresip(at('baresip'), kamailio, { media: 'plain' })
        ends.unshift(baresip.stop)
        const coturn = await startCoturn(at('coturn'))
        ends.unshift(coturn.program.stop)
        await use({ kamailio, rtpengine, coturn, baresip, folder })
      } finally {
        // One that did not come up leaves none of the others behind.
        for (const end of ends) await end()
        removeFolder(folder)
      }
    },
    { scope: 'worker' },
  ],
  linphone: [linphoneOf('linphone', desk), { scope: 'worker' }],
  other: [linphoneOf('other', colleague, { announces: true }), { scope: 'worker' }],
})

function linphoneOf(name: string, account: Account, options: LinphoneOptions = {}) {
  return async (
    { gateway }: { readonly gateway: Gateway },
    use: (linphone: Linphone) => Promise<void>,
  ): Promise<void> => {
    const linphone = await startLinphone(
      join(gateway.folder, name),
      gateway.kamailio,
      account,
      options,
    )
    await use(linphone)
    await linphone.stop()
  }
}

/** What the page says while the other side holds the call. */
export const onHold = (page: Page) => page.getByText('You are on hold', { exact: false })

export { expect } from '@playwright/test'
