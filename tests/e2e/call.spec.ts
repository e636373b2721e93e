import { expect, phasesIn, press, test, usesCamera } from '../kit/page/call-app.ts'
import { openXDisplay } from '../kit/machine/x-display.ts'
import { recordMedia } from '../kit/page/call-page.ts'
import { inWindow } from '../kit/app/callpoint.ts'
import { fakeDevices } from '../kit/machine/devices.ts'
import { takePicture } from '../kit/page/picture.ts'
import { pick } from '../kit/page/pick.ts'
import { textOf } from '../kit/page/texts.ts'

test.describe('the video call in the app', () => {
  test.describe.configure({ mode: 'default' })

  test('works in both directions and releases every device', async ({ caller }) => {
    const { page, talk, call, expectAllOff, callpoint } = caller
    await talk()
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(20)
    await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
    const video = page.locator('video[part=video]')
    await expect(video).toBeVisible()
    expect(await video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBeGreaterThan(
      100,
    )
    await page.getByRole('button', { name: textOf('call.disconnectLabel') }).click()
    await expect(page.getByRole('button', { name: textOf('call.callAgainUsLabel') })).toBeVisible()
    await expect.poll(() => call().endedBy).toBe('caller')
    await expectAllOff()
    await expect.poll(() => usesCamera(callpoint)).toBe(false)
    expect(callpoint.log()).not.toMatch(/ha1|turnSecret|credential/u)
  })

  test("customer shares a window, this app or the whole screen from the app's own picker", async ({
    caller,
  }) => {
    const { page, talk, call, callpoint } = caller
    // The other program's window must be on the app's own display.
    const environment = await callpoint.app.evaluate(() => ({
      DISPLAY: process.env['DISPLAY'] ?? '',
      XAUTHORITY: process.env['XAUTHORITY'] ?? '',
    }))
    const x = await openXDisplay(environment)
    const other = { x: 1000, y: 1100, width: 800, height: 400, title: 'Blue', colour: 0x0000ff }
    await x.show(other)
    await talk()
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(5)
    const shape = () => {
      const received = call().media?.received
      return received === undefined ? 0 : received.width / received.height
    }
    const colour = () => call().media?.received.colour ?? { red: 0, green: 0, blue: 0 }
    const before = shape()
    const share = page.getByRole('button', { name: 'Screen share' })
    const sign = page.getByText(textOf('call.sharingLabel'))
    // Cancelled: it stays as it was, and nothing is said to have failed.
    await share.click()
    const dialog = page.getByRole('dialog', { name: textOf('call.pickTitle') })
    await expect(dialog).toBeVisible()
    await dialog.getByRole('button', { name: textOf('call.cancelLabel') }).click()
    await expect(dialog).toHaveCount(0)
    await expect(sign).toHaveCount(0)
    await expect(page.getByText(textOf('call.screenShareFailedError'))).toHaveCount(0)
    // The window of another program: its shape and its colour arrive, and nothing of ours.
    await share.click()
    await expect(dialog.locator('li')).toHaveCount(3)
    await takePicture(page, 'call/picker')
    await dialog.getByRole('button', { name: 'Blue' }).click()
    await expect(sign).toBeVisible()
    await expect(share).toHaveAttribute('aria-pressed', 'true')
    await expect.poll(() => Math.abs(shape() - other.width / other.height)).toBeLessThan(0.1)
    await expect.poll(() => colour().blue).toBeGreaterThan(200)
    expect(colour().red).toBeLessThan(60)
    await takePicture(page, 'call/sharing')
    await share.click()
    await expect(sign).toHaveCount(0)
    await expect.poll(() => Math.abs(shape() - before)).toBeLessThan(0.05)
    // This app: what the customer sees of it, without the other window.
    await page.evaluate(() => {
      const paint = document.createElement('div')
      paint.popover = 'manual'
      document.body.append(paint)
      const style = { inset: '0', width: '100vw', height: '70vh', background: 'red', border: '0' }
      Object.assign(paint.style, style)
      paint.showPopover()
    })
    await share.click()
    await dialog.locator('li').last().getByRole('button').click()
    await expect.poll(() => Math.abs(shape() - 1280 / 800)).toBeLessThan(0.05)
    await expect.poll(() => colour().red - colour().blue).toBeGreaterThan(80)
    await share.click()
    await expect(sign).toHaveCount(0)
    await expect.poll(() => Math.abs(shape() - before)).toBeLessThan(0.05)
    // The whole screen, which is square in this test: both are on it.
    await share.click()
    await dialog.getByRole('button', { name: /screen/iu }).click()
    await expect(sign).toBeVisible()
    await expect.poll(() => Math.abs(shape() - 1)).toBeLessThan(0.05)
    await expect.poll(() => Math.min(colour().red, colour().blue)).toBeGreaterThan(8)
    await page.getByRole('button', { name: textOf('call.disconnectLabel') }).click()
    await expect(sign).toHaveCount(0)
    x.close()
  })

  test('keyboard user finds the focus in each step, and back after each panel', async ({
    caller,
  }) => {
    const { page, call } = caller
    const button = (...[key, values]: Parameters<typeof textOf>) =>
      page.getByRole('button', { name: textOf(key, values), exact: true })
    await button('channel.call.name').press('Enter')
    await expect(page.locator('.pane .head')).toBeFocused()
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('.results[aria-busy=false] .ask')).toBeVisible()
    await expect(page.locator('.pane .head')).toBeFocused()
    await page.keyboard.press('Control+Enter')
    await expect(page.locator('.plates .line')).toBeVisible()
    await expect(page.locator('.stage')).toBeFocused()

    await test.step('M and V toggle microphone and camera', async () => {
      await expect(button('call.muteTooltip')).toHaveAttribute('aria-keyshortcuts', 'M')
      await expect(button('call.muteTooltip').locator('.word kbd')).toBeVisible()
      await page.keyboard.press('m')
      await expect(button('call.unmuteTooltip')).toBeVisible()
      await page.keyboard.press('m')
      await expect(button('call.muteTooltip')).toBeVisible()
      await page.keyboard.press('v')
      await expect(button('call.cameraOffTooltip')).toHaveAttribute('aria-pressed', 'false')
      await page.keyboard.press('v')
      await expect(button('call.cameraTooltip')).toHaveAttribute('aria-pressed', 'true')
    })

    for (const name of ['call.keypadTooltip', 'call.moreTooltip'] as const) {
      await test.step(`${name}: between its button and the one that hangs up`, async () => {
        await button(name).press('Enter')
        const panel = page.getByRole('dialog', { name: textOf(name) })
        await expect(panel.locator(':focus')).toHaveCount(1)
        await panel.getByRole('button').first().focus()
        await page.keyboard.press('Shift+Tab')
        await expect(button(name)).toBeFocused()
        await panel.getByRole('button').last().focus()
        await page.keyboard.press('Tab')
        const next = name === 'call.moreTooltip' ? 'call.disconnectLabel' : 'call.moreTooltip'
        await expect(button(next)).toBeFocused()
        await panel.getByRole('button').first().focus()
        await page.keyboard.press('Escape')
        await expect(panel).toHaveCount(0)
        await expect(button(name)).toBeFocused()
      })
    }

    await button('call.disconnectLabel').press('Enter')
    await expect(page.locator('.ended .head')).toBeFocused()
    await expect.poll(() => call().endedBy).toBe('caller')
    await button('call.homeLabel').press('Enter')
    await expect(page.locator('.home h1')).toBeFocused()
  })

  test('customer sees that a call has ended after a reload', async ({ caller }) => {
    const { page, talk, call, centre, callpoint } = caller
    await talk()
    const { id } = call()
    await page.reload()
    await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
    await expect(page.getByText('The page was loaded again', { exact: false })).toBeVisible()
    expect(phasesIn(callpoint)).toContain('talking idle')
    await page.getByRole('button', { name: textOf('call.callAgainUsLabel') }).click()
    await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
    await expect(page.getByRole('button', { name: textOf('call.muteTooltip') })).toBeVisible()
    // Once told, it is not told again.
    await page.getByRole('button', { name: textOf('call.disconnectLabel') }).click()
    await page.reload()
    await expect(
      page.getByRole('button', { name: textOf('channel.call.name'), exact: true }),
    ).toBeVisible()
  })

  test('customer reads that the line is busy and is offered other channels', async ({ caller }) => {
    const { page, toDevices, centre } = caller
    centre.sip.setPilot('5100', { answer: 'busy' })
    await toDevices()
    await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
    await expect(page.getByRole('heading', { name: textOf('call.busyTitle') })).toBeVisible()
    await takePicture(page, 'call/busy')
    await page.getByRole('button', { name: textOf('channel.callback.name') }).click()
    await expect(page.getByRole('button', { name: textOf('call.callAgainUsLabel') })).toHaveCount(0)
  })

  // The last of those that share their app: Playwright cannot use this one afterwards.
  test('agent sees the end when the page crashes, and the customer can call again', async ({
    caller,
  }) => {
    const { talk, call, centre, callpoint } = caller
    await talk()
    const { id } = call()
    expect(phasesIn(callpoint)).toMatch(/talking$/u)
    await callpoint.app.evaluate(
      async ({ BrowserWindow }) =>
        await new Promise<void>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents
          contents?.once('render-process-gone', () => {
            resolve()
          })
          contents?.forcefullyCrashRenderer()
        }),
    )
    // Main does not wait for the new page: a visit must not be held open by a call that is over.
    await expect.poll(() => phasesIn(callpoint)).toContain('talking idle')
    const sees = (text: string) =>
      inWindow(callpoint, 'document.body.innerText').then((shown) => String(shown).includes(text))
    await expect.poll(() => sees('The page was loaded again')).toBe(true)
    await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
    expect(centre.sip.call(id)?.endedBy).toBe('caller')
    await expect.poll(() => usesCamera(callpoint)).toBe(false)
    await press(callpoint, 'Make another call')
    await press(callpoint, textOf('call.dialUsLabel'))
    await expect.poll(() => (call().id === id ? 'the old one' : call().state)).toBe('established')
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(10)
    await press(callpoint, textOf('call.disconnectLabel'))
    await expect.poll(() => call().state).toBe('ended')
    await expect.poll(() => usesCamera(callpoint)).toBe(false)
    expect(phasesIn(callpoint)).toMatch(/talking ended$/u)
  })
})

test.describe('a kiosk', () => {
  test.use({
    layout: 'portrait',
    appArguments: [fakeDevices({ cameras: 3, pictures: 6 })],
    policy: { mode: 'kiosk' },
  })

  test('authenticates without exposing the password, identifies the kiosk to the agent, and keeps the devices for the next customer', async ({
    openCall,
    openCustomer,
    hand,
  }) => {
    hand.centre.sip.set({ digest: true })
    const policy = {
      mode: 'kiosk',
      site: { store: 'Hamburg', kiosk: 'K7' },
      call: {
        ...{ user: 'kiosk', password: 'kiosk-secret', domain: 'callpoint.test' },
        ...{ contactHeaders: true, askNumber: true, screenShare: [] },
      },
    }
    const { page, callpoint, call, expectAllOff } = await openCall({ layout: 'portrait', policy })
    const begin = async (shown: typeof page, number: string) => {
      await shown.getByRole('button', { name: textOf('attract.invite') }).click()
      await shown.getByRole('button', { name: textOf('channel.call.name'), exact: true }).click()
      await shown.getByRole('button', { name: 'Continue' }).click()
      await shown.getByLabel(textOf('call.numberLabel')).fill(number)
      await shown.getByRole('button', { name: 'Continue' }).click()
      await expect(shown.getByRole('button', { name: textOf('call.dialUsLabel') })).toBeVisible()
    }
    const inUse = (shown: typeof page) =>
      shown.evaluate(() =>
        window.recorded.tracks
          .filter(({ readyState }) => readyState === 'live')
          .map(({ label }) => label)
          .sort(),
      )
    await begin(page, '040 5550142')
    await test.step('customer reads who sees them before calling', async () => {
      await expect(page.locator('.results[aria-busy=false] .ask')).toBeVisible()
      const [privacy, dial] = [page.locator('.privacy'), page.locator('.go')]
      await expect
        .poll(async () => {
          const [above, below] = [await privacy.boundingBox(), await dial.boundingBox()]
          return above !== null && below !== null && above.y + above.height <= below.y
        })
        .toBe(true)
    })
    const grant = await page.evaluate(async () => {
      const bridge = Reflect.get(window, 'callpoint') as {
        call: { grant(input: unknown): Promise<unknown> }
      }
      return JSON.stringify(
        await bridge.call.grant({ destinationKey: 'advice', customerNumber: '040 5550142' }),
      )
    })
    expect(grant).toContain('ha1')
    expect(grant).not.toContain('kiosk-secret')
    // The second of Chromium's fake cameras is one for depth, whose picture no codec takes.
    await pick(page, 'Camera', 'fake_device_2')
    await pick(page, 'Microphone', 'Fake Audio Input 2')
    await expect.poll(() => inUse(page)).toEqual(['Fake Audio Input 2', 'fake_device_2'])
    await page.getByRole('button', { name: textOf('call.dialUsLabel') }).click()
    await expect(page.getByRole('button', { name: textOf('call.muteTooltip') })).toBeVisible()
    expect(call().caller).toBe('kiosk')
    // A policy that lets nothing be shared.
    await expect(page.getByRole('button', { name: 'Screen share' })).toHaveCount(0)
    expect(await inUse(page)).toEqual(['Fake Audio Input 2', 'fake_device_2'])
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(5)
    expect(call().contactData).toEqual({
      'x-callpoint-number': '+49 40 5550142',
      'x-callpoint-destination': 'advice',
      'x-callpoint-language': 'en',
      'x-callpoint-store': 'Hamburg',
      'x-callpoint-kiosk': 'K7',
    })
    await page.getByRole('button', { name: textOf('call.disconnectLabel') }).click()
    await expectAllOff()
    // One touch ends the visit.
    await page.locator('.ended .primary').click()
    await expect(page.locator('.attract')).toBeVisible()
    expect(callpoint.log()).not.toMatch(/"(?:ha1|turnSecret|credential)"|kiosk-secret/u)
    await callpoint.close()
    // Another customer, after the night: the same devices, and nothing of the one before.
    const later = await openCustomer({ home: callpoint.home, layout: 'portrait', policy })
    await later.page.evaluate(recordMedia)
    await begin(later.page, '040 5550199')
    await expect.poll(() => inUse(later.page)).toEqual(['Fake Audio Input 2', 'fake_device_2'])
    await expect(later.page.locator('body')).not.toContainText('5550142')
  })
})
