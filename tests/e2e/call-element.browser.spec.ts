import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import type { VENDOR_STYLES } from '../../component/src/styles.ts'
import { TEXT_NAMES, VENDOR_TEXTS } from '../../src/renderer/features/call/texts.ts'
import { chromiumWithDevices, expect, OWN_PAGE, test } from '../kit/page/call-page.ts'
import { takePicture } from '../kit/page/picture.ts'

test.use({ launchOptions: chromiumWithDevices })
test.describe.configure({ mode: 'default' })

/** Where each variable must be seen: the step, the part, the property, a value nobody else has, and that value as computed. */
type Sight = readonly [string, string, string, string, string]

const button = '[part=button]'
const second = '[part=button-secondary]:not(.quiet)'
const colour = 'background-color'

const seen: Readonly<Record<keyof typeof VENDOR_STYLES, Sight>> = {
  'font-family': ['instructions', ':host', 'font-family', 'Verdana, Arial', 'Verdana, Arial'],
  'max-width': ['instructions', ':host', 'max-width', '333px', '333px'],
  'max-height': ['instructions', ':host', 'max-height', '777px', '777px'],
  'header-background-color': ['instructions', '[part=header]', colour, 'blue', 'rgb(0, 0, 255)'],
  'header-opacity': ['instructions', '[part=header]', 'opacity', '0.91', '0.91'],
  'header-font-color': ['instructions', '[part=header]', 'color', '#010203', 'rgb(1, 2, 3)'],
  'header-font-size': ['instructions', '[part=header]', 'font-size', '31px', '31px'],
  'body-background-color': ['instructions', '[part=body]', colour, '#010204', 'rgb(1, 2, 4)'],
  'body-opacity': ['instructions', '[part=body]', 'opacity', '0.92', '0.92'],
  'font-color': ['instructions', '[part=body]', 'color', '#010205', 'rgb(1, 2, 5)'],
  'btn-background': ['devices', button, colour, '#010206', 'rgb(1, 2, 6)'],
  'btn-sec-background': ['devices', second, colour, '#010207', 'rgb(1, 2, 7)'],
  'btn-background-active': ['active', button, colour, '#010208', 'rgb(1, 2, 8)'],
  'btn-sec-background-active': ['active', second, colour, '#010209', 'rgb(1, 2, 9)'],
  'btn-hover-background-color': ['hover', button, colour, '#01020a', 'rgb(1, 2, 10)'],
  'btn-sec-background-hover': ['hover', second, colour, '#01020b', 'rgb(1, 2, 11)'],
  'btn-font-color': ['devices', button, 'color', '#01020c', 'rgb(1, 2, 12)'],
  'btn-sec-font-color': ['devices', second, 'color', '#01020d', 'rgb(1, 2, 13)'],
  'btn-border': ['devices', button, 'border', '3px dashed #01020e', '3px dashed rgb(1, 2, 14)'],
  'btn-sec-border': ['devices', second, 'border', '3px dashed #01020f', '3px dashed rgb(1, 2, 15)'],
  'btn-box-shadow': [
    'devices',
    button,
    'box-shadow',
    '1px 2px 3px #010210',
    'rgb(1, 2, 16) 1px 2px 3px 0px',
  ],
  'btn-sec-box-shadow': [
    'devices',
    second,
    'box-shadow',
    '1px 2px 3px #010211',
    'rgb(1, 2, 17) 1px 2px 3px 0px',
  ],
  'btn-box-shadow-focus': [
    'focus',
    button,
    'box-shadow',
    '1px 2px 3px #010212',
    'rgb(1, 2, 18) 1px 2px 3px 0px',
  ],
  'btn-transition': [
    'devices',
    button,
    'transition',
    'opacity 0s linear 7s',
    'opacity 0s linear 7s',
  ],
  'tooltip-background-color': ['talking', '[part=tooltip]', colour, '#010213', 'rgb(1, 2, 19)'],
  'tooltip-font-color': ['talking', '[part=tooltip]', 'color', '#010214', 'rgb(1, 2, 20)'],
  'video-background': ['talking', '[part=stage]', colour, '#010215', 'rgb(1, 2, 21)'],
  'video-controls-container-background': [
    'talking',
    '[part=controls]',
    colour,
    '#010216',
    'rgb(1, 2, 22)',
  ],
  'error-background-color': ['talking', '[part=error]', colour, '#010217', 'rgb(1, 2, 23)'],
  'error-box-shadow': [
    'talking',
    '[part=error]',
    'box-shadow',
    '1px 2px 3px #010218',
    'rgb(1, 2, 24) 1px 2px 3px 0px',
  ],
  'error-font-color': ['talking', '[part=error]', 'color', '#010219', 'rgb(1, 2, 25)'],
  'not-supported-font-size': ['unsupported', '[part=header]', 'font-size', '37px', '37px'],
  'keypad-background-color': ['talking', '[part=keypad]', colour, '#01021a', 'rgb(1, 2, 26)'],
  'keypad-border': [
    'talking',
    '[part=keypad]',
    'border',
    '3px dashed #01021b',
    '3px dashed rgb(1, 2, 27)',
  ],
  'keypad-font-color': ['talking', '[part=key]', 'color', '#01021c', 'rgb(1, 2, 28)'],
  'keypad-font-size': ['talking', '[part=key]', 'font-size', '29px', '29px'],
  'keypad-height': ['talking', '[part=keypad]', 'height', '300px', '300px'],
  'keypad-width': ['talking', '[part=keypad]', 'width', '281px', '281px'],
  'keypad-font-color-hover': ['keyhover', '[part=key]', 'color', '#01021d', 'rgb(1, 2, 29)'],
}

test(
  'R242 to R280: each of the 39 variables, set on body, takes effect',
  { tag: OWN_PAGE },
  async ({ openPage }) => {
    const values = Object.entries(seen).map(([name, [, , , value]]) => [
      `--oscc-ctd-${name}`,
      value,
    ])
    const { page, component } = await openPage({ attributes: Object.fromEntries(values) })
    const found: Record<string, string> = {}
    const look = async (step: string) => {
      for (const [name, [where, selector, property]] of Object.entries(seen)) {
        if (where !== step) continue
        found[name] = await component.evaluate(
          (host, [part, css]) => {
            const target = part === ':host' ? host : host.shadowRoot?.querySelector(part)
            if (!target) return `no ${part}`
            return getComputedStyle(target).getPropertyValue(css)
          },
          [selector, property] as const,
        )
      }
    }
    await component.evaluate((host) =>
      Reflect.apply(Reflect.get(host, 'open') as () => void, host, []),
    )
    await look('instructions')
    await page.getByRole('button', { name: 'Continue' }).click()
    const dial = page.getByRole('button', { name: 'Dial Us' })
    const check = page.getByRole('button', { name: 'Check again' })
    await expect(dial).toBeVisible()
    await page.mouse.move(0, 0)
    await look('devices')
    for (const [control, kind] of [
      [dial, 'btn-hover-background-color'],
      [check, 'btn-sec-background-hover'],
    ] as const) {
      await control.hover()
      found[kind] = await control.evaluate((part) => getComputedStyle(part).backgroundColor)
      await page.mouse.down()
      const pressed = kind.includes('sec') ? 'btn-sec-background-active' : 'btn-background-active'
      found[pressed] = await control.evaluate((part) => getComputedStyle(part).backgroundColor)
      await page.mouse.move(0, 0)
      await page.mouse.up()
    }
    await check.focus()
    await page.keyboard.press('Tab')
    await dial.focus()
    await look('focus')
    await dial.click()
    await page.getByRole('button', { name: 'Keypad' }).click()
    await expect(page.getByLabel('Keys pressed')).toBeVisible()
    await page.mouse.move(0, 0)
    await look('talking')
    const key = page.getByRole('button', { name: '1', exact: true })
    await key.hover()
    // What the pointer changes is drawn with the next picture.
    await expect.poll(() => key.evaluate((element) => element.matches(':hover'))).toBe(true)
    await key.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    await look('keyhover')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    // And the one that is seen where the page cannot call.
    await page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'))
    await page.reload()
    await expect(page.getByText('Open this website on Google Chrome to call us')).toBeVisible()
    await look('unsupported')
    await takePicture(page, 'component/not-supported')
    const wanted = Object.fromEntries(Object.entries(seen).map(([name, entry]) => [name, entry[4]]))
    expect(found).toEqual(wanted)
  },
)

test('R203 to R236, C39, C44: texts by attribute and by property', async ({ openPage }) => {
  const { component } = await openPage()
  const results = await component.evaluate(
    (host, names) =>
      names.map((name) => {
        const before = String(Reflect.get(host, name))
        host.setAttribute(name, `<b>${name}</b>`)
        const set = String(Reflect.get(host, name))
        host.removeAttribute(name)
        const after = String(Reflect.get(host, name))
        Reflect.set(host, name, 'by property')
        const own = String(Reflect.get(host, name))
        Reflect.set(host, name, null)
        return { name, before, set, after, own }
      }),
    TEXT_NAMES,
  )
  for (const { name, before, set, after, own } of results) {
    expect(set).toBe(`<b>${name}</b>`)
    expect(after).toBe(before)
    expect(own).toBe('by property')
  }
  expect(results.slice(0, 34).map(({ before }) => before)).toEqual(Object.values(VENDOR_TEXTS))
  const alias = await component.evaluate((host) => {
    host.setAttribute('linellLabel', 'by alias')
    return Reflect.get(host, 'line1Label') as string
  })
  expect(alias).toBe('by alias')
})

test('markup in a text is shown as text', async ({ openPage }) => {
  const markup = '<img src=x onerror="document.title=1">'
  const { page } = await openPage({
    attributes: { headerLabel: markup, instructionsLabel: markup },
  })
  await page.getByRole('button', { name: markup }).click()
  await expect(page.getByRole('heading', { name: markup })).toBeVisible()
  expect(await page.title()).toBe('Click to dial')
})

test('R237 to R240: caller is not asked for preset values', async ({ openPage }) => {
  const { page } = await openPage({ attributes: { customerNumber: '' } })
  await page.getByRole('button', { name: 'Call Us' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  // The destination is known, the number is not.
  await expect(page.getByLabel('Your phone number')).toBeVisible()
  await expect(page.getByLabel('How can we help you?')).toHaveCount(0)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByText('Please enter your number.')).toBeVisible()
  await page.getByLabel('Your phone number').fill('040 5550142')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('button', { name: 'Dial Us' })).toBeVisible()
})

test('page without destinations shows a message', async ({ openPage }) => {
  const { page } = await openPage({ attributes: { destinations: '[]', destinationKey: '' } })
  await page.getByRole('button', { name: 'Call Us' }).click()
  await expect(page.getByText('There is nobody to call here at the moment.')).toBeVisible()
})

test('C40: a misread variable works, with a console notice', async ({ openPage, page }) => {
  const notices: string[] = []
  page.on('console', (message) => notices.push(message.text()))
  const { component } = await openPage({ attributes: { customerNumber: '1' } })
  await page.evaluate(() => {
    document.body.style.setProperty('--0scc-ctd-header-background-color', 'rgb(4, 5, 6)')
    const host = document.querySelector('oscc-click-to-dial')
    const again = host?.cloneNode(true)
    host?.remove()
    if (again) document.body.append(again)
  })
  const header = await component.evaluate((host) => {
    const part = host.shadowRoot?.querySelector('[part=header]')
    return part ? getComputedStyle(part).backgroundColor : ''
  })
  expect(header).toBe('rgb(4, 5, 6)')
  expect(notices.join('\n')).toContain('--0scc-ctd-header-background-color')
})

test("::part(): a page's stylesheet reaches every documented part", async ({ openPage }) => {
  const { page, component } = await openPage()
  const manual = readFileSync(join(repositoryRoot, 'docs', 'click-to-dial.md'), 'utf8')
  const listed = /Parts for `::part\(\)`: (?<names>[^.]+)\./u.exec(manual)?.groups?.['names'] ?? ''
  const parts = [...listed.matchAll(/`(?<name>[\w-]+)`/gu)].map(([, name]) => name ?? '')
  expect(parts.length).toBeGreaterThanOrEqual(15)
  const colourOf = (part: string) => `rgb(7, 8, ${String(parts.indexOf(part) + 1)})`
  const rules = parts.map(
    (part) => `oscc-click-to-dial::part(${part}) { outline-color: ${colourOf(part)} }`,
  )
  // As a page under a strict CSP has it: no style element.
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets.push(sheet)
  }, rules.join('\n'))
  const found: Record<string, string> = {}
  const look = async () => {
    const seen = await component.evaluate(
      (host, names) =>
        names.map((name) => {
          const part = host.shadowRoot?.querySelector(`[part=${name}]`)
          return [name, part ? getComputedStyle(part).outlineColor : ''] as const
        }),
      parts,
    )
    for (const [name, colour] of seen) if (colour !== '') found[name] = colour
  }
  await page.getByRole('button', { name: 'Call Us' }).click()
  await look()
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('button', { name: 'Dial Us' })).toBeVisible()
  await look()
  await page.getByRole('button', { name: 'Dial Us' }).click()
  await page.getByRole('button', { name: 'Keypad' }).click()
  await look()
  await page.locator('[part=control]').nth(4).click()
  await look()
  await page.getByRole('button', { name: 'Disconnect' }).click()
  expect(found).toEqual(Object.fromEntries(parts.map((part) => [part, colourOf(part)])))
})

test('events: every state, the connection and the end, as documented', async ({
  openPage,
  page,
  centre,
}) => {
  const { talk, call } = await openPage()
  await page.evaluate(() => {
    const heard: [string, unknown][] = []
    Object.assign(window, { heard })
    for (const name of ['oscc-ctd-state', 'oscc-ctd-connected', 'oscc-ctd-ended']) {
      // On the document: they bubble, and leave the shadow tree.
      document.addEventListener(name, (event) => {
        if (event instanceof CustomEvent) heard.push([event.type.slice(9), event.detail])
      })
    }
  })
  const heard = async () =>
    (await page.evaluate(() => Reflect.get(window, 'heard') as unknown)) as [
      string,
      Record<string, unknown>,
    ][]
  await talk()
  centre.sip.act(call().id, 'bye')
  await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
  const first = await heard()
  const steps = first.flatMap(([kind, { state, isCalling }]) =>
    kind === 'state' ? [`${String(state)}${isCalling === true ? '*' : ''}`] : [],
  )
  const way = ['instructions', 'devices', 'dialling*', 'ringing*', 'joining*', 'talking*', 'ended']
  expect(steps).toEqual(way)
  expect(first.filter(([kind]) => kind === 'connected')).toHaveLength(1)
  const [, ended] = first.find(([kind]) => kind === 'ended') ?? []
  expect(ended).toMatchObject({ reason: 'agent' })
  expect(ended?.['durationMs']).toBeGreaterThan(0)
  // A call that did not come about tells the server's own word for it.
  await page.locator('oscc-click-to-dial').evaluate(async (host) => {
    host.setAttribute(
      'destinations',
      JSON.stringify([{ key: 'there', label: 'Advice', number: '5486' }]),
    )
    await Reflect.apply(Reflect.get(host, 'dial') as () => Promise<void>, host, [])
  })
  await expect(page.getByRole('heading', { name: 'Failed to start call' })).toBeVisible()
  const [, busy] = (await heard()).at(-1) ?? []
  expect(busy).toEqual({ reason: 'busy', status: 486, durationMs: 0 })
})

test('methods and events: dial, hangUp, close, and removal from the page', async ({
  openPage,
  page,
  centre,
}) => {
  const { component, call, expectAllOff } = await openPage()
  const heard = page.evaluate(
    () =>
      new Promise<{ reason: string }>((resolve) => {
        document.addEventListener('oscc-ctd-ended', (event) => {
          if (event instanceof CustomEvent) resolve(event.detail as { reason: string })
        })
      }),
  )
  const tell = (name: string) =>
    component.evaluate((host, method) => {
      const run: unknown = Reflect.get(host, method)
      if (typeof run === 'function') Reflect.apply(run, host, [])
    }, name)
  await tell('dial')
  await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
  await tell('hangUp')
  expect(await heard).toMatchObject({ reason: 'self' })
  await tell('close')
  await expect(page.getByRole('button', { name: 'Call Us' })).toHaveAttribute(
    'aria-expanded',
    'false',
  )
  await tell('dial')
  await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
  const { id } = call()
  await component.evaluate((host) => {
    host.remove()
  })
  await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
  await expectAllOff()
})

test('audio and video recover when the agent returns', async ({ openPage, centre }) => {
  test.setTimeout(90_000)
  const { page, talk, call } = await openPage()
  await talk()
  const pid = centre.sip.state().automaticAgentPid
  if (pid === null) throw new Error('the automatic agent has no process')
  const notice = page.getByText('Sound and picture are interrupted', { exact: false })
  process.kill(pid, 'SIGSTOP')
  try {
    await expect(notice).toBeVisible()
    await takePicture(page, 'component/interrupted')
    await page.waitForFunction(
      (since) => performance.now() - since > 7000,
      await page.evaluate(() => performance.now()),
    )
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await expect(notice).toHaveCount(0, { timeout: 40_000 })
  const frames = call().media?.received.videoFrames ?? 0
  await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(frames + 10)
})

test('other devices replace an unplugged headset and camera', async ({ openPage }) => {
  const { page, talk, call } = await openPage()
  await talk()
  const before = await page.evaluate(() => window.recorded.tracks.length)
  // As a browser does it when the device goes: the track ends, the list has changed.
  await page.evaluate(() => {
    for (const track of window.recorded.tracks) {
      if (track.readyState !== 'live') continue
      track.stop()
      track.dispatchEvent(new Event('ended'))
    }
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  })
  await expect(page.getByText('A device was unplugged.', { exact: false })).toBeVisible()
  await expect.poll(() => page.evaluate(() => window.recorded.tracks.length)).toBe(before + 2)
  const frames = call().media?.received.videoFrames ?? 0
  await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(frames + 10)
  await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
})

test(
  'call survives a network change, and the agent can still hang up',
  { tag: OWN_PAGE },
  async ({ openPage, centre }) => {
    const { page, talk, call } = await openPage()
    await talk()
    const sent: string[] = []
    await page.exposeFunction('heardOffer', (text: string) => sent.push(text))
    await page.evaluate(() => {
      const original = Reflect.get(WebSocket.prototype, 'send') as (data: unknown) => void
      WebSocket.prototype.send = function (data: unknown) {
        const tell: unknown = Reflect.get(window, 'heardOffer')
        const isOffer = typeof data === 'string' && data.startsWith('INVITE ')
        if (isOffer && typeof tell === 'function') Reflect.apply(tell, window, [data])
        Reflect.apply(original, this, [data])
      }
      window.dispatchEvent(new Event('online'))
    })
    await expect.poll(() => sent.length).toBeGreaterThan(0)
    const frames = call().media?.received.videoFrames ?? 0
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(frames + 10)
    // The new offer's way is another one than the call began with; it is in force once the agent has answered.
    await expect
      .poll(() =>
        page.evaluate(() =>
          window.recorded.connections.flatMap(({ currentLocalDescription }) =>
            currentLocalDescription === null
              ? []
              : [/a=ice-ufrag:(\S+)/u.exec(currentLocalDescription.sdp)?.[1] ?? ''],
          ),
        ),
      )
      .toContain(/a=ice-ufrag:(\S+)/u.exec(sent.at(-1) ?? '')?.[1])
    centre.sip.act(call().id, 'bye')
    await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
  },
)

test("only the app's call view loads the SIP library", () => {
  // The element is one file by design; the app's first view must not wait for it.
  const root = join(repositoryRoot, 'out', 'renderer')
  const html = readFileSync(join(root, 'index.html'), 'utf8')
  const assets = readdirSync(join(root, 'assets')).filter((name) => name.endsWith('.js'))
  const withSip = assets.filter((name) =>
    readFileSync(join(root, 'assets', name), 'utf8').includes('INVITE'),
  )
  expect(withSip.length).toBeGreaterThan(0)
  const first = /src="[^"]*?([^"/]+\.js)"/u.exec(html)?.[1] ?? ''
  expect(assets).toContain(first)
  const statics = (name: string, seen: Set<string>): Set<string> => {
    if (seen.has(name)) return seen
    seen.add(name)
    const code = readFileSync(join(root, 'assets', name), 'utf8')
    for (const [, next] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/gu)) {
      statics(next ?? '', seen)
    }
    return seen
  }
  const waitedFor = statics(first, new Set())
  for (const name of withSip) expect(waitedFor).not.toContain(name)
})
