import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import type { ClickToDialApi } from '../../component/src/api.ts'
import { gather } from '../../scripts/lib/command.ts'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { startSimulator } from '../kit/app/simulator-process.ts'
import { installPackages } from '../kit/machine/installed-packages.ts'
import { servePages } from '../kit/network/page-server.ts'
import { chromiumWithDevices, expect, OWN_PAGE, test as base } from '../kit/page/call-page.ts'

const test = base.extend<object, { folder: string }>({
  folder: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from this pattern
    async ({}, use) => {
      const { folder, remove } = await installPackages()
      base.skip(
        folder === undefined,
        'the dependencies are not in npm’s cache, and its registry is out of reach',
      )
      await use(folder ?? '')
      remove()
    },
    // It may have to build both first.
    { scope: 'worker', timeout: 300_000 },
  ],
})
test.use({ launchOptions: chromiumWithDevices })

/** The installed simulator under the Node.js of this machine, not the one that comes with the project. */
async function startInstalled(folder: string) {
  const outside = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((each) => !each.includes('node_modules'))
  return await startSimulator([], {
    command: [join(folder, 'node_modules', '.bin', 'callpoint-simulator')],
    environment: { PATH: outside.join(delimiter) },
  })
}

test('an integrator starts the installed simulator and asks it for a token and for availability', async ({
  folder,
}) => {
  const simulator = await startInstalled(folder)
  try {
    const { rest, clientId, clientSecret, console: page = '' } = simulator
    const { origin } = new URL(rest)
    const token = await fetch(`${rest}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    })
    expect(token.status).toBe(200)
    const { access_token: bearer } = await token.json()
    const queues = await fetch(`${rest}/v1/callbacks/availability/DEFAULT`, {
      headers: { authorization: `Bearer ${bearer}` },
    })
    expect(queues.status).toBe(200)
    expect(await queues.json()).not.toEqual([])
    // What lies beside the code in the package: the console, the OpenAPI document, the scenarios.
    const text = async (url: string) => await (await fetch(url)).text()
    expect(await text(`${page}/`)).toContain('<title>Agent console</title>')
    expect(await text(`${origin}/openapi.yaml`)).toContain(rest)
    expect(await text(`${origin}/control/scenarios`)).toContain('rough-network')
  } finally {
    await simulator.stop()
  }
})

test(
  'a page loads the installed component as a file, and calls the installed simulator with it',
  { tag: OWN_PAGE },
  async ({ folder, page, context }) => {
    const simulator = await startInstalled(folder)
    const file = createRequire(join(folder, 'index.js')).resolve('oscc-click-to-dial')
    const site = await servePages({
      '/': `<!doctype html><meta charset="utf-8"><title>Shop</title>
<script type="module" src="oscc-click-to-dial.js"></script>
<script type="module">import { OsccClickToDial } from './oscc-click-to-dial.js'; window.imported = OsccClickToDial</script>
<oscc-click-to-dial server="${simulator.sip ?? ''}" customerNumber="+49405550142">
<oscc-destination key="there" label="Advice" number="5103"></oscc-destination>
</oscc-click-to-dial>`,
      '/oscc-click-to-dial.js': {
        headers: { 'content-type': 'text/javascript' },
        body: readFileSync(file, 'utf8'),
      },
    })
    try {
      await context.grantPermissions(['camera', 'microphone'])
      await page.goto(site.origin)
      const told = await page.evaluate(async () => {
        const Element = await customElements.whenDefined('oscc-click-to-dial')
        const element = document.querySelector<HTMLElement & ClickToDialApi>('oscc-click-to-dial')!
        const over = new Promise<string>((resolve) => {
          element.addEventListener('oscc-ctd-connected', () => resolve('connected'))
          element.addEventListener('oscc-ctd-ended', (event) =>
            resolve(JSON.stringify(Reflect.get(event, 'detail'))),
          )
        })
        await element.dial({ destinationKey: 'there' })
        return { isExported: Reflect.get(window, 'imported') === Element, over: await over }
      })
      expect(told).toEqual({ isExported: true, over: 'connected' })
    } finally {
      await site.close()
      await simulator.stop()
    }
  },
)

test('an integrator’s TypeScript compiles against the types of both packages', async ({
  folder,
}) => {
  writeFileSync(
    join(folder, 'use.ts'),
    `import { createCentre, manualClock } from '@callpoint/simulator'
import 'oscc-click-to-dial'
const centre = await createCentre({ clock: manualClock(), seed: 1, switches: { customerEcho: 'omitted' } })
centre.faults.add({ kind: 'reset', at: 'after', route: 'contents.add' })
const element = document.createElement('oscc-click-to-dial')
element.headerLabel = 'Call me'
element.headerLabel = null
element.grantProvider = async () => ({ server: centre.urls.sip, target: 'sip:5000@x', identity: 'sip:web@x' })
element.addEventListener('oscc-ctd-ended', ({ detail }) => detail.reason === 'busy')
// @ts-expect-error -- there is no such fault
centre.faults.add({ kind: 'nothing' })
// @ts-expect-error -- nor such a step
element.state === 'asleep'
`,
  )
  const compiler = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc')
  const types = join(repositoryRoot, 'node_modules', '@types')
  const flags = [
    '--strict',
    '--noEmit',
    '--skipLibCheck',
    '--target',
    'es2023',
    '--module',
    'nodenext',
  ]
  const { code, output } = await gather(
    process.execPath,
    [compiler, ...flags, '--types', 'node', '--typeRoots', types, 'use.ts'],
    { cwd: folder },
  )
  expect(code, output).toBe(0)
})
