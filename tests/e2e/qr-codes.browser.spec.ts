import { expect, test, type Locator, type Page } from '@playwright/test'
import { fakeLayouts, startBuiltServer } from '../kit/page/fake-server.ts'
import { qrReaders, type Picture } from '../kit/page/qr-readers.ts'

/** Every kind of code: a callback's times, a page to take along after a chat and within it, and a link. */
const states: readonly (readonly [name: string, opener?: string])[] = [
  ['callback-done'],
  ['chat-redirected'],
  ['chat-page'],
  // The same dialog has what one agrees to.
  ['chat-rich', '.link[role=button]'],
]

/** Zoom of the screen, of the system and of the customer's text: where a division leaves a rest. */
const looks = [
  { layout: 'portrait', ratio: 1, zoom: 1 },
  { layout: 'landscape', ratio: 1.25, zoom: 1.4 },
  { layout: 'terminal', ratio: 1, zoom: 1.2 },
  { layout: 'terminal', ratio: 1.1, zoom: 1 },
  { layout: 'compact', ratio: 1.5, zoom: 1 },
  { layout: 'compact', ratio: 2, zoom: 1.4 },
] as const

/** The picture of an element in the pixels of the screen, and as a camera sees it that is too far away and out of focus. */
async function look(
  lens: Page,
  code: Locator,
): Promise<{ readonly sharp: Picture; readonly blurred: Picture }> {
  const png = (await code.screenshot({ scale: 'device' })).toString('base64')
  const [sharp, blurred] = await lens.evaluate(async (data) => {
    const image = new Image()
    image.src = `data:image/png;base64,${data}`
    await image.decode()
    return [
      { scale: 1, filter: 'none' },
      { scale: 0.6, filter: 'blur(0.7px)' },
    ].map(({ scale, filter }) => {
      const canvas = document.createElement('canvas')
      // A margin, as around every code that a camera sees.
      canvas.width = Math.round(image.width * scale) + 40
      canvas.height = Math.round(image.height * scale) + 40
      const context = canvas.getContext('2d')
      if (context === null) throw new Error('there is no canvas')
      context.fillStyle = '#fff'
      context.fillRect(0, 0, canvas.width, canvas.height)
      context.filter = filter
      context.imageSmoothingQuality = 'high'
      context.drawImage(image, 20, 20, canvas.width - 40, canvas.height - 40)
      const { data: pixels } = context.getImageData(0, 0, canvas.width, canvas.height)
      const bytes = Array.from(pixels, (byte) => String.fromCharCode(byte)).join('')
      return { bytes: btoa(bytes), width: canvas.width, height: canvas.height }
    })
  }, png)
  const pictureOf = (seen: typeof sharp): Picture => {
    if (seen === undefined) throw new Error('there is no picture')
    const { bytes, width, height } = seen
    return { pixels: new Uint8ClampedArray(Buffer.from(bytes, 'base64')), width, height }
  }
  return { sharp: pictureOf(sharp), blurred: pictureOf(blurred) }
}

/** The lengths of the runs of dark and of light pixels in all rows, between the first dark pixel and the last. */
function runsOf({ pixels, width, height }: Picture): ReadonlySet<number> {
  const lengths = new Set<number>()
  for (let y = 0; y < height; y += 1) {
    const row = Array.from({ length: width }, (_, x) => (pixels[(y * width + x) * 4] ?? 0) < 128)
    const dark = row.slice(row.indexOf(true), row.lastIndexOf(true) + 1)
    let length = 0
    for (const [x, isDark] of dark.entries()) {
      length += 1
      if (dark[x + 1] === isDark) continue
      lengths.add(length)
      length = 0
    }
  }
  return lengths
}

test.describe('QR codes on the screens', () => {
  let server: Awaited<ReturnType<typeof startBuiltServer>>
  test.beforeAll(async () => {
    server = await startBuiltServer()
  })
  test.afterAll(async () => {
    await server.close()
  })

  for (const { layout, ratio, zoom } of looks) {
    test(`phone reads every code, ${layout}, ${ratio} pixels to a pixel, text ${zoom}`, async ({
      browser,
    }) => {
      test.setTimeout(240_000)
      const context = await browser.newContext({
        viewport: fakeLayouts[layout],
        deviceScaleFactor: ratio,
      })
      const lens = await context.newPage()
      try {
        for (const [name, opener] of states) {
          // Elsewhere the page is opened from its card, without a code beside the chat.
          if (name === 'chat-page' && (layout === 'portrait' || layout === 'compact')) continue
          const page = await context.newPage()
          await page.goto(`${server.origin}/?fake=${name}&zoom=${zoom}`)
          // A link may be broken over lines, and its middle is then no part of it.
          if (opener !== undefined) await page.locator(opener).first().press('Enter')
          const found = page.locator('.qr svg')
          await expect(found.first()).toBeVisible({ timeout: 60_000 })
          for (const code of await found.all()) {
            await expect(code).toHaveAttribute('style', /inline-size/u)
            await code.evaluate((element) => element.scrollIntoView({ block: 'center' }))
            const { sharp, blurred } = await look(lens, code)
            const runs = runsOf(sharp)
            const module = Math.min(...runs)
            expect(
              [...runs].filter((run) => run % module !== 0),
              `${name}: ${module}`,
            ).toEqual([])
            expect(module / ratio, `${name}: pixels a module`).toBeGreaterThanOrEqual(3)
            const text = await qrReaders['ZXing-C++']?.(sharp)
            expect(text, name).toMatch(/^(?:https:|BEGIN:VCALENDAR)/u)
            for (const [reader, read] of Object.entries(qrReaders)) {
              expect(await read(sharp), `${name}, ${reader}`).toBe(text)
              // A reader of flawless codes alone.
              if (reader === 'ZXing') continue
              expect(await read(blurred), `${name}, ${reader}, blurred`).toBe(text)
            }
          }
          await page.close()
        }
      } finally {
        await context.close()
      }
    })
  }
})
