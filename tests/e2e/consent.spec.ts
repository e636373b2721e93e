import { expectAccessible } from '../kit/page/axe.ts'
import type { Layout } from '../kit/app/callpoint.ts'
import { expect, startChat, test } from '../kit/centre/centre.ts'
import { showAs, takePicture } from '../kit/page/picture.ts'
import { readCode } from '../kit/page/qr-code.ts'
import { textOf } from '../kit/page/texts.ts'

const consent = {
  version: '2026-11',
  texts: {
    '*': 'Nordlicht may process what I write, and my number, to answer me, as its privacy notice of November 2026 says.',
    ar: 'يجوز لشركة نوردليشت معالجة ما أكتبه ورقم هاتفي للرد عليّ، كما يرد في إشعار الخصوصية لشهر نوفمبر 2026.',
  },
  link: 'https://shop.example/privacy?version=2026-11',
}
const policy = { languages: ['en', 'de', 'fi', 'ar'], consent, chat: { askConsent: true } }

test.describe("consent with the policy's texts", () => {
  test.use({ policy, layout: 'terminal' })

  test('customer agrees before a chat: text, QR code, version and time for the agent', async ({
    openGuest,
    hand,
  }) => {
    const guest = await openGuest({ policy })
    const { page } = guest
    await page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }).click()
    await expect(page.getByLabel(/privacy notice of November 2026/u)).toBeVisible()
    for (const layout of ['portrait', 'landscape', 'terminal', 'compact'] satisfies Layout[]) {
      await showAs(page, layout)
      await takePicture(page, `consent/chat-${layout}`)
    }
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Read more: shop.example' }).click()
    await takePicture(page, 'consent/link-compact')
    expect(await readCode(guest, /Code with the address/u)).toBe(consent.link)
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    await page
      .getByRole('button', { name: 'Back to the start' })
      .or(page.getByRole('button', { name: 'Stop' }))
      .first()
      .click()
    await showAs(page, 'terminal')
    const before = Date.now()
    await startChat(page)
    const { request } = await hand.session()
    expect(request.contactData).toContainEqual({ key: 'Consent Version', value: '2026-11' })
    const time = request.contactData?.find(({ key }) => key === 'Consent Time')?.value ?? ''
    expect(Math.abs(Date.parse(time) - before)).toBeLessThan(60_000)
  })

  test('customer agrees in Arabic, and before a callback', async ({ openGuest }) => {
    const { page } = await openGuest({ policy })
    await page.evaluate(`callpoint.visit.language({ language: 'ar' })`)
    await page.getByRole('button', { name: 'دردشة' }).first().click()
    await expect(page.getByLabel(/نوردليشت/u)).toBeVisible()
    await takePicture(page, 'consent/chat-arabic-terminal')
    await page.evaluate(`callpoint.visit.end()`)
    await page.getByRole('button', { name: textOf('channel.callback.name'), exact: true }).click()
    await expect(page.getByLabel(/privacy notice of November 2026/u)).toBeVisible()
    await takePicture(page, 'consent/callback-terminal')
    await page.evaluate(`callpoint.visit.language({ language: 'ar' })`)
    await expect(page.getByLabel(/نوردليشت/u)).toBeVisible()
    for (const layout of ['portrait', 'landscape', 'terminal', 'compact'] satisfies Layout[]) {
      await showAs(page, layout)
      await takePicture(page, `consent/callback-arabic-${layout}`)
    }
    await expectAccessible(page)
  })
})

test.describe('the sensitive-data guard before a callback', () => {
  test.use({ policy, layout: 'terminal' })

  test('customer masks a card number in the comment', async ({ openGuest, hand }) => {
    const { page } = await openGuest({ policy })
    await page.getByRole('button', { name: textOf('channel.callback.name'), exact: true }).click()
    await page.getByLabel('Topic').getByRole('radio').first().check({ force: true })
    await page.getByRole('radio', { name: textOf('callback.when.tomorrow') }).check({ force: true })
    await page.getByRole('radio', { name: '10:00–12:00' }).check({ force: true })
    await page.getByLabel(textOf('callback.number.label')).fill('0170 5550142')
    await page.getByLabel(textOf('callback.who.name')).fill('Jonas')
    const comment = page.getByLabel(/Anything we should know/u)
    await comment.fill('I paid with 4111 1111 1111 1111')
    await page.getByRole('checkbox').check({ force: true })
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(textOf('chat.guard.cardTitle'))
    expect(hand.centre.callbacks.list()).toEqual([])
    for (const layout of ['portrait', 'landscape', 'terminal', 'compact'] satisfies Layout[]) {
      await showAs(page, layout)
      await takePicture(page, `consent/guard-callback-${layout}`)
    }
    await expectAccessible(page)
    await page.evaluate(`callpoint.visit.language({ language: 'ar' })`)
    await expect(dialog).toContainText('يبدو هذا رقم بطاقة')
    await takePicture(page, 'consent/guard-callback-arabic-compact')
    await page.evaluate(`callpoint.visit.language({ language: 'en' })`)
    await dialog.getByRole('button', { name: textOf('chat.guard.edit') }).click()
    await expect(comment).toHaveValue('I paid with 4111 1111 1111 1111')
    await page.getByRole('button', { name: textOf('callback.send') }).click()
    await dialog.getByRole('button', { name: textOf('chat.guard.mask') }).click()
    await expect(page.getByRole('heading', { name: /Thank you, Jonas/u })).toBeVisible()
    const [sent] = hand.centre.callbacks.list()
    expect(sent?.comment).toContain('I paid with')
    expect(sent?.comment).not.toContain('1111 1111')
    await expect(page.locator('body')).not.toContainText('4111 1111')
  })
})

test.describe('on a kiosk', () => {
  test.use({ policy: { ...policy, mode: 'kiosk' }, layout: 'portrait' })

  test("customer reads the operator's policy under the message and scans its QR code", async ({
    openGuest,
  }) => {
    const guest = await openGuest({ policy: { ...policy, mode: 'kiosk' } })
    const { page } = guest
    await page.getByRole('button', { name: textOf('attract.invite') }).click()
    await page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }).click()
    await page.getByLabel(textOf('chat.before.name')).fill('Jonas')
    await page.getByRole('radio').first().click({ force: true })
    await page.getByRole('textbox').fill('My light is blinking')
    await expect(page.getByLabel(/privacy notice of November 2026/u)).toBeVisible()
    await takePicture(page, 'consent/kiosk-portrait')
    await page.getByRole('button', { name: 'Read more: shop.example' }).click()
    await takePicture(page, 'consent/kiosk-link-portrait')
    expect(await readCode(guest, /Code with the address/u)).toBe(consent.link)
  })
})
