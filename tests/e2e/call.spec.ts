import { expect, inWindow, phasesIn, press, test, usesCamera } from '../support/call-app.ts'
import { openXDisplay } from '../campaigns/lib/x-display.ts'
import { recordMedia } from '../support/call-page.ts'
import { fakeDevices } from '../support/devices.ts'
import { takePicture } from '../support/picture.ts'

test.describe('the video call in the app', () => {
  test.describe.configure({ mode: 'default' })

  test('goes both ways, and nothing is left on', async ({ openCall }) => {
    const { page, talk, call, expectAllOff, callpoint } = await openCall()
    await talk()
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(20)
    await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
    const video = page.locator('video[part=video]')
    await expect(video).toBeVisible()
    expect(await video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBeGreaterThan(
      100,
    )
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expect(page.getByRole('button', { name: 'Make another call' })).toBeVisible()
    await expect.poll(() => call().endedBy).toBe('caller')
    await expectAllOff()
    await expect.poll(() => usesCamera(callpoint)).toBe(false)
    expect(callpoint.log()).not.toMatch(/ha1|turnSecret|credential/u)
  })

  test('shares a window, this app and the whole screen, each picked on our own page', async ({
    openCall,
    display,
  }) => {
    const { page, talk, call } = await openCall({
      policy: { call: { screenShare: ['screen', 'window', 'app'] } },
    })
    const x = await openXDisplay(display.environment)
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
    const sign = page.getByText('You are sharing your screen')
    // Declined: it stays as it was, and says so.
    await share.click()
    const dialog = page.getByRole('dialog', { name: 'What would you like to share?' })
    await expect(dialog).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('Your screen could not be shared.')).toBeVisible()
    await expect(sign).toHaveCount(0)
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
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expect(sign).toHaveCount(0)
    x.close()
  })

  test('authenticates without ever showing the password to the page', async ({
    openCall,
    hand,
  }) => {
    hand.centre.sip.set({ digest: true })
    const { page, talk, call } = await openCall({
      policy: {
        call: {
          ...{ user: 'kiosk', password: 'kiosk-secret', domain: 'callpoint.test' },
          screenShare: [],
        },
      },
    })
    const grant = await page.evaluate(async () => {
      const bridge = Reflect.get(window, 'callpoint') as {
        call: { grant(input: unknown): Promise<unknown> }
      }
      return JSON.stringify(
        await bridge.call.grant({ destinationKey: 'advice', customerNumber: '' }),
      )
    })
    expect(grant).toContain('ha1')
    expect(grant).not.toContain('kiosk-secret')
    await talk()
    expect(call().caller).toBe('kiosk')
    // A policy that lets nothing be shared.
    await expect(page.getByRole('button', { name: 'Screen share' })).toHaveCount(0)
  })

  test('survives a lost connection, and the agent hangs up afterwards', async ({ openCall }) => {
    const { page, talk, call, centre, expectAllOff } = await openCall({
      policy: { call: { screenShare: ['app'] } },
    })
    await talk()
    // A policy that lets only this app be shared: nothing else is offered.
    await page.getByRole('button', { name: 'Screen share' }).click()
    const offered = page
      .getByRole('dialog', { name: 'What would you like to share?' })
      .locator('li')
    await expect(offered).toHaveCount(1)
    await page.getByRole('button', { name: 'Cancel' }).click()
    centre.sip.cut(call().caller, 1500)
    const notice = page.getByText('The connection to our server is interrupted', { exact: false })
    await expect(notice).toBeVisible()
    await expect(notice).toHaveCount(0)
    centre.sip.act(call().id, 'bye')
    await expect(page.getByRole('heading', { name: 'The call has ended' })).toBeVisible()
    await expectAllOff()
  })

  test('loaded anew in mid-call: it has ended, and says so', async ({ openCall }) => {
    const { page, talk, call, centre, callpoint } = await openCall()
    await talk()
    const { id } = call()
    await page.reload()
    await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
    await expect(page.getByText('The page was loaded again', { exact: false })).toBeVisible()
    expect(phasesIn(callpoint)).toContain('talking idle')
    await page.getByRole('button', { name: 'Make another call' }).click()
    await page.getByRole('button', { name: 'Dial Us' }).click()
    await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
    // Once told, it is not told again.
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.reload()
    await expect(page.getByRole('button', { name: 'Video call', exact: true })).toBeVisible()
  })

  test('the page dies in mid-call: the agent sees the end, main is free, another call can be made', async ({
    openCall,
  }) => {
    const { talk, call, centre, callpoint } = await openCall()
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
    await press(callpoint, 'Dial Us')
    await expect.poll(() => (call().id === id ? 'the old one' : call().state)).toBe('established')
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(10)
    await press(callpoint, 'Disconnect')
    await expect.poll(() => call().state).toBe('ended')
    await expect.poll(() => usesCamera(callpoint)).toBe(false)
    expect(phasesIn(callpoint)).toMatch(/talking ended$/u)
  })

  test('busy: a sentence, and other ways on', async ({ openCall }) => {
    const { page, toDevices } = await openCall({ number: '5486' })
    await toDevices()
    await page.getByRole('button', { name: 'Dial Us' }).click()
    await expect(page.getByText('Everyone is in a call just now', { exact: false })).toBeVisible()
    await takePicture(page, 'call/busy')
    await page.getByRole('button', { name: 'Call me back' }).click()
    await expect(page.getByRole('button', { name: 'Make another call' })).toHaveCount(0)
  })
})

test.describe('a kiosk', () => {
  test.use({
    layout: 'portrait',
    appArguments: [fakeDevices({ cameras: 3 })],
    policy: { mode: 'kiosk' },
  })

  test('tells the agent who calls from where, and keeps the devices for the next customer', async ({
    openCall,
    openCustomer,
  }) => {
    const policy = {
      mode: 'kiosk',
      site: { store: 'Hamburg', kiosk: 'K7' },
      call: { contactHeaders: true, askNumber: true },
    }
    const { page, callpoint, call, expectAllOff } = await openCall({ layout: 'portrait', policy })
    const begin = async (shown: typeof page, number: string) => {
      await shown.getByRole('button', { name: 'Touch to talk to us' }).click()
      await shown.getByRole('button', { name: 'Video call', exact: true }).click()
      await shown.getByRole('button', { name: 'Continue' }).click()
      await shown.getByLabel('Your phone number').fill(number)
      await shown.getByRole('button', { name: 'Continue' }).click()
      await expect(shown.getByRole('button', { name: 'Dial Us' })).toBeVisible()
    }
    const inUse = (shown: typeof page) =>
      shown.evaluate(() =>
        window.recorded.tracks
          .filter(({ readyState }) => readyState === 'live')
          .map(({ label }) => label)
          .sort(),
      )
    await begin(page, '040 5550142')
    // The second of Chromium's fake cameras is one for depth, whose picture no codec takes.
    await page.getByRole('combobox', { name: 'Camera' }).selectOption({ label: 'fake_device_2' })
    await page
      .getByRole('combobox', { name: 'Microphone' })
      .selectOption({ label: 'Fake Audio Input 2' })
    await expect.poll(() => inUse(page)).toEqual(['Fake Audio Input 2', 'fake_device_2'])
    await page.getByRole('button', { name: 'Dial Us' }).click()
    await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
    expect(await inUse(page)).toEqual(['Fake Audio Input 2', 'fake_device_2'])
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(5)
    expect(call().contactData).toEqual({
      'x-callpoint-number': '040 5550142',
      'x-callpoint-destination': 'advice',
      'x-callpoint-language': 'en',
      'x-callpoint-store': 'Hamburg',
      'x-callpoint-kiosk': 'K7',
    })
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expectAllOff()
    await callpoint.close()
    // Another customer, after the night: the same devices, and nothing of the one before.
    const later = await openCustomer({ home: callpoint.home, layout: 'portrait', policy })
    await later.page.evaluate(recordMedia)
    await begin(later.page, '040 111')
    await expect.poll(() => inUse(later.page)).toEqual(['Fake Audio Input 2', 'fake_device_2'])
    await expect(later.page.locator('body')).not.toContainText('5550142')
  })
})

test.describe('every state in every layout', () => {
  const looks = [
    ['terminal', 'light', 'desktop', 'en'],
    ['compact', 'dark', 'desktop', 'de'],
    ['portrait', 'light', 'kiosk', 'fi'],
    ['landscape', 'dark', 'kiosk', 'en'],
    ['landscape', 'contrast', 'kiosk', 'ar'],
  ] as const
  for (const [layout, theme, mode, language] of looks) {
    test.describe(`${layout} ${theme} ${language}`, () => {
      test.use({ layout, policy: { mode, theme, languages: [language] } })
      test('pictures', async ({ openCall, hand }) => {
        hand.centre.sip.setPilot('5100', { script: { answerAfterMs: 2500 } })
        const { page } = await openCall({ layout, policy: { mode, theme, languages: [language] } })
        const name = (step: string) => `call/${layout}-${theme}-${language}/${step}`
        const primary = page.locator('[part=button]').first()
        await page.locator('button').first().click()
        await page.locator('body').press('Escape')
        await page
          .getByRole('button', { name: /^(Video call|Videoanruf|Videopuhelu|مكالمة فيديو)$/u })
          .click()
        await expect(primary).toBeVisible()
        await takePicture(page, name('1-instructions'))
        await primary.click()
        await expect(page.locator('.results[aria-busy=false] .ask')).toBeVisible()
        await expect(page.locator('.results .wait')).toHaveCount(0)
        await takePicture(page, name('2-devices'))
        await primary.click()
        await expect(page.locator('[part=stage]')).toBeVisible()
        await expect.poll(() => hand.centre.sip.calls()[0]?.state).toBe('ringing')
        await takePicture(page, name('3-ringing'))
        const controls = page.locator('[part=control]')
        await expect(controls).toHaveCount(6)
        await expect(page.locator('.plates .line')).toBeVisible()
        await takePicture(page, name('4-talking'))
        await controls.nth(3).click()
        await page.keyboard.press('4')
        await page.keyboard.press('2')
        await page.keyboard.press('7')
        await takePicture(page, name('5-keypad'))
        await controls.nth(4).click()
        await takePicture(page, name('6-more'))
        await controls.nth(4).click()
        await controls.nth(5).click()
        await expect(page.locator('div.ended .head')).toBeVisible()
        await takePicture(page, name('7-ended'))
      })
    })
  }
})
