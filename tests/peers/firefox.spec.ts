import { expect, test as base } from '@playwright/test'
import type { Browser, Page } from 'puppeteer-core'
import type { Centre } from '../../simulator/centre.ts'
import type { CallView } from '../../simulator/sip/call.ts'
import { startVirtualDisplay } from '../kit/machine/display.ts'
import { createWarmCentre, recordMedia, serveComponent } from '../kit/page/call-page.ts'
import { button, launchFirefox, perceived, press, words } from './lib/firefox.ts'
import { startLoudspeakers, type Loudspeakers } from './lib/loudspeakers.ts'

interface Stage {
  readonly browser: Browser
  readonly centre: Centre
  readonly site: string
  readonly loudspeakers: Loudspeakers
}

interface Fixtures {
  /** The demo page in a tab of Firefox, with these attributes on the element. */
  readonly openPage: (
    attributes?: Readonly<Record<string, string>>,
    /** Runs before the first script of the page. */
    before?: () => void,
  ) => Promise<Page>
  /** The newest call as the agent's side knows it. */
  readonly call: () => CallView
}

/** Width to height, in hundredths: Firefox sends fewer pixels where it finds the line narrow. */
const CAMERA = 178
const SECOND_CAMERA = 133
const SCREEN = 125

function shapeOf({ media }: CallView): number {
  const { width = 0, height = 1 } = media?.received ?? {}
  return Math.round((100 * width) / height)
}

const test = base.extend<Fixtures, { readonly stage: Stage }>({
  stage: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from it
    async ({}, use) => {
      const site = await serveComponent()
      const centre = await createWarmCentre()
      const loudspeakers = await startLoudspeakers(['Headphones', 'System'])
      const display = await startVirtualDisplay(undefined, { width: 1250, height: 1000 })
      const browser = await launchFirefox({ ...loudspeakers.env, ...display.environment })
      await use({ browser, centre, site: site.origin, loudspeakers })
      await browser.close()
      display.close()
      await loudspeakers.close()
      await centre.close()
      await site.close()
    },
    { scope: 'worker' },
  ],
  openPage: async ({ stage: { browser, centre, site } }, use) => {
    const pages: Page[] = []
    await use(async (attributes = {}, before) => {
      const page = await browser.newPage()
      pages.push(page)
      await page.evaluateOnNewDocument(recordMedia)
      if (before !== undefined) await page.evaluateOnNewDocument(before)
      const query = new URLSearchParams({
        server: centre.urls.sip,
        customerNumber: '+49405550142',
        destinationKey: 'there',
        destinations: JSON.stringify([{ key: 'there', label: 'Advice', number: '5100' }]),
        ...attributes,
      })
      await page.goto(`${site}/demo.html?${query.toString()}`)
      return page
    })
    for (const page of pages) if (!page.isClosed()) await page.close()
  },
  call: async ({ stage }, use) => {
    await use(() => {
      const [newest] = stage.centre.sip.calls()
      if (newest === undefined) throw new Error('there was no call')
      return newest
    })
  },
})

async function talk(page: Page): Promise<void> {
  await press(page, 'Call Us')
  await press(page, 'Continue')
  await press(page, 'Dial Us')
  await reaches(page, 'talking')
}

/** Waits until the element has come to this step. */
async function reaches(page: Page, step: string): Promise<void> {
  const state = () =>
    page.evaluate(() => {
      const element = document.querySelector('oscc-click-to-dial')
      return element === null ? undefined : String(Reflect.get(element, 'state'))
    })
  await expect.poll(state, { timeout: 20_000 }).toBe(step)
}

/** Sound is heard and pictures are drawn, at both ends. */
async function expectBothWays(page: Page, call: () => CallView): Promise<void> {
  const here = await perceived(page)
  const there = call().media?.received.videoFrames ?? 0
  await expect.poll(async () => (await perceived(page)).energy).toBeGreaterThan(here.energy + 0.001)
  await expect.poll(async () => (await perceived(page)).frames).toBeGreaterThan(here.frames + 5)
  await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
  await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(there + 5)
}

test('Firefox: whole call with keys, mute, camera and screen', async ({ openPage, call }) => {
  const page = await openPage()
  await talk(page)
  await expectBothWays(page, call)
  await press(page, 'Keypad')
  await page.evaluate(() => {
    const senders = window.recorded.connections.flatMap((each) => each.getSenders())
    for (const { dtmf } of senders)
      dtmf?.addEventListener('tonechange', ({ tone }) => {
        document.title += tone
      })
    document.title = ''
  })
  for (const key of ['1', '5', '9', '#'] as const) await page.keyboard.press(key)
  await expect.poll(() => page.title()).toBe('159#')
  // They are heard as sound: on a busy machine one of them may have a gap.
  const tones = () => call().media?.received.audioTones.replaceAll(/(.)\1+/gu, '$1')
  await expect.poll(tones).toBe('159#')
  await press(page, 'Mute')
  await expect.poll(() => call().media?.received.audioRms ?? 1).toBeLessThan(0.001)
  await press(page, 'Unmute')
  await expect.poll(() => call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
  await press(page, 'Screen share')
  await expect.poll(() => shapeOf(call())).toBe(SCREEN)
  await press(page, 'Disconnect')
  await button(page, 'Make another call')
  await expect.poll(() => call().endedBy).toBe('caller')
  expect(await words(page)).toContain('Disconnected')
})

/**
 * No list of loudspeakers but of those that were picked: Firefox 153 lists all of them once the microphone is open, older
 * ones only those that belong to it.
 */
function hideLoudspeakers(): void {
  const media = navigator.mediaDevices
  const list = media.enumerateDevices.bind(media)
  const select = Reflect.get(media, 'selectAudioOutput') as (
    options: unknown,
  ) => Promise<MediaDeviceInfo>
  const picked = new Set<string>()
  Object.assign(media, {
    async enumerateDevices() {
      return (await list()).filter(
        ({ kind, deviceId }) => kind !== 'audiooutput' || picked.has(deviceId),
      )
    },
    async selectAudioOutput(options: unknown) {
      const device = await select.call(media, options)
      picked.add(device.deviceId)
      return device
    },
  })
}

test('Firefox: its own picker chooses the loudspeaker, for this page and the next', async ({
  openPage,
  stage: { loudspeakers },
}) => {
  const { heardOn, makeDefault } = loudspeakers
  const page = await openPage({}, hideLoudspeakers)
  await talk(page)
  await expect.poll(() => heardOn('System')).toBeGreaterThan(0.01)
  expect(await heardOn('Headphones')).toBe(0)
  await press(page, 'More')
  // Where nobody can be asked, Firefox takes the system's own at that moment.
  await makeDefault('Headphones')
  await press(page, 'Chosen by the system')
  await button(page, 'Headphones')
  await makeDefault('System')
  await expect.poll(() => heardOn('System')).toBe(0)
  await expect.poll(() => heardOn('Headphones')).toBeGreaterThan(0.01)
  await press(page, 'Disconnect')
  await button(page, 'Make another call')
  await makeDefault('Headphones')
  await page.reload()
  await press(page, 'Call Us')
  await press(page, 'Continue')
  await button(page, 'Headphones')
  await makeDefault('System')
  await press(page, 'Dial Us')
  await reaches(page, 'talking')
  await expect.poll(() => heardOn('Headphones')).toBeGreaterThan(0.01)
  expect(await heardOn('System')).toBe(0)
})

/** Firefox has one fake camera: a drawing is the other one. */
function plugInCamera(): void {
  const media = navigator.mediaDevices
  const list = media.enumerateDevices.bind(media)
  const open = media.getUserMedia.bind(media)
  const second = { kind: 'videoinput', deviceId: 'second', groupId: '', label: 'Second camera' }
  Object.assign(media, {
    enumerateDevices: async () => [...(await list()), second],
    getUserMedia: async (wanted: MediaStreamConstraints) => {
      if (!JSON.stringify(wanted.video ?? {}).includes(second.deviceId)) return await open(wanted)
      const canvas = document.createElement('canvas')
      canvas.width = 320
      canvas.height = 240
      const pen = canvas.getContext('2d')
      let hue = 0
      setInterval(() => {
        if (pen === null) return
        pen.fillStyle = `hsl(${String((hue += 20) % 360)}, 90%, 50%)`
        pen.fillRect(0, 0, canvas.width, canvas.height)
      }, 100)
      return canvas.captureStream(10)
    },
  })
}

test('Firefox: camera off, on, changed and given way to the screen; keys go by SIP INFO', async ({
  openPage,
  call,
}) => {
  const page = await openPage({ dtmf: 'info' }, plugInCamera)
  const shape = () => shapeOf(call())
  const seen = async () => {
    const before = call().media?.received.videoFrames ?? 0
    await expect.poll(() => call().media?.received.videoFrames ?? 0).toBeGreaterThan(before + 5)
  }
  await talk(page)
  await expectBothWays(page, call)
  await press(page, 'Keypad')
  for (const key of ['1', '5', '9', '#'] as const) await page.keyboard.press(key)
  await expect.poll(() => call().media?.received.infoTones).toBe('159#')
  expect(call().media?.received.audioTones).toBe('')
  await press(page, 'Camera')
  await expect.poll(() => call().media?.received.videoFps).toBe(0)
  await press(page, 'Camera')
  await seen()
  await expect.poll(shape).toBe(CAMERA)
  await press(page, 'More')
  await press(page, 'Default Video Device')
  await press(page, 'Second camera')
  await expect.poll(shape).toBe(SECOND_CAMERA)
  await seen()
  await press(page, 'Screen share')
  await expect.poll(shape).toBe(SCREEN)
  await seen()
  await press(page, 'Screen share')
  await expect.poll(shape).toBe(SECOND_CAMERA)
  await expectBothWays(page, call)
  await press(page, 'Disconnect')
  await expect.poll(() => call().endedBy).toBe('caller')
})
