import type { Page } from '@playwright/test'
import { finger, type Finger } from '../support/touch.ts'
import { expect, log, test } from '../support/centre.ts'
import { takePicture } from '../support/picture.ts'

const kiosk = { mode: 'kiosk', languages: ['en', 'de', 'fi', 'ar'] }

const keyboardOf = (page: Page) => page.locator('.keyboard')

async function toFirstQuestion(page: Page, hand: Finger): Promise<void> {
  await hand.tap(page.getByRole('button', { name: 'Touch to talk to us' }))
  await hand.tap(page.getByRole('button', { name: 'Chat', exact: true }))
  await expect(page.getByLabel('Your name')).toBeFocused()
}

test.describe('a kiosk in portrait, by touch alone', () => {
  test.use({ policy: kiosk, layout: 'portrait' })

  test('Attract, Home, the form, and a chat, every word on the on-screen keyboard', async ({
    customer,
    hand: contact,
  }) => {
    const { page } = customer
    const hand = await finger(page)
    await toFirstQuestion(page, hand)
    const name = page.getByLabel('Your name')
    await expect(keyboardOf(page)).toBeVisible()
    await takePicture(page, 'kiosk/keyboard-name-portrait')
    await hand.type('Jonas Weber')
    await expect(name).toHaveValue('Jonas Weber')
    await hand.tap(keyboardOf(page).locator('.enter'))
    await hand.tap(page.locator('label').filter({ has: page.getByRole('radio') }).first())
    await hand.tap(page.getByRole('button', { name: 'Continue' }))
    const question = page.getByLabel('How can we help you?')
    await expect(question).toBeFocused()
    await hand.type('The left light blinks. Why?')
    await expect(question).toHaveValue('The left light blinks. Why?')
    await takePicture(page, 'kiosk/keyboard-message-portrait')
    await hand.tap(page.getByRole('button', { name: 'Continue' }))
    await hand.tap(page.locator('label').filter({ has: page.getByRole('checkbox') }).first())
    await hand.tap(page.getByRole('button', { name: 'Start chat' }))
    const session = await contact.session()
    expect(session.request).toMatchObject({
      customerName: 'Jonas Weber',
      caption: 'The left light blinks. Why?',
    })
    const { centre, agent } = contact
    centre.desk.accept(session, agent)
    centre.desk.message(session, agent, 'Hello Jonas')
    await expect(log(page)).toContainText('Hello Jonas')
    // The conversation is read first: the keyboard comes when the field is touched.
    await expect(keyboardOf(page)).toHaveCount(0)
    const message = page.getByLabel('Message', { exact: true })
    await hand.tap(message)
    await hand.type('since 8 am')
    await takePicture(page, 'kiosk/keyboard-chat-portrait')
    await hand.tap(keyboardOf(page).locator('.enter'))
    await centre.until(() => session.contents.some(({ text }) => text === 'Since 8 am'))
    await expect(message).toHaveValue('')
    await expect(message).toBeFocused()
    await expect(keyboardOf(page)).toBeVisible()
  })
})
