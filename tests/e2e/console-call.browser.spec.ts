import { test as base, expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { findChromium } from '../kit/machine/system-packages.ts'
import { createCentre } from '../../simulator/centre.ts'
import type { Centre } from '../../simulator/centre.ts'
import { createMediaHandler } from '../../simulator/sip/media-agent/handler.ts'
import type { MediaHandler } from '../../simulator/sip/media-agent/handler.ts'
import { createListening } from '../../simulator/sip/media-agent/listening.ts'
import type { Listening } from '../../simulator/sip/media-agent/listening.ts'
import { playFilm } from '../../simulator/sip/media-agent/picture.ts'
import { playTone } from '../../simulator/sip/media-agent/tone.ts'
import { loadWrtc } from '../../simulator/sip/media-agent/wrtc.ts'
import { fakeDevices } from '../kit/machine/devices.ts'
import { systemClock } from '../../simulator/support/clock.ts'
import { createCustomer } from '../../simulator/testing/customer.ts'
import { createPhone } from '../../simulator/sip/testing/phone.ts'
import type { Phone } from '../../simulator/sip/testing/phone.ts'
import { consoleLooks, openConsole } from '../kit/page/agent-console.ts'

const executablePath = findChromium()

interface Caller {
  readonly phone: Phone
  readonly listening: Listening
  handler(): MediaHandler | undefined
}

const test = base.extend<{ centre: Centre; caller: Caller }>({
  // Playwright wants a pattern here.
  // eslint-disable-next-line no-empty-pattern
  centre: async ({}, use) => {
    const centre = await createCentre({ seed: 1, mediaAgent: false })
    await use(centre)
    await centre.close()
  },
  caller: async ({ centre }, use) => {
    const wrtc = loadWrtc()
    const tone = playTone(wrtc, systemClock, 660)
    const film = playFilm(wrtc, systemClock, 1, { y: 178, u: 114, v: 76 }, 8)
    const listening = createListening(wrtc, systemClock)
    let handler: MediaHandler | undefined
    const phone = await createPhone({
      url: centre.urls.sip,
      user: 'kiosk-1',
      displayName: String.raw`Hamburg \"Altona\", K1`,
      handler: () => {
        handler = createMediaHandler(wrtc, { audio: tone.track, video: film.track }, (track) =>
          listening.add(track),
        )
        return handler
      },
    })
    await use({ phone, listening, handler: () => handler })
    listening.stop()
    tone.stop()
    film.stop()
    await phone.stop()
  },
})

test.use({
  viewport: { width: 1440, height: 900 },
  launchOptions: {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      fakeDevices({ pictures: 8 }),
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  },
})

/** Contact data in headers, where the policy of the kiosk allows it. */
const site = {
  'X-Callpoint-Store': 'Köln Süd',
  'X-Callpoint-Kiosk': 'K1',
  'X-Callpoint-Name': 'Jonas Brandt',
  'X-Callpoint-Number': '+49 40 123456',
}
/** As the console shows the display name. */
const named = 'Hamburg "Altona", K1'

const fps = (caller: Caller) => () => caller.listening.read().videoFps
/** Width by height of what the customer sees. */
const shape = (caller: Caller) => (): number => {
  const { width, height } = caller.listening.read()
  return width / height
}
const rms = (caller: Caller) => () => caller.listening.read().audioRms
/** How many frames of the customer's picture the page has shown. */
const framesShown = (page: Page) => () =>
  page
    .getByLabel('The customer’s picture')
    .evaluate((video: HTMLVideoElement) => video.getVideoPlaybackQuality().totalVideoFrames)

// Coding pictures takes a core by itself: calls wait for each other.
test.describe.configure({ mode: 'default' })

test('a video call in the console, light and dark @pictures', async ({ page, centre, caller }) => {
  test.slow()
  const look = consoleLooks(page)
  await openConsole(page, centre, 14)
  await expect(page.getByRole('button', { name: /, ready for calls/ })).toBeVisible()
  // One that the customer gives up leaves a trace.
  const missed = await caller.phone.dial('5000', { ...site, 'X-Callpoint-Kiosk': 'K7' })
  await expect(page.getByRole('alertdialog')).toContainText('Köln Süd, K7')
  await missed.session.cancel()
  await expect(page.getByText('Missed calls')).toBeVisible()
  const call = await caller.phone.dial('5000', site)
  const ringing = page.getByRole('alertdialog')
  await expect(ringing).toContainText('Köln Süd, K1')
  await expect(ringing).toContainText('Jonas Brandt, +49 40 123456, Hamburg "Altona", K1')
  await look('ringing')
  await page.getByRole('button', { name: 'Answer the call of Köln Süd, K1' }).click()
  expect(await call.final).toBe(200)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Köln Süd, K1')

  // Sound and picture both ways.
  await expect.poll(fps(caller)).toBeGreaterThan(5)
  await expect.poll(framesShown(page)).toBeGreaterThan(5)
  await expect.poll(rms(caller)).toBeGreaterThan(0.005)

  // Keys are shown.
  const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay' }
  for (const key of '15#') {
    const content = `Signal=${key}\r\nDuration=160\r\n`
    await call.session.info({ requestOptions: { body: { ...body, content } } })
  }
  await expect(page.getByText('15#').first()).toBeVisible()
  await look('call')

  // Mute, camera, screen.
  await page.getByRole('button', { name: 'Mute' }).click()
  await expect.poll(rms(caller)).toBeLessThan(0.0005)
  await page.getByRole('button', { name: 'Unmute' }).click()
  await expect.poll(rms(caller)).toBeGreaterThan(0.005)
  await page.getByRole('button', { name: 'Camera' }).click()
  await expect.poll(fps(caller)).toBe(0)
  await page.getByRole('button', { name: 'Screen share' }).click()
  // A screen is wider than the camera's picture.
  await expect.poll(shape(caller), { timeout: 40_000 }).toBeGreaterThan(1.5)
  await expect(page.getByRole('button', { name: 'Screen share' })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await page.getByRole('button', { name: 'Screen share' }).click()
  await expect.poll(fps(caller)).toBe(0)
  await page.getByRole('button', { name: 'Camera' }).click()
  await expect.poll(fps(caller)).toBeGreaterThan(5)
  await expect.poll(shape(caller)).toBeCloseTo(4 / 3, 1)

  // Hold and back.
  await page.getByRole('button', { name: 'Hold' }).click()
  await caller.phone.until(() => caller.phone.met.includes('re-INVITE sendonly'))
  await expect(page.getByText('The customer is on hold.').first()).toBeVisible()
  await page.getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByRole('button', { name: 'Hold' })).toBeVisible()
  await expect.poll(fps(caller)).toBeGreaterThan(5)

  // A chat beside the call, and back to it; the line may be lost meanwhile.
  centre.sip.cut('agent-14')
  await expect(page.getByText(/The line to the centre is lost/)).toBeVisible()
  await expect(page.getByText(/The line to the centre is lost/)).not.toBeVisible()
  await page.getByRole('button', { name: 'Hang up' }).click()
  await caller.phone.until(() => caller.phone.met.includes('BYE'))
  await expect(page.getByRole('button', { name: 'Hang up' })).not.toBeVisible()
  expect(centre.sip.calls()[0]).toMatchObject({ state: 'ended', endedBy: 'callee' })
})

test('agent declines a call; customer cancels and ends calls', async ({ page, centre, caller }) => {
  await openConsole(page, centre, 14)
  const declined = await caller.phone.dial('5000')
  await page.getByRole('button', { name: `Decline the call of ${named}` }).click()
  expect(await declined.final).toBe(603)
  const cancelled = await caller.phone.dial('5000')
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await cancelled.session.cancel()
  expect(await cancelled.final).toBe(487)
  await expect(page.getByRole('alertdialog')).not.toBeVisible()

  // The one that was cancelled is missed, the one that was declined is not.
  const forget = page.getByRole('button', { name: `Remove the missed call of ${named}` })
  await expect(forget).toHaveCount(1)
  await expect(page).toHaveTitle(/^\(1\) /)
  await forget.click()
  await expect(page.getByText('Missed calls')).not.toBeAttached()
  await expect(page).toHaveTitle(/^[^(]/)
  // Whoever answers sees the caller, also where a chat was open.
  const customer = await createCustomer(centre)
  await customer.start({ customerName: 'Jonas Brandt' })
  await page.getByRole('button', { name: 'Take the chat of Jonas Brandt' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Jonas Brandt')
  const ended = await caller.phone.dial('5000')
  await page.getByRole('button', { name: `Answer the call of ${named}` }).click()
  expect(await ended.final).toBe(200)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(named)
  await expect(page.getByRole('button', { name: 'Hang up' })).toBeVisible()
  await ended.session.bye()
  await expect(page.getByRole('button', { name: 'Hang up' })).not.toBeVisible()
  // Who is not ready is not called.
  await page.getByRole('button', { name: /Clara Nunes, / }).click()
  await page.getByLabel('Ready for calls').click()
  await expect(page.getByRole('button', { name: /not ready for calls/ })).toBeVisible()
  expect(await (await caller.phone.dial('5000')).final).toBe(480)
})

test("automatic agent detects a browser's telephone events", async ({ page, centre }) => {
  const wrtc = loadWrtc()
  const tone = playTone(wrtc, systemClock, 440)
  const listening = createListening(wrtc, systemClock)
  const handler = createMediaHandler(wrtc, { audio: tone.track, video: undefined }, (track) =>
    listening.add(track),
  )
  await page.goto(centre.urls.control)
  const offer = await page.evaluate(async () => {
    const peer = new RTCPeerConnection()
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    for (const track of stream.getTracks()) {
      // The fake microphone beeps; events are sent beside whatever the track has.
      track.enabled = false
      peer.addTrack(track, stream)
    }
    Object.assign(globalThis, { peer })
    await peer.setLocalDescription()
    await new Promise<void>((resolve) => {
      peer.onicegatheringstatechange = () => {
        if (peer.iceGatheringState === 'complete') resolve()
      }
    })
    return peer.localDescription?.sdp ?? ''
  })
  await handler.setDescription(offer)
  const { body } = await handler.getDescription()
  await page.evaluate(async (sdp) => {
    const peer: unknown = Object.getOwnPropertyDescriptor(globalThis, 'peer')?.value
    if (!(peer instanceof RTCPeerConnection)) throw new Error('no peer')
    await peer.setRemoteDescription({ type: 'answer', sdp })
    await new Promise<void>((resolve) => {
      peer.onconnectionstatechange = () => {
        if (peer.connectionState === 'connected') resolve()
      }
    })
  }, body)
  await expect.poll(() => listening.read().audioFrames).toBeGreaterThan(150)
  /** Presses a key once, and resolves when it is silent again. */
  const press = async (key: string): Promise<void> => {
    await page.evaluate(async (tone) => {
      const peer: unknown = Object.getOwnPropertyDescriptor(globalThis, 'peer')?.value
      const dtmf = peer instanceof RTCPeerConnection ? peer.getSenders()[0]?.dtmf : undefined
      if (!dtmf) throw new Error('no telephone events')
      await new Promise<void>((resolve) => {
        dtmf.ontonechange = (event) => {
          if (event.tone === '') resolve()
        }
        dtmf.insertDTMF(tone, 200, 120)
      })
    }, key)
  }
  // On a busy machine the sound of a tone is heard in two pieces, or dropped before it is played: it is pressed
  // until it is heard. How many there are, baresip counts in tests/peers.
  const heard = () => listening.read().audioTones.replaceAll(/(.)\1+/gu, '$1')
  for (const keys of ['1', '15', '159', '159#']) {
    await expect(async () => {
      await press(keys.slice(-1))
      expect(heard()).toBe(keys)
    }).toPass({ timeout: 20_000 })
  }
  handler.close()
  listening.stop()
  tone.stop()
})
