import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, log, test } from '../support/centre.ts'
import { goAhead } from '../support/main-clock.ts'
import { field, say, startKioskChat, talking } from '../support/chat.ts'
import { readVault } from '../support/vault.ts'

const keep = { secrets: { store: 'key-file' } }

test.describe('after a power cut', () => {
  test('the same session goes on: transcript, draft and the message that had not left', async ({
    openCustomer,
    hand,
  }) => {
    test.setTimeout(120_000)
    const { centre, agent } = hand
    const first = await openCustomer({ policy: keep })
    const chat = await talking(first.page, hand)
    await say(first.page, 'before the cut')
    await centre.until(() => chat.contents.some(({ text }) => text === 'before the cut'))
    centre.faults.add({ kind: 'hang', route: 'contents.add', count: 0 })
    const held = centre.journal.list().length
    await say(first.page, 'on its way')
    await expect(log(first.page)).toContainText('on its way')
    await centre.until(() => centre.journal.list().length > held)
    await field(first.page).pressSequentially('a draft of mine')
    await expect(() => {
      expect(readVault(first.userData)).toContain('a draft of mine')
    }).toPass()
    await first.kill()
    // What is on the disk cannot be read.
    const vault = join(first.userData, 'vault')
    for (const name of readdirSync(vault)) {
      const bytes = readFileSync(join(vault, name)).toString('latin1')
      for (const secret of ['before the cut', 'on its way', 'a draft of mine', 'Jonas', chat.id]) {
        expect(bytes).not.toContain(secret)
      }
    }
    centre.faults.clear()
    centre.desk.message(chat, agent, 'Still with you')

    const second = await openCustomer({ policy: keep, home: first.home })
    await expect(log(second.page)).toContainText('Still with you', { timeout: 30_000 })
    await expect(log(second.page)).toContainText('before the cut')
    await expect(log(second.page)).toContainText('on its way')
    await expect(field(second.page)).toHaveValue('a draft of mine')
    await centre.until(() => chat.contents.some(({ text }) => text === 'on its way'))
    const mine = chat.contents.filter(({ author }) => author === 'customer').map(({ text }) => text)
    expect(mine).toEqual(['My light is blinking', 'before the cut', 'on its way'])
    expect(centre.sessions.list()).toHaveLength(1)
    const text = (await log(second.page).textContent()) ?? ''
    for (const once of ['before the cut', 'on its way', 'Hello Jonas', 'Still with you']) {
      expect(text.split(once)).toHaveLength(2)
    }
    await second.page.getByRole('button', { name: 'End chat' }).click()
    await second.page.getByRole('dialog').getByRole('button', { name: 'End chat' }).click()
    await centre.until(() => chat.endedBy === 'customer')
  })

  test('without a store nothing is taken up, and no ghost is shown', async ({
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
    await expect(second.page.getByRole('button', { name: 'Chat', exact: true })).toBeVisible()
    await expect(second.page.locator('body')).not.toContainText('Hello Jonas')
  })
})

test.describe('after a power cut on a kiosk', () => {
  test.use({ layout: 'portrait', policy: { mode: 'kiosk' } })

  test('the customer has gone: nothing is shown to the next, the session ends', async ({
    openCustomer,
    hand,
  }) => {
    const { centre, agent } = hand
    const policy = {
      ...keep,
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
