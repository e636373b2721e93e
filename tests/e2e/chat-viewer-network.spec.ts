import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCertificate } from '../../simulator/support/certificate.ts'
import { expect, test } from '../kit/centre/centre.ts'
import { openFolder, removeFolder } from '../kit/machine/folders.ts'
import { talking } from '../kit/page/chat.ts'
import { servePages, type PageServer } from '../kit/network/page-server.ts'
import { inViewer, viewerOf } from '../kit/page/viewer.ts'

/** Names of our own that are on this machine: one that the policy allows to be there, and one that it does not. */
const ALLOWED = 'allowed.test'
const PUBLIC = 'shop.test'
const pages = { hosts: [ALLOWED, PUBLIC], privateHosts: [ALLOWED] }
const args = [`--host-resolver-rules=MAP ${ALLOWED} 127.0.0.1, MAP ${PUBLIC} 127.0.0.1`]
const sorry = 'This page cannot be shown here'

test.describe('a page whose name resolves to the internal network', () => {
  test.use({ layout: 'terminal' })

  let site: PageServer
  test.afterEach(async () => {
    await site.close()
  })

  test('viewer blocks it directly, by redirect, as subresource and by socket', async ({
    openCustomer,
    hand,
  }) => {
    const at = (name: string, path: string): string =>
      `http://${name}:${new URL(site.origin).port}${path}`
    const answers: Record<string, string | { status: number; headers: { location: string } }> = {
      '/guide': '<title>Guide</title><h1>Guide</h1>',
    }
    site = await servePages(answers)
    answers['/hop'] = { status: 302, headers: { location: at(PUBLIC, '/inside') } }
    const { app, page, log } = await openCustomer({ policy: { pages }, args })
    const chat = await talking(page, hand)
    const paths = () => site.requests.map(({ path }) => path)

    hand.centre.desk.pushUrl(chat, hand.agent, at(PUBLIC, '/guide'))
    await expect(page.getByText(sorry).first()).toBeVisible()
    expect(paths()).toEqual([])

    hand.centre.desk.pushUrl(chat, hand.agent, at(ALLOWED, '/hop'))
    await expect.poll(paths).toEqual(['/hop'])
    await expect.poll(() => log()).toMatch(/"why":"network".*"why":"network"/su)
    await expect.poll(async () => await viewerOf(app)).toBeUndefined()

    hand.centre.desk.pushUrl(chat, hand.agent, at(ALLOWED, '/guide'))
    await expect.poll(async () => (await viewerOf(app))?.url).toBe(at(ALLOWED, '/guide'))
    await expect.poll(async () => (await viewerOf(app))?.bounds?.width ?? 0).toBeGreaterThan(50)
    const answer = await inViewer(
      app,
      `Promise.all([
        fetch('${at(PUBLIC, '/part')}', { mode: 'no-cors' }).then(() => 'yes', () => 'no'),
        new Promise((tell) => {
          const socket = new WebSocket('${at(PUBLIC, '/socket').replace('http', 'ws')}')
          socket.onopen = () => tell('yes')
          socket.onerror = () => tell('no')
        }),
        new Promise((tell) => {
          // Nobody speaks it there; it is asked all the same.
          const socket = new WebSocket('${at(ALLOWED, '/own-socket').replace('http', 'ws')}')
          socket.onerror = () => tell('asked')
        }),
        fetch('${at(ALLOWED, '/own')}').then(({ status }) => status, () => 'no'),
      ])`,
    )
    expect(answer).toEqual(['no', 'no', 'asked', 404])
    expect([...paths().slice(0, 2), ...paths().slice(2).sort()]).toEqual([
      '/hop',
      '/guide',
      '/own',
      '/own-socket',
    ])
  })
})

test.describe('certificates of pages', () => {
  test.use({ layout: 'terminal' })

  for (const { what, isShown, policyOf } of [
    {
      what: 'an authority of the policy counts',
      isShown: true,
      policyOf: (caFile: string) => ({ caFile }),
    },
    { what: 'one that nobody knows does not', isShown: false, policyOf: () => ({}) },
    {
      what: 'a pin of another certificate refuses it',
      isShown: false,
      policyOf: (caFile: string) => ({ caFile, pins: { [ALLOWED]: ['ab'.repeat(32)] } }),
    },
    {
      what: 'its own pin takes it',
      isShown: true,
      policyOf: (caFile: string, own: string) => ({ caFile, pins: { [ALLOWED]: [own] } }),
    },
  ]) {
    test(what, async ({ openCustomer, hand }) => {
      const { key, cert, ca = '' } = await makeCertificate(ALLOWED, Date.now())
      const folder = openFolder('ca')
      const caFile = join(folder, 'ca.pem')
      writeFileSync(caFile, ca, { mode: 0o644 })
      const site = await servePages({ '/guide': '<h1>Guide</h1>' }, { key, cert })
      try {
        const own = new X509Certificate(cert).fingerprint256
        const { app, page } = await openCustomer({
          policy: { pages, certificates: policyOf(caFile, own) },
          args,
        })
        const chat = await talking(page, hand)
        const url = `https://${ALLOWED}:${new URL(site.origin).port}/guide`
        hand.centre.desk.pushUrl(chat, hand.agent, url)
        if (isShown) {
          await expect
            .poll(async () => (await viewerOf(app))?.bounds?.width ?? 0)
            .toBeGreaterThan(50)
          expect(site.requests.map(({ path }) => path)).toContain('/guide')
        } else {
          await expect(page.getByText(sorry).first()).toBeVisible()
          expect(site.requests).toEqual([])
        }
      } finally {
        await site.close()
        removeFolder(folder)
      }
    })
  }
})
