import { layouts } from '../kit/app/callpoint.ts'
import { expect, log, startChat, test, type Guest } from '../kit/centre/centre.ts'
import { talking } from '../kit/page/chat.ts'
import { readCode } from '../kit/page/qr-code.ts'
import { servePages, type PageServer } from '../kit/network/page-server.ts'
import { inViewer, viewerOf } from '../kit/page/viewer.ts'
import { textOf } from '../kit/page/texts.ts'

const GUIDE = `<!doctype html><title>Guide</title>
<style>body{font:18px sans-serif;margin:24px;background:#fff}h1{color:#005a42}</style>
<h1>Bring your Fjord 6 up to date</h1><ol><li>Hold the round button.</li><li>Wait for green.</li></ol>
<p><a id="inside" href="/second">more</a> <a id="blank" target="_blank" href="/second">beside</a>
<a id="outside" href="https://outside.example/">outside</a> <a id="mail" href="mailto:a@b.example">mail</a>
<a id="file" download href="/second">download</a></p><input id="field"><input id="upload" type="file">
<script>document.cookie='seen=1';localStorage.setItem('seen',document.cookie+Date.now());
if(!document.cookie)document.title='no cookie'</script>`

let site: PageServer
test.beforeEach(async () => {
  site = await servePages({
    '/guide': GUIDE,
    '/second': '<title>Second</title><h1>Second</h1>',
    '/away': { status: 302, headers: { location: 'https://outside.example/' } },
    '/file-away': { status: 302, headers: { location: 'file:///etc/passwd' } },
    '/download': { headers: { 'content-disposition': 'attachment; filename="x.exe"' }, body: 'x' },
    '/quits': { headers: { connection: 'close', 'content-length': '900' }, body: 'half' },
  })
})
test.afterEach(async () => {
  await site.close()
})

async function shown({ app }: Guest): Promise<void> {
  await expect.poll(async () => (await viewerOf(app))?.bounds?.width ?? 0).toBeGreaterThan(50)
}

test.describe('a pushed page (R41, R106, R116, R121)', () => {
  test.use({ layout: 'terminal' })

  test('opens in the viewer beside the chat, with a QR code', async ({ guest, hand }) => {
    const { app, page } = guest
    const chat = await talking(page, hand)
    hand.centre.desk.pushUrl(chat, hand.agent, `${site.origin}/guide?lang=en`)
    await shown(guest)
    const viewer = await viewerOf(app)
    expect(viewer?.url).toBe(`${site.origin}/guide?lang=en`)
    expect(viewer?.preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    })
    expect(viewer?.preferences['preload'] ?? '').toBe('')
    expect(viewer?.partitionOnDisk).toBe(false)

    // It lies exactly over the room that our page keeps, beside the transcript.
    const room = await page.locator('[data-safe-view]').boundingBox()
    const bounds = viewer?.bounds
    if (!room || !bounds) throw new Error('no room')
    expect(Math.abs(bounds.x - room.x)).toBeLessThanOrEqual(1)
    expect(Math.abs(bounds.y - room.y)).toBeLessThanOrEqual(1)
    expect(Math.abs(bounds.width - room.width)).toBeLessThanOrEqual(2)
    expect(Math.abs(bounds.height - room.height)).toBeLessThanOrEqual(2)
    await expect(page.getByText(site.host).first()).toBeVisible()
    expect(await readCode(guest, /Code with the address/u)).toBe(`${site.origin}/guide?lang=en`)

    // The customer goes on typing where they were.
    const field = page.getByLabel(textOf('chat.talk.message'), { exact: true })
    await field.pressSequentially('Thank you')
    await expect(field).toHaveValue('Thank you')

    // A dialog of ours covers it, never the other way round.
    await page.getByRole('button', { name: textOf('chat.talk.end') }).click()
    await expect.poll(async () => (await viewerOf(app))?.bounds).toBeUndefined()
    await page.keyboard.press('Escape')
    await shown(guest)

    // It is pushed once, however often the centre repeats itself.
    expect(site.requests.filter(({ path }) => path === '/guide')).toHaveLength(1)

    // Closed, it is gone with all it kept.
    expect(await inViewer(app, 'localStorage.length')).toBe(1)
    await page.getByRole('button', { name: textOf('chat.page.close') }).press('Enter')
    await expect(field).toBeFocused()
    await expect.poll(async () => await viewerOf(app)).toBeUndefined()
    await page.getByRole('button', { name: /showed you a page/u }).click()
    await shown(guest)
    expect(site.requests.at(-1)?.headers.cookie).toBeUndefined()
    expect(
      site.requests.filter(({ path }) => path === '/guide').map(({ headers }) => headers.cookie),
    ).toEqual([undefined, undefined])
  })

  test('viewer contains what the page tries', async ({ guest, hand }) => {
    const { app, page } = guest
    const chat = await talking(page, hand)
    hand.centre.desk.pushUrl(chat, hand.agent, `${site.origin}/guide`)
    await shown(guest)

    expect(await inViewer(app, `typeof require + typeof process + typeof window.callpoint`)).toBe(
      'undefinedundefinedundefined',
    )
    expect(await inViewer(app, `typeof window.showOpenFilePicker`)).toBe('undefined')
    // Dialogs and printing return at once; the permission is refused.
    expect(await inViewer(app, `alert('x'); confirm('x')`)).toBe(false)
    await inViewer(app, 'print()')
    expect(
      await inViewer(
        app,
        `new Promise((tell) => navigator.geolocation
          ? navigator.geolocation.getCurrentPosition(() => tell('yes'), (e) => tell(e.code))
          : tell('none'))`,
      ),
    ).not.toBe('yes')
    expect(
      await inViewer(
        app,
        `(navigator.mediaDevices?.getUserMedia({ audio: true }) ?? Promise.reject(new Error()))
          .then(() => 'yes', () => 'no')`,
      ),
    ).toBe('no')
    // It never learns anything of it: Chromium leaves the promise open when the answer is no.
    await inViewer(app, `void document.documentElement.requestFullscreen().catch(() => 'no')`)
    expect(await inViewer(app, `window.open('https://outside.example/') === null`)).toBe(true)
    // The device and its network stay out of reach, whatever the page asks for.
    const port = new URL(site.origin).port
    for (const host of ['localhost', '127.0.0.2', '[::ffff:127.0.0.1]']) {
      const request = `fetch('http://${host}:${port}/probe', { mode: 'no-cors' })`
      expect(await inViewer(app, `${request}.then(() => 'yes', () => 'no')`)).toBe('no')
    }
    expect(site.requests.map(({ path }) => path)).not.toContain('/probe')
    for (const id of ['outside', 'mail', 'file', 'upload']) {
      await inViewer(app, `document.getElementById('${id}').click()`)
    }
    await inViewer(app, `location.href = 'file:///etc/passwd'`)
    await inViewer(app, `location.href = 'data:text/html,hello'`)
    expect((await viewerOf(app))?.url).toBe(`${site.origin}/guide`)
    expect(await inViewer(app, 'document.fullscreenElement === null')).toBe(true)
    expect((await viewerOf(app))?.bounds?.width).toBeLessThan(layouts.terminal.width / 2)
    expect(app.windows().filter((each) => each.url().startsWith('app:'))).toHaveLength(1)

    // A link of its own that would open beside it takes its place.
    await inViewer(app, `document.getElementById('blank').click()`)
    await expect.poll(async () => (await viewerOf(app))?.url).toBe(`${site.origin}/second`)

    // The end of the chat closes it.
    hand.centre.desk.disconnect(chat, hand.agent)
    await expect(page.getByRole('heading', { name: /thank you/iu })).toBeVisible()
    await expect.poll(async () => await viewerOf(app)).toBeUndefined()
  })

  test('F6 and Escape switch between chat and page; shortcuts stay disabled', async ({
    guest,
    hand,
  }) => {
    const { app, page } = guest
    const chat = await talking(page, hand)
    hand.centre.desk.pushUrl(chat, hand.agent, `${site.origin}/guide`)
    await shown(guest)
    const press = (target: 'ours' | 'viewer', keyCode: string, modifiers: 'control'[] = []) =>
      app.evaluate(
        ({ BrowserWindow, webContents }, [where, key, held]) => {
          const window = BrowserWindow.getAllWindows()[0]
          const contents =
            where === 'ours'
              ? window?.webContents
              : webContents.getAllWebContents().find((each) => each !== window?.webContents)
          contents?.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers: held })
          contents?.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers: held })
        },
        [target, keyCode, modifiers] as const,
      )
    const focused = () =>
      app.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isFocused() === true,
      )
    await page.getByLabel(textOf('chat.talk.message'), { exact: true }).focus()
    expect(await focused()).toBe(true)
    await press('ours', 'F6')
    await expect.poll(focused).toBe(false)
    await press('viewer', 'r', ['control'])
    await press('viewer', 'p', ['control'])
    await press('viewer', 'F5')
    expect(site.requests.filter(({ path }) => path === '/guide')).toHaveLength(1)
    await press('viewer', 'Escape')
    await expect.poll(focused).toBe(true)
    await expect(page.getByLabel(textOf('chat.talk.message'), { exact: true })).toBeFocused()
  })

  test('customer sees a QR code and a message if a page cannot be shown', async ({
    guest,
    hand,
  }) => {
    const { app, page } = guest
    const chat = await talking(page, hand)
    const gone = await servePages({})
    await gone.close()
    for (const url of [
      ...['/away', '/file-away', '/download', '/quits'].map((path) => `${site.origin}${path}`),
      `${gone.origin}/nobody-listens`,
    ]) {
      hand.centre.desk.pushUrl(chat, hand.agent, url)
      await expect
        .poll(async () =>
          (await page.getByText('This page cannot be shown here').count()) === 0
            ? undefined
            : await readCode(guest, /Code with the address/u),
        )
        .toBe(url)
      await expect.poll(async () => await viewerOf(app)).toBeUndefined()
    }
    // The card tries it again.
    const asked = site.requests.length
    await page
      .getByRole('button', { name: /showed you a page/u })
      .nth(3)
      .click()
    await expect.poll(() => site.requests.length).toBeGreaterThan(asked)
  })

  test('pages of other hosts are only a QR code and are not loaded', async ({
    openCustomer,
    hand,
  }) => {
    const customer = await openCustomer({
      policy: { pages: { hosts: ['shop.example'], privateHosts: ['127.0.0.1'] } },
    })
    const { app, page } = customer
    const chat = await talking(page, hand)
    hand.centre.desk.pushUrl(chat, hand.agent, `${site.origin}/guide`)
    await expect(page.getByRole('img', { name: /Code with the address/u })).toBeVisible()
    expect(await readCode(customer, /Code with the address/u)).toBe(`${site.origin}/guide`)
    expect(await viewerOf(app)).toBeUndefined()
    expect(site.requests).toHaveLength(0)
  })

  test('customer is told that an address is refused', async ({ guest, hand }) => {
    const { app, page } = guest
    const chat = await talking(page, hand)
    const sentence = 'This address was not opened, to keep you safe.'
    const refused = [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https://bank.example@evil.example/',
      'http://localhost:631/',
    ]
    for (const [at, url] of refused.entries()) {
      hand.centre.desk.pushUrl(chat, hand.agent, url)
      await expect(log(page).getByText(sentence)).toHaveCount(at + 1)
    }
    await expect(page.getByRole('button', { name: /showed you a page/u })).toHaveCount(0)
    expect(await viewerOf(app)).toBeUndefined()
    // A name in another script is shown as punycode.
    hand.centre.desk.systemPushUrl(chat, 'https://\u0430pple.example/')
    await expect(log(page)).toContainText('xn--pple-43d.example')
  })
})

test.describe('a narrow window', () => {
  test.use({ layout: 'compact' })

  test('customer opens the page in a dialog', async ({ guest, hand }) => {
    const { app, page } = guest
    const chat = await talking(page, hand)
    hand.centre.desk.pushUrl(chat, hand.agent, `${site.origin}/guide`)
    const card = page.getByRole('button', { name: /showed you a page/u })
    await expect(card).toBeVisible()
    expect(await viewerOf(app)).toBeUndefined()
    await card.click()
    await shown(guest)
    const dialog = await page.getByRole('dialog').boundingBox()
    const bounds = (await viewerOf(app))?.bounds
    if (!dialog || !bounds) throw new Error('no dialog')
    expect(bounds.x).toBeGreaterThanOrEqual(dialog.x)
    expect(bounds.x + bounds.width).toBeLessThanOrEqual(dialog.x + dialog.width + 1)
    await page.getByRole('button', { name: textOf('chat.page.close') }).click()
    await expect.poll(async () => await viewerOf(app)).toBeUndefined()
    await expect(card).toBeFocused()
  })
})

test.describe('a redirect of the session (R107, C27)', () => {
  test('arrives first, with content null, and shows where to continue', async ({ guest, hand }) => {
    const { page } = guest
    await startChat(page)
    const session = await hand.session()
    hand.centre.desk.redirect(session, 'https://help.example/start?from=chat')
    await expect(page.getByRole('heading', { name: /help\.example/u })).toBeVisible()
    expect(await readCode(guest, /Code with the address/u)).toBe(
      'https://help.example/start?from=chat',
    )
    await page.getByRole('button', { name: 'Done' }).click()
    await expect(
      page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
  })

  test('arrives during a conversation', async ({ guest, hand }) => {
    const { page } = guest
    const chat = await talking(page, hand)
    hand.centre.desk.redirect(chat, 'https://help.example/')
    await expect(page.getByRole('heading', { name: /help\.example/u })).toBeVisible()
  })
})
