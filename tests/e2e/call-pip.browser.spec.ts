import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../../scripts/lib/paths.ts'
import { chromiumWithDevices, expect, OWN_PAGE, test } from '../kit/page/call-page.ts'

test.use({ launchOptions: chromiumWithDevices })

/** The recipe of the component's README, as it is written there. */
const recipe =
  /```js\n(async function showInPicture.*?)```/su.exec(
    readFileSync(join(repositoryRoot, 'component/README.md'), 'utf8'),
  )?.[1] ?? ''

interface Sight {
  readonly isInPicture: boolean
  readonly sheets: number | undefined
  readonly header: string
  readonly controls: string
  readonly width: number
  readonly frames: number
  readonly heardUntil: number
}

test(
  'call goes on in a picture in picture, looks the same there, and comes back when it is closed',
  { tag: OWN_PAGE },
  async ({ openPage }) => {
    const view = await openPage({ attributes: { '--oscc-ctd-header-background-color': '#123456' } })
    const { page } = view
    await view.talk()
    const look = (): Promise<Sight> =>
      page.evaluate(() => {
        const api: unknown = Reflect.get(window, 'documentPictureInPicture')
        const picture = Reflect.get(Object(api), 'window') as Window | null
        const inside = picture?.document.querySelector('oscc-click-to-dial') ?? undefined
        const isInPicture = inside !== undefined
        const home = inside?.ownerDocument ?? document
        const root = home.querySelector('oscc-click-to-dial')?.shadowRoot
        const part = (name: string) => root?.querySelector(`[part=${name}]`)
        const [header, controls] = [part('header'), part('controls')]
        const video = root?.querySelector<HTMLVideoElement>('video[part=video]')
        const audio = root?.querySelector('audio')
        if (!header || !controls || !video || !audio) throw new Error('the call has no screen')
        return {
          isInPicture,
          sheets: root?.adoptedStyleSheets.length,
          header: getComputedStyle(header).backgroundColor,
          controls: getComputedStyle(controls).display,
          width: video.getBoundingClientRect().width,
          frames: video.getVideoPlaybackQuality().totalVideoFrames,
          heardUntil: audio.paused ? -1 : audio.currentTime,
        }
      })
    const goesOn = async (isInPicture: boolean): Promise<void> => {
      const before = await look()
      expect(before).toMatchObject({ ...looks, isInPicture })
      expect(before.width).toBeGreaterThan(100)
      await expect.poll(async () => (await look()).frames).toBeGreaterThan(before.frames + 5)
      await expect.poll(async () => (await look()).heardUntil).toBeGreaterThan(before.heardUntil)
      const there = view.call().media?.received.videoFrames ?? 0
      await expect
        .poll(() => view.call().media?.received.videoFrames ?? 0)
        .toBeGreaterThan(there + 5)
      await expect.poll(() => view.call().media?.received.audioRms ?? 0).toBeGreaterThan(0.01)
    }
    const { sheets, header, controls } = await look()
    const looks = { sheets, header, controls }
    expect(header).toBe('rgb(18, 52, 86)')
    await page.evaluate(`window.showInPicture = ${recipe}`)
    await page.evaluate(() => {
      const button = document.createElement('button')
      button.textContent = 'In a window'
      button.style.cssText = 'position: fixed; inset-block-start: 0; z-index: 9'
      button.addEventListener('click', () => {
        const show: unknown = Reflect.get(window, 'showInPicture')
        if (typeof show === 'function')
          Reflect.apply(show, window, [document.querySelector('oscc-click-to-dial')])
      })
      document.body.append(button)
    })
    const inPicture = async () => (await look()).isInPicture
    await test.step('into the picture', async () => {
      await page.getByRole('button', { name: 'In a window' }).click()
      await expect.poll(inPicture).toBe(true)
      await goesOn(true)
    })
    await test.step('back, and into it again', async () => {
      await page.evaluate(() => {
        const api: unknown = Reflect.get(window, 'documentPictureInPicture')
        ;(Reflect.get(Object(api), 'window') as Window).close()
      })
      await expect.poll(inPicture).toBe(false)
      await goesOn(false)
      await page.getByRole('button', { name: 'In a window' }).click()
      await expect.poll(inPicture).toBe(true)
      await goesOn(true)
    })
    await test.step('the call is ended there', async () => {
      expect(view.call().endedBy).toBeNull()
      await page.evaluate(() => {
        const api: unknown = Reflect.get(window, 'documentPictureInPicture')
        const picture = Reflect.get(Object(api), 'window') as Window
        const root = picture.document.querySelector('oscc-click-to-dial')?.shadowRoot
        root
          ?.querySelector<HTMLElement>(
            '[part=controls] > :last-child button, [part=controls] > button:last-child',
          )
          ?.click()
      })
      await expect.poll(() => view.call().endedBy).toBe('caller')
      await view.expectAllOff()
    })
  },
)
