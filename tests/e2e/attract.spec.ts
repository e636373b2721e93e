import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { handOver } from '../kit/machine/unprivileged.ts'
import { expectAccessible } from '../kit/page/axe.ts'
import { layouts } from '../kit/app/callpoint.ts'
import { expect, test } from '../kit/centre/centre.ts'
import { duskPicture } from '../kit/page/dusk.ts'
import { takePicture } from '../kit/page/picture.ts'
import { finger } from '../kit/page/touch.ts'
import { textOf } from '../kit/page/texts.ts'
import { privateFolder } from '../kit/machine/folders.ts'

const slides = [
  {
    headline: { '*': 'Autumn evenings, well lit', ar: 'أمسيات الخريف بإضاءة جميلة' },
    line: { '*': 'Our lighting experts plan your rooms with you, free of charge.' },
    image: 'pictures/dusk.png',
  },
  { headline: { '*': 'Repairs while you wait' }, line: { '*': 'Every day until 18:00.' } },
  { headline: { '*': 'Not from here' }, image: '../outside.png' },
]

test.use({
  policy: {
    mode: 'kiosk',
    brand: { name: 'Nordlicht' },
    languages: ['en', 'de', 'ar', 'fi'],
    attract: { slides, secondsPerSlide: 600 },
  },
  layout: 'portrait',
})

test('idle kiosk shows slides, no cursor on touch, no fade with reduced motion', async ({
  openCustomer,
  launch,
}) => {
  test.setTimeout(90_000)
  const home = privateFolder(launch.user, 'test')
  const folder = join(home, 'pictures')
  mkdirSync(folder)
  const picture = join(folder, 'dusk.png')
  writeFileSync(picture, duskPicture(1600, 1600))
  for (const path of [folder, picture]) handOver(launch.user, path)
  const { page, log: written } = await openCustomer({ home })
  const headline = page.locator('.headline')
  const shown = page.locator('.pictures img')

  await expect(headline).toHaveText('Autumn evenings, well lit')
  await expect(shown).toHaveJSProperty('complete', true)
  await expect(shown).toHaveJSProperty('naturalWidth', 1600)
  expect(written()).toMatch(/"path":"attract\.slides\.2\.image","reason":"must be a path below/u)
  await expectAccessible(page)
  const session = await page.context().newCDPSession(page)
  for (const [name, size] of Object.entries(layouts)) {
    const metrics = { ...size, deviceScaleFactor: 1, mobile: false }
    await session.send('Emulation.setDeviceMetricsOverride', metrics)
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(size.width)
    await takePicture(page, `attract/slide-${name}`)
    const fits = await page.evaluate(() => {
      const root = document.documentElement
      return root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight
    })
    expect(fits, name).toBe(true)
  }
  await session.send('Emulation.clearDeviceMetricsOverride')

  // A finger hides the cursor, a mouse that moves brings it back.
  const cursor = () => page.evaluate(() => getComputedStyle(document.body).cursor)
  await page.mouse.move(300, 300)
  await page.mouse.move(320, 340)
  await expect.poll(cursor).not.toBe('none')
  const hand = await finger(page)
  await hand.tap(page.getByRole('button', { name: textOf('attract.invite') }))
  await expect(page.getByRole('button', { name: textOf('home.finish') })).toBeVisible()
  await expect.poll(cursor).toBe('none')
  await page.mouse.move(500, 500)
  await page.mouse.move(540, 560)
  await expect.poll(cursor).not.toBe('none')

  // Somebody tidies the folder: the next customer sees our own light, and the words.
  rmSync(picture)
  await page.getByRole('button', { name: textOf('home.finish') }).click()
  await expect(headline).toHaveText('Autumn evenings, well lit')
  await expect(shown).toHaveCount(0)
  await takePicture(page, 'attract/slide-without-picture')
  const answers = await page.evaluate(async () => {
    const paths = ['slide-0.png', 'slide-2.png', '..%2fpolicy.json', '%2e%2e/%2e%2e/policy.json']
    return await Promise.all(
      paths.map(
        async (path) => (await fetch(`/attract/${path}`).catch(() => ({ status: 0 }))).status,
      ),
    )
  })
  expect(answers).toEqual([404, 404, 404, 404])

  await test.step('slides change without a fade with reduced motion', async () => {
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await expect(page.locator('.slide')).not.toHaveCSS('animation-name', 'none')
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.clock.install()
    await page.reload()
    await expect(headline).toHaveText('Autumn evenings, well lit')
    await expect(page.locator('.slide')).toHaveCSS('animation-name', 'none')
    for (const next of ['Repairs while you wait', 'Not from here', 'Autumn evenings, well lit']) {
      await page.clock.fastForward(600_000)
      await expect(headline).toHaveText(next)
    }
  })
})
