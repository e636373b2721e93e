import { bundle } from '../../bench/bundle.ts'
import { expectAccessible } from '../kit/page/axe.ts'
import { expect, test } from '../kit/centre/centre.ts'
import type { Layout } from '../kit/app/callpoint.ts'
import { expectWhole } from '../kit/page/geometry.ts'
import { takeTurns } from '../kit/page/looks.ts'
import { showAs, takePicture } from '../kit/page/picture.ts'
import { textOf } from '../kit/page/texts.ts'

const hours = {
  monday: ['00:00-24:00'],
  tuesday: ['00:00-24:00'],
  wednesday: ['00:00-24:00'],
  thursday: ['00:00-24:00'],
  friday: ['00:00-24:00'],
  saturday: ['00:00-24:00'],
  sunday: ['00:00-24:00'],
}
const brand = { brand: { name: 'Nordlicht' }, contact: { phoneNumber: '040 5550 0142' }, hours }
const places: readonly { mode: 'kiosk' | 'desktop'; layouts: readonly [Layout, Layout] }[] = [
  { mode: 'kiosk', layouts: ['portrait', 'landscape'] },
  { mode: 'desktop', layouts: ['terminal', 'compact'] },
]

for (const { mode, layouts } of places) {
  test.describe(`Home, ${layouts.join(' and ')}`, () => {
    const languages = ['en', 'de', 'ar', 'fi']
    test.use({ layout: layouts[0], policy: { ...brand, mode, languages } })

    test('has no violation and no horizontal scrolling in every theme and language @pictures', async ({
      customer,
    }) => {
      test.setTimeout(120_000)
      const { page } = customer
      const turns = takeTurns<Layout>()
      const look = async (name: string): Promise<void> => {
        for (const layout of turns.of(layouts)) {
          await showAs(page, layout)
          // The picture first: it waits for the colours to have changed.
          await takePicture(page, name.replace('*', layout))
          await expectAccessible(page)
          await expectWhole(page)
        }
      }
      if (mode === 'kiosk') {
        await look('attract-*')
        await page.getByRole('button').first().click()
      }
      const chat = page.getByRole('button', { name: textOf('channel.chat.name'), exact: true })
      await expect(chat).toBeVisible()
      const call = (group: string, name: string, input: unknown) =>
        page.evaluate(
          async ([groupName, member, value]) => {
            const bridge: unknown = Reflect.get(window, 'callpoint')
            const made = Reflect.get(Object(bridge), groupName) as object
            await Reflect.apply(Reflect.get(made, member) as () => unknown, made, [value])
          },
          [group, name, input] as const,
        )
      for (const theme of ['light', 'dark', 'contrast'] as const) {
        await call('visit', 'comfort', { theme, textZoom: 1, reach: false })
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
        await look(`home-*-${theme}`)
      }
      await call('visit', 'comfort', { theme: 'light', textZoom: 1.4, reach: true })
      for (const layout of layouts) {
        await showAs(page, layout)
        for (const language of ['en', 'de', 'ar', 'fi']) {
          await call('visit', 'language', { language })
          await expect(page.locator('html')).toHaveAttribute('lang', language)
          await takePicture(page, `home-${layout}-zoomed-${language}`)
          await expectWhole(page)
        }
      }
      await call('visit', 'comfort', { theme: 'light', textZoom: 1, reach: false })
      for (const language of ['de', 'ar', 'fi']) {
        await call('visit', 'language', { language })
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await look(`home-*-${language}`)
      }
    })
  })
}

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
