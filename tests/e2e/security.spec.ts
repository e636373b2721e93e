import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'
import { createCentre, type Centre } from '../../simulator/centre.ts'
import { handOver } from '../kit/machine/unprivileged.ts'
import { startCanary } from '../kit/network/canary.ts'
import { expect, test as base } from '../kit/centre/centre.ts'
import { textOf } from '../kit/page/texts.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

/** Whoever got into the page: what the walls around it leave to them. */
const SAFE = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  webviewTag: false,
} as const

/**
 * Runs the body of an async function as a script of the page itself: from a timer, since what the
 * debugger evaluates is let off the page's own policy.
 */
async function inPage(session: CDPSession, code: string): Promise<unknown> {
  const expression = `new Promise((done) => setTimeout(async () => {
    try { done(await (async () => { ${code} })()) } catch (error) { done('threw ' + error.name) }
  }))`
  const wish = { expression, awaitPromise: true, returnByValue: true }
  return (await session.send('Runtime.evaluate', wish)).result.value
}

const cdp = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page)

base.describe('isolation of the page', () => {
  base('preferences, policy, files, permissions, doors', async ({ guest }) => {
    const { app, page, log } = guest
    const session = await cdp(page)
    const canary = await startCanary()
    const elsewhere = `http://${canary.authority}`

    await base.step('web preferences are verified at run time', async () => {
      const read = await app.evaluate(({ BrowserWindow }, names) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        const preferences: unknown =
          contents && Reflect.apply(Reflect.get(contents, 'getLastWebPreferences'), contents, [])
        if (typeof preferences !== 'object' || preferences === null) return {}
        return Object.fromEntries(names.map((name) => [name, Reflect.get(preferences, name)]))
      }, Object.keys(SAFE))
      expect(read).toEqual(SAFE)
      const node = await inPage(
        session,
        `return ['process', 'require', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer']
          .filter((name) => name in window).join()`,
      )
      expect(node).toBe('')
      // The bridge is what it is: nothing of it can be put in another's place.
      const bridge = await inPage(
        session,
        `'use strict'; window.callpoint.chat.send = () => 'taken'; return 'replaced'`,
      )
      expect(bridge).toBe('threw TypeError')
    })

    await base.step('a window without the safe preferences is closed at once', async () => {
      const left = await app.evaluate(async ({ BrowserWindow }) => {
        const rogues = [
          { sandbox: false },
          { nodeIntegration: true, sandbox: false },
          { contextIsolation: false },
          { webSecurity: false },
          { webviewTag: true },
        ].map((webPreferences) => new BrowserWindow({ show: false, webPreferences }))
        await new Promise((resolve) => setTimeout(resolve, 500))
        const count = rogues.filter((rogue) => !rogue.isDestroyed()).length
        for (const rogue of rogues) if (!rogue.isDestroyed()) rogue.destroy()
        return count
      })
      expect(left).toBe(0)
      expect(log()).toContain('a page without the safe preferences was closed')
    })

    await base.step('no inline script, no eval, no markup from a string', async () => {
      const tried: Readonly<Record<string, string>> = {
        'an inline script': `const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); return window.ran ?? 'refused'`,
        eval: `return eval('1')`,
        'a function from a string': `return new Function('return 1')()`,
        'a timer with a string': `setTimeout('window.ran = 1'); await new Promise((r) => setTimeout(r, 50)); return window.ran ?? 'refused'`,
        innerHTML: `document.body.insertAdjacentHTML('beforeend', '<i>x</i>'); return 1`,
        'a policy of its own': `return trustedTypes.createPolicy('mine', { createHTML: (x) => x }).createHTML('x') + ''`,
        'the default policy': `return trustedTypes.createPolicy('default', { createScript: (x) => x }).createScript('x') + ''`,
        'a script element': `const s = document.createElement('script'); s.src = '${elsewhere}/x.js'; document.body.append(s); return 1`,
        'an inline style': `const s = document.createElement('style'); s.textContent = 'body{--ran:1}'; document.head.append(s); const got = getComputedStyle(document.body).getPropertyValue('--ran'); return got || 'refused'`,
        'a worker': `new Worker('data:text/javascript,1'); return 1`,
        'a javascript address': `location.href = 'javascript:window.ran = 1'; await new Promise((r) => setTimeout(r, 50)); return window.ran ?? 'refused'`,
      }
      for (const [what, code] of Object.entries(tried)) {
        expect(String(await inPage(session, code)), what).toMatch(/^(?:threw \w+|refused)$/u)
      }
    })

    await base.step('nothing from other origins', async () => {
      const reach = await inPage(
        session,
        `const failed = async (work) => { try { await work(); return 'reached' } catch { return 'refused' } }
        const element = (name, key, value) => new Promise((done, failed) => {
          const made = Object.assign(document.createElement(name), { [key]: value })
          made.onload = done; made.onerror = failed; setTimeout(failed, 1500)
          document.body.append(made)
        })
        return Promise.all([
          failed(() => fetch('${elsewhere}/fetch')),
          failed(() => fetch('${elsewhere}/no-cors', { mode: 'no-cors' })),
          failed(() => element('img', 'src', '${elsewhere}/image')),
          failed(() => element('link', 'href', '${elsewhere}/link')),
          failed(() => element('object', 'data', '${elsewhere}/object')),
          failed(() => new Promise((done, no) => {
            const socket = new WebSocket('${elsewhere.replace('http', 'ws')}/socket')
            socket.onopen = done; socket.onerror = no
          })),
          failed(() => fetch('file:///etc/passwd')),
          failed(() => { if (!navigator.sendBeacon('${elsewhere}/beacon')) throw 1; throw 1 }),
        ])`,
      )
      expect(reach).toEqual(Array.from({ length: 8 }, () => 'refused'))
      const frames = await inPage(
        session,
        `const frame = document.createElement('iframe'); frame.src = '${elsewhere}/frame'
        document.body.append(frame); const view = document.createElement('webview')
        view.src = '${elsewhere}/webview'; document.body.append(view)
        await new Promise((r) => setTimeout(r, 500))
        return typeof view.loadURL`,
      )
      expect(frames).toBe('undefined')
      expect(canary.asked).toEqual([])
      expect(
        await app.evaluate(
          ({ webContents }) =>
            webContents.getAllWebContents().filter((each) => each.getType() === 'webview').length,
        ),
      ).toBe(0)
    })

    await base.step('app:// serves only its own folder', async () => {
      const paths = [
        '/../package.json',
        '/..%2f..%2fpackage.json',
        '/%2e%2e/%2e%2e/package.json',
        '/..%5c..%5cpackage.json',
        '/assets/..%2f..%2f..%2fetc%2fpasswd',
        '//etc/passwd',
        '/%252e%252e/main/index.cjs',
        '/..%2fmain/index.cjs',
        '/..%2fpreload/index.cjs',
        '/index.html%00.js',
        '/',
        '/assets',
      ]
      const answers = await page.evaluate(
        async (list) =>
          await Promise.all(
            list.map(async (path) => {
              try {
                return (await fetch(`app://callpoint${path}`)).status
              } catch {
                // Chromium's own parser refuses some.
                return 404
              }
            }),
          ),
        paths,
      )
      expect(answers).toEqual(paths.map(() => 404))
      const others = await inPage(
        session,
        `const status = async (...words) => { try { return (await fetch(...words)).status } catch { return 'refused' } }
        return Promise.all([
          status('app://callpoint/index.html'),
          status('app://callpoint/index.html', { method: 'POST', body: 'x' }),
          status('app://elsewhere/index.html'),
          status('app://callpoint.evil/index.html'),
        ])`,
      )
      expect(others).toEqual([200, 404, expect.stringMatching(/refused/u), 'refused'])
      const headers = await page.evaluate(async () => {
        const answer = await fetch('app://callpoint/index.html')
        return [...answer.headers]
      })
      const policy = new Map(headers).get('content-security-policy') ?? ''
      expect(policy).toContain(`default-src 'none'`)
      expect(policy).toContain(`require-trusted-types-for 'script'`)
      expect(policy).not.toMatch(/unsafe-|https?:|\*/u)
      expect(new Map(headers).get('x-content-type-options')).toBe('nosniff')
    })

    await base.step('permissions by allow-list', async () => {
      const states = await inPage(
        session,
        `const names = ['geolocation', 'notifications', 'midi', 'clipboard-read', 'background-sync', 'persistent-storage']
        const found = {}
        for (const name of names) found[name] = (await navigator.permissions.query({ name })).state
        found.camera = (await navigator.permissions.query({ name: 'camera' })).state
        found.asked = await Notification.requestPermission()
        found.place = await new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('given'), () => done('refused')))
        found.midi2 = await navigator.requestMIDIAccess().then(() => 'given', () => 'refused')
        found.usb = await navigator.usb.requestDevice({ filters: [] }).then(() => 'given', () => 'refused')
        return found`,
      )
      expect(states).toEqual({
        geolocation: 'denied',
        notifications: 'denied',
        midi: 'denied',
        'clipboard-read': 'denied',
        'background-sync': 'denied',
        'persistent-storage': 'denied',
        camera: 'granted',
        asked: 'denied',
        place: 'refused',
        midi2: 'refused',
        usb: 'refused',
      })
      // The same kinds, asked for by somebody else's page.
      const others = await app
        .evaluate(async ({ BrowserWindow, session: sessions }) => {
          const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } })
          await window.loadURL('data:text/html,x')
          const state: unknown = await window.webContents.executeJavaScript(
            `navigator.permissions.query({ name: 'camera' }).then(({ state }) => state)`,
          )
          window.destroy()
          return [state, sessions.defaultSession === window.webContents?.session]
        })
        .catch(() => ['denied', false])
      expect(others[0]).toBe('denied')
    })

    await base.step('page cannot navigate or open windows', async () => {
      const windows = await inPage(
        session,
        `const addresses = ['${elsewhere}/open', 'about:blank', 'app://callpoint/index.html']
        return addresses.every((address) => window.open(address) === null)`,
      )
      expect(windows).toBe(true)
      await inPage(session, `window.stayed = true`)
      for (const address of [
        `${elsewhere}/go`,
        'file:///etc/passwd',
        'data:text/html,x',
        'app://callpoint/assets/x',
        'chrome://version',
        'mailto:a@b.c',
      ]) {
        const code = `location.href = '${address}'; await new Promise((r) => setTimeout(r, 60)); return [location.href, window.stayed]`
        const place = await inPage(session, code).catch(() => 'left')
        expect(place, address).toEqual(['app://callpoint/index.html', true])
      }
      // The one address that Chromium asks nobody about: an empty page, from which main brings it back.
      await inPage(session, `location.href = 'about:blank'`).catch(() => undefined)
      await expect.poll(log).toContain('the page navigated away')
      await expect(
        page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
      ).toBeVisible()
      expect(page.url()).toBe('app://callpoint/index.html')
      expect(canary.asked).toEqual([])
      expect(page.context().pages()).toHaveLength(1)
    })
    await canary.close()
  })
})

base.describe('certificates', () => {
  interface Wish {
    readonly caFile?: string
    readonly pins?: Readonly<Record<string, readonly string[]>>
  }

  let centre: Centre
  let folder: string

  base.beforeEach(async ({ launch }) => {
    centre = await createCentre({ tls: true, seed: 1, automaticAgent: false })
    folder = privateFolder(launch.user, 'authority')
    writeFileSync(join(folder, 'ca.pem'), centre.ca ?? '')
    handOver(launch.user, folder)
  })
  base.afterEach(async () => {
    await centre.close()
    removeFolder(folder)
  })

  const wishes: readonly (readonly [string, (own: string) => Wish, boolean, readonly string[]])[] =
    [
      ['an unknown authority is refused', () => ({}), false, ['--ignore-certificate-errors']],
      [
        'the authority and the fingerprint of the policy are taken',
        (own) => ({ caFile: 'ca.pem', pins: { '127.0.0.1': [own] } }),
        true,
        [],
      ],
      [
        'another fingerprint than the policy\u2019s is refused',
        (own) => ({
          caFile: 'ca.pem',
          pins: { '127.0.0.1': [own.replace(/^../u, own.startsWith('00') ? '11' : '00')] },
        }),
        false,
        [],
      ],
    ]

  for (const [name, wish, isTaken, args] of wishes) {
    base(name, async ({ open }) => {
      base.skip(centre.ca === undefined, 'a certificate made here')
      const own = await fingerprintOf(centre)
      const { caFile, pins = {} } = wish(own)
      const certificates = {
        pins,
        ...(caFile === undefined ? {} : { caFile: join(folder, caFile) }),
      }
      const callpoint = await open({
        simulator: {
          ...centre.urls,
          clientId: centre.clientId,
          clientSecret: centre.clientSecret,
        },
        policy: { certificates },
        args,
      })
      const { page, log } = callpoint
      const socket = await page.evaluate(
        async (url) =>
          await new Promise((resolve) => {
            const opened = new WebSocket(url, 'sip')
            opened.onopen = () => resolve('open')
            opened.onerror = () => resolve('refused')
          }),
        centre.urls.sip,
      )
      expect(socket).toBe(isTaken ? 'open' : 'refused')
      const tokens = (): number => centre.journal.count('token')
      if (isTaken) {
        await expect.poll(tokens).toBeGreaterThan(0)
        expect(log()).not.toContain('certificate refused')
      } else {
        await expect.poll(log).toMatch(/"part":"centre".*(?:ERR_CERT|unreachable)/u)
        expect(log()).toContain('certificate refused')
        expect(tokens()).toBe(0)
      }
      if (args.length > 0) expect(log()).toContain('"switches":["ignore-certificate-errors"]')
    })
  }
})

/** SHA-256 of the certificate that the centre shows, as a technician's tool prints it. */
async function fingerprintOf(centre: Centre): Promise<string> {
  const { connect } = await import('node:tls')
  return await new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: centre.port, ca: centre.ca }, () => {
      const { raw } = socket.getPeerCertificate()
      socket.end()
      resolve(new X509Certificate(raw).fingerprint256)
    })
    socket.once('error', reject)
  })
}

base(
  'the engine runs without its optimising compilers, in main and in the page',
  async ({ openCustomer }) => {
    const { app, page } = await openCustomer({ args: ['--js-flags=--allow-natives-syntax'] })
    /** Whether V8 has made optimised code of a function that ran often enough to deserve it. */
    const OPTIMIZED = 1 << 4
    const status = `(() => {
    const hot = (n) => { let sum = 0; for (let i = 0; i < n; i += 1) sum += i % 7; return sum }
    for (let turn = 0; turn < 20_000; turn += 1) hot(100)
    const since = performance.now()
    while (performance.now() - since < 500) hot(1000)
    return %GetOptimizationStatus(hot)
  })()`
    const inMain = await app.evaluate((_electron, code) => {
      // The policy of the pages does not hold in main, and this is a test's own text.
      const found: unknown = globalThis.eval(code)
      return Number(found)
    }, status)
    const session = await cdp(page)
    const { result } = await session.send('Runtime.evaluate', { expression: status })
    expect(inMain & OPTIMIZED).toBe(0)
    expect(Number(result.value) & OPTIMIZED).toBe(0)
    // The lowest bit says that there was a function to look at.
    expect([inMain & 1, Number(result.value) & 1]).toEqual([1, 1])
  },
)
