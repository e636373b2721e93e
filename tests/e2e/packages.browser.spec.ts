import { globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { publint } from 'publint'
import type { ClickToDialApi } from '../../component/src/api.ts'
import { gather } from '../../scripts/lib/command.ts'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { startSimulator } from '../kit/app/simulator-process.ts'
import { installPackages } from '../kit/machine/installed-packages.ts'
import { servePages } from '../kit/network/page-server.ts'
import { takePicture } from '../kit/page/picture.ts'
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
// Each worker would pack and install both packages.
test.describe.configure({ mode: 'default' })

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

/** A web site with the installed component, and a page of its own. */
async function serveShop(folder: string, page: string) {
  const dist = join(folder, 'node_modules', 'oscc-click-to-dial', 'dist')
  const headers = { 'content-type': 'text/javascript' }
  const scripts = globSync(['*.js', 'parts/*.js'], { cwd: dist }).map(
    (name) => [`/${name}`, { headers, body: readFileSync(join(dist, name), 'utf8') }] as const,
  )
  const body = `<!doctype html><meta charset="utf-8"><title>Shop</title>${page}`
  return await servePages({ '/': body, ...Object.fromEntries(scripts) })
}

/** Calls, and answers what the element told first: that it is connected, or why not. */
const call = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    await customElements.whenDefined('oscc-click-to-dial')
    const element = document.querySelector<HTMLElement & ClickToDialApi>('oscc-click-to-dial')!
    const over = new Promise<string>((resolve) => {
      element.addEventListener('oscc-ctd-connected', () => resolve('connected'))
      element.addEventListener('oscc-ctd-ended', (event) =>
        resolve(JSON.stringify(Reflect.get(event, 'detail'))),
      )
    })
    await element.dial({ destinationKey: 'there' })
    return await over
  })

test(
  'a page loads the installed component by a script element or by modules, and calls the installed simulator',
  { tag: OWN_PAGE },
  async ({ folder, page, context }) => {
    const simulator = await startInstalled(folder)
    const element = `<oscc-click-to-dial server="${simulator.sip ?? ''}" customerNumber="+49405550142">
<oscc-destination key="there" label="Advice" number="5103"></oscc-destination>
</oscc-click-to-dial>`
    const scripts = [
      '<script src="oscc-click-to-dial.js"></script>',
      '<script type="module">import { OsccClickToDial } from \'./index.js\'; window.imported = OsccClickToDial</script>',
    ]
    await context.grantPermissions(['camera', 'microphone'])
    try {
      for (const script of scripts) {
        const site = await serveShop(folder, `${script}${element}`)
        const asked: string[] = []
        page.on('request', (request) => asked.push(new URL(request.url()).pathname))
        await page.goto(site.origin)
        await page.waitForFunction(() => customElements.get('oscc-click-to-dial') !== undefined)
        // Closed, it has neither its inside nor SIP.
        expect(asked.filter((path) => /parts-|phone-/u.test(path))).toEqual([])
        expect(await call(page), script).toBe('connected')
        page.removeAllListeners('request')
        await site.close()
      }
      expect(
        await page.evaluate(
          () => Reflect.get(window, 'imported') === customElements.get('oscc-click-to-dial'),
        ),
      ).toBe(true)
    } finally {
      await simulator.stop()
    }
  },
)

test(
  'a page sets properties before the component is there, has it twice, and loses a part of it',
  { tag: OWN_PAGE },
  async ({ folder, page }) => {
    const site = await serveShop(
      folder,
      `<oscc-click-to-dial></oscc-click-to-dial>
<script>
const early = document.querySelector('oscc-click-to-dial')
early.destinations = [{ key: 'there', label: 'Advice', number: '5103' }]
early.customerNumber = '+49405550142'
early.destinationKey = 'there'
early.headerLabel = 'Talk to us'
window.provider = early.grantProvider = () => { throw new Error('nobody asks') }
</script>
<script type="module">
import { OsccClickToDial } from './index.js'
window.version = OsccClickToDial.version
await import('./oscc-click-to-dial.js')
window.isThere = true
</script>`,
    )
    try {
      let isLost = true
      await page.route('**/parts-*.js', (route) => (isLost ? route.abort() : route.continue()))
      await page.goto(site.origin)
      await page.waitForFunction(() => 'isThere' in window)
      const taken = await page.locator('oscc-click-to-dial').evaluate((element) => {
        const names = ['destinations', 'customerNumber', 'destinationKey', 'headerLabel'] as const
        return {
          values: names.map((name) => Reflect.get(element, name) as unknown),
          isProvider: Reflect.get(element, 'grantProvider') === Reflect.get(window, 'provider'),
          own: Object.keys(element),
        }
      })
      expect(taken).toEqual({
        values: [
          [{ key: 'there', label: 'Advice', number: '5103' }],
          '+49405550142',
          'there',
          'Talk to us',
        ],
        isProvider: true,
        own: [],
      })
      const { version } = JSON.parse(
        readFileSync(join(folder, 'node_modules/oscc-click-to-dial/package.json'), 'utf8'),
      ) as { version: string }
      expect(await page.evaluate(() => Reflect.get(window, 'version') as unknown)).toBe(version)
      // A file that cannot be had is said, and asked for again.
      await page.getByRole('button', { name: 'Talk to us' }).click()
      await expect(page.getByRole('alert')).toContainText('Something went wrong')
      await takePicture(page, 'component/part-missing')
      isLost = false
      await page.getByRole('button', { name: 'Check again' }).click()
      await expect(page.getByRole('heading', { name: 'Instructions' })).toBeVisible()
    } finally {
      await site.close()
    }
  },
)

test('the installed component is small while closed, and can be imported on a server', async ({
  folder,
}) => {
  const dist = join(folder, 'node_modules', 'oscc-click-to-dial', 'dist')
  /** The script and what it imports at once, gzipped, in bytes. */
  const sizeOf = (file: string, seen = new Set<string>()): number => {
    if (seen.has(file)) return 0
    seen.add(file)
    const text = readFileSync(file, 'utf8')
    const imports = [...text.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']/gu)]
    return imports.reduce(
      (sum, [, path = '']) => sum + sizeOf(join(dirname(file), path), seen),
      gzipSync(text).length,
    )
  }
  const size = sizeOf(join(dist, 'index.js'))
  expect(size).toBeGreaterThan(10_000)
  expect(size).toBeLessThanOrEqual(45_000)
  const program =
    "import('oscc-click-to-dial').then(({ OsccClickToDial }) => console.log(OsccClickToDial.version))"
  const { code, output } = await gather(process.execPath, ['-e', program], { cwd: folder })
  expect(code, output).toBe(0)
  const { messages } = await publint({ pkgDir: dirname(dist), strict: true })
  expect(messages).toEqual([])
  expect(output.trim()).toMatch(/^\d+\.\d+\.\d+$/u)
})

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
  writeFileSync(
    join(folder, 'shop.tsx'),
    `import 'oscc-click-to-dial'
import type {} from 'oscc-click-to-dial/react'
export const shop = (
  <oscc-click-to-dial
    server="wss://sip.example"
    destinations={[{ key: 'advice', label: 'Advice', number: '5000' }]}
    onoscc-ctd-ended={({ detail }) => detail.durationMs}
  />
)
// @ts-expect-error -- there is no such attribute
export const wrong = <oscc-click-to-dial sever="wss://sip.example" />
`,
  )
  writeFileSync(
    join(folder, 'vue.ts'),
    `import type {} from 'oscc-click-to-dial/vue'
import type { GlobalComponents } from 'vue'
type Props = InstanceType<GlobalComponents['oscc-click-to-dial']>['$props']
export const props: Props = { server: 'wss://sip.example', 'onOscc-ctd-ended': ({ detail }) => detail.reason === 'busy' }
// @ts-expect-error -- a text is a text
export const wrong: Props = { headerLabel: 7 }
`,
  )
  const manual = readFileSync(join(repositoryRoot, 'component', 'README.md'), 'utf8')
  const samples = [...manual.matchAll(/```(tsx?)\n(.*?)```/gsu)].map(
    ([, kind = '', text = ''], at) => {
      writeFileSync(join(folder, `sample-${at}.${kind}`), text)
      return `sample-${at}.${kind}`
    },
  )
  expect(samples).toHaveLength(2)
  // What such a shop has itself.
  for (const name of ['@types/react', 'csstype', 'vue', '@vue']) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true })
    symlinkSync(join(repositoryRoot, 'node_modules', name), join(folder, 'node_modules', name))
  }
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
    '--jsx',
    'react-jsx',
  ]
  const { code, output } = await gather(
    process.execPath,
    [
      compiler,
      ...flags,
      '--types',
      'node',
      '--typeRoots',
      types,
      'use.ts',
      'shop.tsx',
      'vue.ts',
      ...samples,
    ],
    { cwd: folder },
  )
  expect(code, output).toBe(0)
})
