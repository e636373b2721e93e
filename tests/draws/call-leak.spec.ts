import { chromiumWithDevices, expect, test } from '../kit/page/call-page.ts'
import { takeStock } from '../kit/app/heap-stock.ts'

test.use({ launchOptions: chromiumWithDevices })

/** A short draw; `npm run bench -- call-leak` makes 50 calls. */
test('calls in a row leave nothing behind', async ({ openPage, context }) => {
  test.setTimeout(120_000)
  const { page, toDevices } = await openPage()
  const session = await context.newCDPSession(page)
  const stock = () => takeStock(session)
  const oneCall = async () => {
    await page.getByRole('button', { name: 'Dial Us' }).click()
    await expect(page.getByRole('button', { name: 'Mute' })).toBeVisible()
    await page.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('button', { name: 'Make another call' }).click()
    await expect(page.getByRole('button', { name: 'Dial Us' })).toBeVisible()
    await expect(page.locator('.results[aria-busy=false]')).toBeVisible()
  }
  await toDevices()
  // Only what the recorder holds would stay: it is told to forget.
  const forget = () =>
    page.evaluate(() => {
      window.recorded.tracks.length = window.recorded.connections.length = 0
    })
  await oneCall()
  await forget()
  const before = await stock()
  for (let call = 0; call < 2; call += 1) await oneCall()
  await forget()
  // Chromium itself keeps each answer of getUserMedia for some seconds.
  await expect(async () => {
    const after = await stock()
    for (const [kind, count] of Object.entries(after.kinds)) {
      expect(count, kind).toBeLessThanOrEqual(before.kinds[kind] ?? 0)
    }
    expect(after.listeners).toBeLessThanOrEqual(before.listeners)
  }).toPass({ timeout: 40_000 })
})
