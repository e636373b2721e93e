import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { chromiumWithDevices, expect, OWN_PAGE, test } from '../kit/page/call-page.ts'
import { arrivalIn } from '../kit/page/arrival.ts'
import { takePicture } from '../kit/page/picture.ts'
import { pick } from '../kit/page/pick.ts'
import { listen } from '../kit/network/ports.ts'

test.use({ launchOptions: chromiumWithDevices })
test.describe.configure({ mode: 'default' })

/** The built component in a plain web page in a current Chromium, calling the simulator's agent. */
test.describe('a call from a plain web page', () => {
  test('works in both directions with all controls, and releases every device afterwards', async ({
    openPage,
    centre,
  }) => {
    test.slow()
    const { page, component, talk, call, expectAllOff } = await openPage()
    const problems: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    page.on('pageerror', ({ message }) => problems.push(message))
    await talk()
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(20)
    await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
    expect(call().video).toBe(true)
    // And what arrives here: picture on the screen, sound in the statistics.
    const video = page.locator('oscc-click-to-dial video[part=video]')
    await expect(video).toBeVisible()
    const frames = () =>
      video.evaluate((element: HTMLVideoElement) => ({
        shown: element.getVideoPlaybackQuality().totalVideoFrames,
        width: element.videoWidth,
      }))
    const before = await frames()
    expect(before.width).toBeGreaterThan(100)
    await expect.poll(async () => (await frames()).shown).toBeGreaterThan(before.shown + 10)
    await expect.poll(async () => (await arrivalIn(page)).energy).toBeGreaterThan(0)
    await expect(page.getByText('Picture and sound are good')).toBeAttached()
    await takePicture(page, 'component/talking')
    const rate = () => call().media?.received.videoFps ?? -1
    await test.step('muting silences the caller at the agent, unmuting restores sound', async () => {
      const loudness = () => call().media?.received.audioRms ?? -1
      await expect.poll(loudness).toBeGreaterThan(0.01)
      await page.getByRole('button', { name: 'Mute' }).click()
      await expect.poll(loudness).toBeLessThan(0.002)
      await page.getByRole('button', { name: 'Unmute' }).click()
      await expect.poll(loudness).toBeGreaterThan(0.01)
    })
    await test.step('caller turns the camera off and on', async () => {
      await expect.poll(rate).toBeGreaterThan(8)
      const camera = page.getByRole('button', { name: 'Camera', exact: true })
      await expect(camera).toHaveAttribute('aria-pressed', 'true')
      await camera.click()
      await expect.poll(rate).toBe(0)
      const live = await page.evaluate(
        () =>
          window.recorded.tracks.filter(
            ({ kind, readyState }) => kind === 'video' && readyState === 'live',
          ).length,
      )
      expect(live).toBe(0)
      await expect(camera).toHaveAttribute('aria-pressed', 'false')
      await takePicture(page, 'component/camera-off')
      await camera.click()
      await expect.poll(rate).toBeGreaterThan(8)
    })
    await test.step('agent requests a key frame by SIP INFO and gets one each time', async () => {
      await expect.poll(rate).toBeGreaterThan(8)
      const sent = () => page.evaluate(framesSent)
      const frames: number[] = []
      for (let time = 0; time < 3; time += 1) {
        const before = await sent()
        expect(before.whole).toBeGreaterThan(0)
        centre.sip.act(call().id, 'ask-picture')
        await expect.poll(async () => (await sent()).whole).toBeGreaterThan(before.whole)
        frames.push((await sent()).all - before.all)
      }
      // Counted in pictures, not in time: by itself a whole one comes among some two hundred.
      expect(Math.max(...frames), frames.join()).toBeLessThan(60)
      const answers = () => call().messages.filter(({ what }) => what === '200 INFO').length
      await expect.poll(answers).toBe(3)
      await expect.poll(rate).toBeGreaterThan(8)
    })
    await test.step('agent holds and resumes the call', async () => {
      const { id } = call()
      expect(centre.sip.act(id, 'hold')).toBe(true)
      await expect(page.getByText('You are on hold.', { exact: false })).toBeVisible()
      await takePicture(page, 'component/hold')
      expect(centre.sip.act(id, 'unhold')).toBe(true)
      await expect(page.getByText('You are on hold.', { exact: false })).toHaveCount(0)
      const frames = call().media?.received.videoFrames ?? 0
      await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(frames + 10)
    })
    await test.step('keys arrive as telephone events', async () => {
      await page.getByRole('button', { name: 'Keypad' }).click()
      for (const key of ['1', '5', '9', 'Hash']) {
        await page.getByRole('button', { name: key, exact: true }).click()
      }
      await expect(page.getByLabel('Keys pressed')).toHaveText('1 5 9 #')
      // On a busy machine a tone may be heard in two pieces; baresip counts them in tests/peers.
      const heard = () => call().media?.received.audioTones.replaceAll(/(.)\1+/gu, '$1')
      await expect.poll(heard).toBe('159#')
      await takePicture(page, 'component/keypad')
      await page.getByRole('button', { name: 'Keypad' }).click()
    })
    await test.step('agent sees the shared screen, then the camera again', async () => {
      // A headless browser has no picker: a square drawing takes the screen's place. The real screen,
      // through our own picker, is shared in call.spec.ts.
      await page.evaluate(() => {
        MediaDevices.prototype.getDisplayMedia = () => {
          const canvas = document.createElement('canvas')
          canvas.width = canvas.height = 600
          const context = canvas.getContext('2d')
          setInterval(() => {
            if (context) context.fillStyle = `hsl(${performance.now() / 20} 80% 50%)`
            context?.fillRect(0, 0, 600, 600)
          }, 50)
          return Promise.resolve(canvas.captureStream(15))
        }
      })
      const width = () => call().media?.received.width ?? 0
      await expect.poll(width).toBeGreaterThan(0)
      const shape = () => {
        const received = call().media?.received
        return received === undefined ? 0 : received.width / received.height
      }
      const before = shape()
      const share = page.getByRole('button', { name: 'Screen share' })
      await share.click()
      await expect(page.getByText('You are sharing your screen')).toBeVisible()
      await expect.poll(() => Math.abs(shape() - before)).toBeGreaterThan(0.2)
      await takePicture(page, 'component/sharing')
      await share.click()
      await expect.poll(() => Math.abs(shape() - before)).toBeLessThan(0.05)
      await expect(page.getByText('You are sharing your screen')).toHaveCount(0)
    })
    await test.step('caller changes view and volume without signalling', async () => {
      const stage = page.locator('[part=stage]')
      const video = page.locator('video[part=video]')
      await expect.poll(() => video.evaluate((each: HTMLVideoElement) => each.videoWidth)).toBe(640)
      const invites = () => call().messages.filter(({ what }) => what === 'INVITE').length
      const before = invites()
      // Call time runs; the line is told in plain words.
      await expect(page.getByRole('timer')).toHaveText(/^0?0:(?!00)\d\d$/u)
      await expect(page.getByText('Picture and sound are good')).toBeAttached()
      await page.getByRole('button', { name: 'More' }).click()
      const tool = (name: string) => page.getByRole('button', { name, exact: true })
      const transform = () => video.evaluate(({ style }) => style.transform)
      const plain = await transform()
      await expect(tool('Zoom Out')).toBeDisabled()
      await tool('Zoom In').click()
      await tool('Zoom In').click()
      await expect.poll(transform).not.toBe(plain)
      await expect(tool('Zoom Out')).toBeEnabled()
      // A finger moves the picture that is larger than its stage, and never out of it.
      const zoomed = await transform()
      const more = page.getByRole('button', { name: 'More' })
      await tool('Close').click()
      const box = await stage.boundingBox()
      if (box === null) throw new Error('there is no stage')
      const drag = async (dx: number, dy: number) => {
        await page.mouse.move(box.x + box.width * 0.25, box.y + box.height * 0.4)
        await page.mouse.down()
        await page.mouse.move(box.x + box.width * 0.25 + dx, box.y + box.height * 0.4 + dy, {
          steps: 4,
        })
        await page.mouse.up()
      }
      await drag(40, 30)
      await expect.poll(transform).not.toBe(zoomed)
      await more.click()
      await tool('Fit To Screen').click()
      await expect.poll(transform).toBe(plain)
      await expect(tool('Fit To Screen')).toHaveAttribute('aria-pressed', 'true')
      await tool('Fit To Screen').click()
      await expect
        .poll(() => video.evaluate((each) => getComputedStyle(each).objectFit))
        .toBe('cover')
      await tool('Click to Expand').click()
      const covers = () =>
        stage.evaluate((each) => each.getBoundingClientRect().width >= document.body.clientWidth)
      await expect.poll(covers).toBe(true)
      await takePicture(page, 'component/expanded')
      await tool('Click to Expand').click()
      await expect.poll(covers).toBe(false)
      const isFull = () => page.evaluate(() => document.fullscreenElement?.localName)
      await tool('Fullscreen').click()
      await expect.poll(isFull).toBe('oscc-click-to-dial')
      await page.evaluate(() => document.exitFullscreen())
      await expect.poll(isFull).toBeUndefined()
      // Volume, loudspeaker and microphone, in the call.
      await page.getByRole('slider').fill('0.3')
      const sound = page.locator('oscc-click-to-dial audio')
      await expect.poll(() => sound.evaluate((each: HTMLAudioElement) => each.volume)).toBe(0.3)
      await pick(page, 'Audio output device', 1)
      const sink = () => sound.evaluate((each: HTMLAudioElement) => each.sinkId)
      await expect.poll(sink).not.toBe('')
      await pick(page, 'Audio input device', 'Fake Audio Input 2')
      const live = () =>
        page.evaluate(() =>
          window.recorded.tracks
            .filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live')
            .map(({ label }) => label),
        )
      await expect.poll(live).toEqual(['Fake Audio Input 2'])
      await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
      // One's own picture goes to another corner, and away.
      const self = page.locator('[part=self]')
      const corner = () =>
        self.evaluate((each) => {
          const { left, top } = each.getBoundingClientRect()
          return `${String(left)} ${String(top)}`
        })
      await page.getByRole('button', { name: 'Close', exact: true }).click()
      const first = await corner()
      await self.press('Enter')
      await expect.poll(corner).not.toBe(first)
      await page.getByRole('button', { name: 'More' }).click()
      await tool('Hide your own picture').click()
      await expect(self).toHaveCount(0)
      expect(invites()).toBe(before)
      expect(await component.count()).toBe(1)
    })
    await test.step('caller hangs up and every device is released', async () => {
      await page.getByRole('button', { name: 'Disconnect' }).click()
      await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
      await expect.poll(() => call().endedBy).toBe('caller')
      await takePicture(page, 'component/disconnected')
      await expectAllOff()
      expect(problems).toEqual([])
    })
    await test.step('caller calls again', async () => {
      const { id } = call()
      await page.getByRole('button', { name: 'Make another call' }).click()
      await page.getByRole('button', { name: 'Dial Us' }).click()
      await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
      expect(call().id).not.toBe(id)
      await page.getByRole('button', { name: 'Disconnect' }).click()
      await expectAllOff()
    })
  })

  test('authenticates by digest, sends keys by SIP INFO if configured, and ends when the agent hangs up', async ({
    openPage,
    centre,
  }) => {
    centre.sip.set({ digest: true })
    const identity = centre.sip.identityOf(centre.agents[1]?.key ?? 0)
    const { page, talk, call, expectAllOff } = await openPage({
      attributes: { user: identity?.user ?? '', ha1: identity?.ha1 ?? '', dtmf: 'info' },
    })
    await talk()
    expect(call().caller).toBe(identity?.user)
    await page.getByRole('button', { name: 'Keypad' }).click()
    await page.keyboard.press('4')
    await page.keyboard.press('2')
    await expect.poll(() => call().media?.received.infoTones).toBe('42')
    const { id } = call()
    centre.sip.act(id, 'bye')
    await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
    await expectAllOff()
    const answers = () => call().messages.filter(({ what }) => what === '200 BYE').length
    await expect.poll(answers).toBe(1)
  })

  test('caller hears an agent who sends no picture', async ({ openPage }) => {
    const { page, talk, call, expectAllOff } = await openPage({ number: '5103' })
    await talk()
    await expect(page.getByText('Sound only')).toBeVisible()
    const { energy } = await arrivalIn(page)
    await expect.poll(async () => (await arrivalIn(page)).energy).toBeGreaterThan(energy)
    await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
    // Nothing is said of a picture that is not there.
    await expect(page.getByText('The sound is good')).toBeVisible()
    await takePicture(page, 'component/sound-only')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expectAllOff()
  })

  test('caller cancels while it rings', async ({ openPage, centre }) => {
    const { page, toDevices, call, expectAllOff } = await openPage({ number: '5408' })
    await toDevices()
    await page.getByRole('button', { name: 'Dial Us' }).click()
    await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
    await takePicture(page, 'component/ringing')
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
    const { id } = call()
    await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
    await expectAllOff()
  })
})

test.describe('a call that fails', () => {
  const cases = [
    ['busy', '5486', 'Everyone is on a call just now'],
    ['declined', '5603', 'Your call could not be taken just now'],
    ['nobody there', '5480', 'Nobody could answer your call'],
    ['unknown', '4711', 'This number cannot be reached'],
    ['server error', '5500', 'Something went wrong on our side'],
  ] as const

  test('shows a message for each cause, and the caller can call again', async ({
    openPage,
    centre,
  }) => {
    const { page, component, toDevices, expectAllOff } = await openPage()
    const again = page.getByRole('button', { name: 'Make another call' })
    const dial = async (number: string, sentence: string) => {
      // Whom a call goes to is settled when its devices are made ready.
      const destinations = JSON.stringify([{ key: 'there', label: 'Advice', number }])
      await component.evaluate((host, text) => {
        host.setAttribute('destinations', text)
      }, destinations)
      if (await again.isVisible()) await again.click()
      else await toDevices()
      await page.getByRole('button', { name: 'Dial Us' }).click()
      await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible()
      await expect(page.getByRole('heading', { name: 'Failed to start call' })).toBeVisible()
    }
    for (const [name, number, sentence] of cases) {
      await test.step(name, async () => {
        await dial(number, sentence)
        expect(centre.sip.calls()[0]?.pilot).toBe(number)
        await takePicture(page, `component/failed-${number}`)
        await expect(again).toBeVisible()
        await expectAllOff()
      })
    }
    await test.step('agent does not answer in time', async () => {
      centre.sip.set({ ringMs: 1500 })
      await dial('5408', 'Nobody could answer your call')
    })
  })

  test('the server is down', async ({ openPage }) => {
    const { page, toDevices, expectAllOff } = await openPage({
      attributes: { server: 'ws://127.0.0.1:9/sip' },
    })
    await toDevices()
    await expect(page.getByText('We cannot be reached at the moment').first()).toBeVisible()
    await takePicture(page, 'component/check-server-down')
    await page.getByRole('button', { name: 'Dial Us' }).click()
    await expect(
      page.getByRole('alert').filter({ hasText: 'We cannot be reached at the moment' }),
    ).toBeVisible()
    await expectAllOff()
  })

  test(
    'server does not answer, or does not speak SIP',
    { tag: OWN_PAGE },
    async ({ openPage, page, centre }) => {
      await page.clock.install()
      const alert = page
        .getByRole('alert')
        .filter({ hasText: 'We cannot be reached at the moment' })
      await test.step('server does not answer', async () => {
        const { toDevices, expectAllOff } = await openPage({ number: '5999' })
        await toDevices()
        const before = centre.sip.calls().length
        await page.getByRole('button', { name: 'Dial Us' }).click()
        await expect.poll(() => centre.sip.calls().length).toBeGreaterThan(before)
        await page.clock.fastForward(10_100)
        await expect(alert).toBeVisible()
        await expect(page.getByRole('heading', { name: 'Failed to start call' })).toBeVisible()
        await takePicture(page, 'component/failed-5999')
        await expect(page.getByRole('button', { name: 'Make another call' })).toBeVisible()
        await expectAllOff()
      })
      await test.step('server does not speak SIP', async () => {
        let heard = 0
        const server = createServer((_request, response) => response.end('hello'))
        const sockets = new WebSocketServer({ server, handleProtocols: () => 'sip' })
        sockets.on('connection', (socket) => {
          socket.on('message', () => {
            heard += 1
            socket.send('{"type":"welcome"}')
            socket.send(Buffer.from([0, 1, 2, 255]))
            socket.send('SIP/2.0 200 OK\r\n\r\n')
          })
        })
        const port = await listen(server)
        const { toDevices } = await openPage({
          attributes: { server: `ws://127.0.0.1:${port}/sip` },
        })
        await toDevices()
        const before = heard
        await page.getByRole('button', { name: 'Dial Us' }).click()
        await expect.poll(() => heard).toBeGreaterThan(before)
        await page.clock.fastForward(10_100)
        await expect(alert).toBeVisible()
        sockets.close()
        server.closeAllConnections()
        server.close()
      })
    },
  )

  test('destination is not on the page', async ({ openPage }) => {
    const { page, toDevices } = await openPage({ attributes: { destinationKey: 'elsewhere' } })
    await toDevices()
    await page.getByRole('button', { name: 'Dial Us' }).click()
    await expect(page.getByText('This number cannot be reached', { exact: false })).toBeVisible()
  })

  test('caller denies the microphone', async ({ openPage }) => {
    const { page, toDevices } = await openPage({ permissions: ['camera'] })
    await toDevices()
    const sentence = page.getByText('Microphone permissions are required', { exact: false })
    await expect(sentence).toBeVisible()
    await page.getByRole('button', { name: 'Dial Us' }).click()
    await expect(sentence).toBeVisible()
    await expect(page.getByRole('button', { name: 'Dial Us' })).toBeVisible()
    await takePicture(page, 'component/no-microphone')
  })

  test('caller denies the camera, and the call continues with audio', async ({ openPage }) => {
    const { page, talk, call } = await openPage({ permissions: ['microphone'] })
    await talk()
    await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
    expect(call().media?.received.videoFrames).toBe(0)
    const camera = page.getByRole('button', { name: 'Camera', exact: true })
    await camera.click()
    await expect(page.getByText('Failed to get video permissions')).toBeVisible()
    await takePicture(page, 'component/no-camera')
  })
})

test.describe('a lost connection', () => {
  test('call is answered after a loss while ringing, continues after a loss in the call, and the agent can still hang up', async ({
    openPage,
    centre,
  }) => {
    centre.sip.setPilot('5100', { script: { answerAfterMs: 2500 } })
    const { page, toDevices, call, expectAllOff } = await openPage()
    const frames = () => call().media?.received.videoFrames ?? 0
    await toDevices()
    await test.step('while it rings', async () => {
      await page.getByRole('button', { name: 'Dial Us' }).click()
      await expect(page.getByRole('heading', { name: 'Ringing...' })).toBeVisible()
      expect(centre.sip.cut('web')).toBe(1)
      await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
      expect(call().state).toBe('established')
      centre.sip.setPilot('5100', { script: { answerAfterMs: 400 } })
    })
    await test.step('in the call', async () => {
      await expect.poll(frames).toBeGreaterThan(10)
      expect(centre.sip.cut('web', 2000)).toBe(1)
      const notice = page.getByText('The connection to our server is interrupted', { exact: false })
      await expect(notice).toBeVisible()
      await takePicture(page, 'component/reconnecting')
      const before = frames()
      await expect(notice).toHaveCount(0)
      await expect.poll(frames).toBeGreaterThan(before + 10)
      centre.sip.act(call().id, 'bye')
      await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
      await expectAllOff()
    })
  })

  test('agent is notified if the caller hangs up, reloads or leaves the page meanwhile', async ({
    openPage,
    centre,
  }) => {
    const { page, talk, call, expectAllOff } = await openPage()
    await talk()
    const { id: first } = call()
    const again = async () => {
      await page.getByRole('button', { name: 'Make another call' }).click()
      await page.getByRole('button', { name: 'Dial Us' }).click()
      await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
    }
    await test.step('caller hangs up meanwhile', async () => {
      centre.sip.cut('web', 1500)
      await page.getByRole('button', { name: 'Disconnect' }).click()
      await expect(page.getByRole('heading', { name: 'Disconnected...' })).toBeVisible()
      await expectAllOff()
      await expect.poll(() => centre.sip.call(first)?.state).toBe('ended')
      expect(centre.sip.call(first)?.endedBy).toBe('caller')
    })
    await test.step('caller reloads the page and sees that the call has ended', async () => {
      await again()
      const { id } = call()
      expect(id).not.toBe(first)
      await page.reload()
      await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
      expect(centre.sip.call(id)?.endedBy).toBe('caller')
      await expect(page.getByText('The page was loaded again', { exact: false })).toBeVisible()
      await takePicture(page, 'component/reloaded')
      await again()
    })
    await test.step('caller leaves the page', async () => {
      const { id } = call()
      await page.goto('about:blank')
      await expect.poll(() => centre.sip.call(id)?.state).toBe('ended')
      expect(centre.sip.call(id)?.endedBy).toBe('caller')
    })
  })
})

/** Runs in the page: how many pictures its calls have sent, and how many of them whole. */
async function framesSent(): Promise<{ readonly all: number; readonly whole: number }> {
  let [all, whole] = [0, 0]
  for (const connection of window.recorded.connections) {
    const report = await connection.getStats()
    report.forEach((entry: Record<string, unknown>) => {
      if (entry['type'] !== 'outbound-rtp') return
      all += Number(entry['framesEncoded'] ?? 0)
      whole += Number(entry['keyFramesEncoded'] ?? 0)
    })
  }
  return { all, whole }
}
