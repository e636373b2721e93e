import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { build } from 'vite'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { createCentre } from '../../simulator/centre.ts'
import { chromiumWithDevices } from '../../tests/kit/page/call-page.ts'
import { fakeDevices } from '../../tests/kit/machine/devices.ts'
import { servePages, type PageServer } from '../../tests/kit/network/page-server.ts'
import { startTcpRelay, type TcpRelay } from '../../tests/kit/network/tcp-relay.ts'
import type { Identity } from './plain-agent.ts'

/** A plain page with the bench's own script and, where asked for, the built component. */
interface CallSite {
  /** Opens the page with the bench's script; with `attributes` the component is in it. */
  open(attributes?: Readonly<Record<string, string>>): Promise<Page>
  close(): Promise<void>
}

/** A customer's page, ready to dial, and an agent's page that answers at once. */
export interface CallPair {
  readonly page: Page
  readonly agent: Page
  /** The relay between the customer's page and the server. */
  readonly relay: TcpRelay
  close(): Promise<void>
}

/**
 * Both over the simulator's SIP; `switches` are further arguments for the browser. The customer's page goes
 * `through` the relay that can be cut, or straight to the server where a hop more would be measured.
 */
export async function openCallPair({
  switches = [],
  through = 'relay',
}: {
  readonly switches?: readonly string[]
  readonly through?: 'relay' | 'nothing'
} = {}): Promise<CallPair> {
  const centre = await createCentre({ automaticAgent: false, mediaAgent: false, seed: 1 })
  const relay = await startTcpRelay(Number(new URL(centre.urls.sip).port))
  const site = await openCallSite(switches)
  const identity: Identity | undefined = centre.sip.identityOf(centre.agents[0]?.key ?? 0)
  if (identity === undefined) throw new Error('the demo data holds an agent')
  const page = await site.open({
    server: through === 'relay' ? `ws://127.0.0.1:${String(relay.port)}/sip` : centre.urls.sip,
    domain: identity.domain,
    customerNumber: '+49405550142',
    destinationKey: 'there',
    destinations: JSON.stringify([{ key: 'there', label: 'Advice', number: '5000' }]),
  })
  const agent = await site.open()
  await agent.evaluate(([server, own]) => window.callBench.answer(server, own), [
    centre.urls.sip,
    identity,
  ] as const)
  await page.evaluate(() => window.callBench.prepare())
  return {
    page,
    agent,
    relay,
    async close() {
      await site.close()
      await relay.close()
      await centre.close()
    },
  }
}

async function openCallSite(switches: readonly string[]): Promise<CallSite> {
  const script = { headers: { 'content-type': 'text/javascript' } }
  const component = join(repositoryRoot, 'component', 'dist', 'oscc-click-to-dial.js')
  const server: PageServer = await servePages({
    '/': `<!doctype html><meta charset="utf-8"><title>bench</title>
<body><script type="module" src="component.js"></script></body>`,
    '/component.js': { ...script, body: readFileSync(component, 'utf8') },
    '/bench.js': { ...script, body: await bundle() },
  })
  const browser = await chromium.launch({
    ...chromiumWithDevices,
    args: [fakeDevices({ pictures: 20 }), ...switches],
  })
  return {
    async open(attributes) {
      const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
      const page = await context.newPage()
      await page.goto(`${server.origin}/`)
      await page.evaluate(
        async (entries) => {
          await customElements.whenDefined('oscc-click-to-dial')
          const element = document.createElement('oscc-click-to-dial')
          for (const [name, value] of entries) element.setAttribute(name, value)
          if (entries.length > 0) document.body.append(element)
        },
        Object.entries(attributes ?? {}),
      )
      await page.addScriptTag({ url: '/bench.js', type: 'module' })
      await page.waitForFunction(() => 'callBench' in window)
      return page
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

/** The script of `call-page.ts` for the page, as one file. */
async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome130',
      lib: { entry: join(import.meta.dirname, 'call-page.ts'), formats: ['es'] },
    },
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (output === undefined || !('output' in output)) throw new Error('nothing was bundled')
  return output.output[0].code
}
