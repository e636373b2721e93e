import { bundle } from '../../bench/bundle.ts'
import { expect, test } from '../kit/centre/centre.ts'
import { textOf } from '../kit/page/texts.ts'

test('customer changes the language of every text, including those of the policy', async ({
  guest,
}) => {
  const { page } = guest
  await page.getByRole('button', { name: 'Deutsch' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByRole('button', { name: 'Rückruf' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Was dürfen wir für Sie tun?')
})

test('keyboard user reaches Chat by Tab and opens it by Enter', async ({ guest }) => {
  const { page } = guest
  const chat = page.getByRole('button', { name: textOf('channel.chat.name'), exact: true })
  await expect(chat).toBeVisible()
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('Tab')
    if (await chat.evaluate((node) => node === document.activeElement)) break
  }
  await expect(chat).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel(textOf('chat.before.name'))).toBeVisible()
})

// Told by `npm run bench -- bundle`; here so that it does not slip unseen.
test('first view loads no more code than its budget', async () => {
  const [figure] = await bundle.run()
  expect(figure?.value).toBeLessThanOrEqual(figure?.floor ?? 0)
})
