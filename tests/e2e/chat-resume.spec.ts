import { expect, log, test } from '../kit/centre/centre.ts'
import { field, startKioskChat, talking } from '../kit/page/chat.ts'
import { goAhead } from '../kit/clock/main-clock.ts'
import { textOf } from '../kit/page/texts.ts'

test.describe('after a power cut', () => {
  test('app without a vault resumes nothing and shows no remains', async ({
    openCustomer,
    hand,
  }) => {
    const first = await openCustomer({ policy: { secrets: { store: 'memory' } } })
    await talking(first.page, hand)
    await first.kill()
    const second = await openCustomer({
      policy: { secrets: { store: 'memory' } },
      home: first.home,
    })
    await expect(
      second.page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
    await expect(second.page.locator('body')).not.toContainText('Hello Jonas')
  })
})

test.describe('on a kiosk', () => {
  test.use({ layout: 'portrait', policy: { mode: 'kiosk' } })

  test('kiosk shows nothing of the chat after a power cut and ends its session', async ({
    openCustomer,
    hand,
  }) => {
    test.skip(process.platform !== 'linux', 'only Linux names its boots')
    const { centre, agent } = hand
    const policy = { secrets: { store: 'key-file' }, mode: 'kiosk' }
    const first = await openCustomer({ policy })
    await startKioskChat(first.page)
    const chat = await hand.session()
    centre.desk.accept(chat, agent)
    centre.desk.message(chat, agent, 'Hello Jonas')
    await expect(log(first.page)).toContainText('Hello Jonas')
    await field(first.page).fill('half a sentence')
    await first.kill()

    // The centre is out of reach for a while: the network comes later than the kiosk.
    centre.faults.add({ kind: 'status', route: 'sessions.delete', status: 500, count: 1 })
    const second = await openCustomer({ policy, home: first.home, boot: 'another boot' })
    await expect(second.page.locator('.attract')).toBeVisible()
    await centre.until(() => chat.state === 'ended')
    for (const word of ['Hello Jonas', 'half a sentence', 'My light is blinking']) {
      await expect(second.page.locator('body')).not.toContainText(word)
    }
    await second.page.getByRole('button').first().click()
    await second.page
      .getByRole('button', { name: textOf('channel.chat.name'), exact: true })
      .click()
    await expect(second.page.getByLabel(textOf('chat.before.name'))).toHaveValue('')
    expect(centre.sessions.connected()).toBe(0)
    expect(second.log()).not.toContain('Jonas')
  })

  test('kiosk resumes the chat after a crash and ends it when nobody is there', async ({
    openCustomer,
    hand,
  }) => {
    const { centre, agent } = hand
    const policy = {
      secrets: { store: 'key-file' },
      mode: 'kiosk',
      visit: { idleSeconds: 15, waitingIdleSeconds: 30, warningSeconds: 10 },
    }
    const first = await openCustomer({ policy })
    await startKioskChat(first.page)
    const chat = await hand.session()
    centre.desk.accept(chat, agent)
    centre.desk.message(chat, agent, 'Hello Jonas')
    await expect(log(first.page)).toContainText('Hello Jonas')
    await first.kill()
    expect(chat.state).toBe('active')

    const second = await openCustomer({ policy, home: first.home, heldClock: true })
    await expect(log(second.page)).toContainText('Hello Jonas', { timeout: 30_000 })
    // Whoever is in a chat has the patience of those who wait.
    await goAhead(second, 30_000)
    await expect(second.page.getByRole('alertdialog')).toBeVisible()
    await goAhead(second, 10_000)
    await centre.until(() => chat.state === 'ended')
    expect(chat.endedBy).toBe('customer')
    await expect(second.page.locator('body')).not.toContainText('Hello Jonas')
    expect(centre.sessions.connected()).toBe(0)
  })
})
