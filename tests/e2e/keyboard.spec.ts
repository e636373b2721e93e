import type { Locator, Page } from '@playwright/test'
import { expect, log, test } from '../kit/centre/centre.ts'
import { showAs, takePicture } from '../kit/page/picture.ts'
import { textOf } from '../kit/page/texts.ts'

/*
 * Customers with keys alone, in languages of both directions: what they read is found by its key.
 */

const languages = ['en', 'de', 'ar'] as const
type Language = (typeof languages)[number]

test.use({ layout: 'terminal', policy: { languages: ['en', 'de', 'ar', 'fi'] } })

async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate(`callpoint.visit.touch()`)
  await page.evaluate(`callpoint.visit.language({ language: '${language}' })`)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

/** Goes on with Tab until this has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    const here = page.locator(':focus')
    if ((await here.count()) > 0) {
      const isIt = await here.evaluate(
        (element, wanted) =>
          [element.ariaLabel, element.textContent].some((text) => text?.includes(wanted) === true),
        name,
      )
      if (isIt) return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key never came to ${name}`)
}

for (const language of languages) {
  const text = (...[key, values]: Parameters<typeof textOf>) => textOf(key, values, language)

  test(`keyboard user chats (${language})`, async ({ guest, hand }) => {
    const { page } = guest
    await speak(page, language)
    await tabTo(page, text('channel.chat.name'))
    await page.keyboard.press('Enter')

    await test.step('Enter moves from field to field without showing errors', async () => {
      await expect(page.getByLabel(text('chat.before.name'))).toBeFocused()
      await page.keyboard.type('Jonas')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('radio').first()).toBeFocused()
      await expect(page.locator('[aria-invalid=true]')).toHaveCount(0)
      await takePicture(page, `keyboard/chat-form-${language}`)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await expect(page.getByLabel(text('chat.before.message'))).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(page.getByText(text('chat.before.messageMissing'))).toBeVisible()
      await expect(page.locator('[aria-invalid=true]')).toHaveCount(1)
      await page.keyboard.type('My light is blinking')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('checkbox')).toBeFocused()
      await page.keyboard.press('Space')
      await page.keyboard.press('Enter')
    })

    const session = await hand.session()
    await expect(page.locator('h1')).toBeFocused()
    hand.centre.desk.accept(session, hand.agent)
    hand.centre.desk.message(session, hand.agent, 'Hello')
    await expect(log(page, text('chat.talk.log'))).toContainText('Hello')
    await expect(page.getByRole('textbox')).toBeFocused()
    await takePicture(page, `keyboard/chat-${language}`)

    await test.step('draft is kept when the focus moves, and Enter sends it', async () => {
      await page.keyboard.type('One')
      await tabTo(page, text('chat.talk.end'))
      await page.keyboard.press('Enter')
      await page.keyboard.press('Escape')
      await page.keyboard.type(' more thing')
      await expect(page.getByRole('textbox')).toHaveValue('One more thing')
      await page.keyboard.press('Enter')
      await hand.centre.until(() =>
        session.contents.some(({ text: said }) => said === 'One more thing'),
      )
    })

    await test.step('end screen and Home receive the focus', async () => {
      hand.centre.desk.disconnect(session, hand.agent)
      await expect(page.locator('.end h2')).toBeFocused()
      await page.keyboard.press('Tab')
      await expect(page.getByRole('button', { name: text('chat.ended.done') })).toBeFocused()
      await page.keyboard.press('Enter')
      await expect(page.locator('.home h1')).toBeFocused()
    })
  })

  test(`keyboard user schedules a callback (${language})`, async ({ guest, hand }) => {
    const { page } = guest
    await speak(page, language)
    await tabTo(page, text('channel.callback.name'))
    await page.keyboard.press('Enter')
    await expect(page.locator('h1')).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(page.getByRole('radio').first()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('radiogroup').nth(1).locator(':focus')).toBeChecked()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('radiogroup').nth(2).locator(':focus')).toHaveCount(1)
    await page.keyboard.press('Enter')
    await expect(page.getByLabel(text('callback.number.label'))).toBeFocused()
    await page.keyboard.type('12')
    await page.keyboard.press('Tab')
    await expect(page.locator('[aria-invalid=true]')).toHaveCount(1)
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Control+A')
    await page.keyboard.type('0170 5550142')
    await expect(page.locator('[aria-invalid=true]')).toHaveCount(0)
    await page.keyboard.press('Enter')
    await expect(page.getByLabel(text('callback.who.name'))).toBeFocused()
    await page.keyboard.type('Zoë')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('checkbox')).toBeFocused()
    await takePicture(page, `keyboard/callback-${language}`)
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await hand.centre.until(() => hand.centre.callbacks.list().length === 1)
    await expect(page.locator('h1')).toBeFocused()
    await takePicture(page, `keyboard/callback-done-${language}`)
    await tabTo(page, text('callback.done'))
    await page.keyboard.press('Enter')
    await expect(page.locator('.home h1')).toBeFocused()
  })

  test(`no choice is alone in its row (${language})`, async ({ guest }) => {
    const { page } = guest
    await speak(page, language)
    await page.getByRole('button', { name: text('channel.callback.name'), exact: true }).click()
    await page.locator('h1').waitFor()
    for (const zoom of [1, 1.4]) {
      await page.evaluate(
        `callpoint.visit.comfort({ textZoom: ${String(zoom)}, theme: 'default', reach: false })`,
      )
      for (const layout of ['landscape', 'portrait', 'terminal', 'compact'] as const) {
        await showAs(page, layout)
        await expect
          .poll(
            () => page.getByRole('radiogroup').evaluateAll(lonely),
            `${layout}, ${String(zoom)}`,
          )
          .toEqual([])
        await takePicture(page, `keyboard/grids-${layout}-${language}-${String(zoom)}`)
      }
    }
  })
}

/** The grids in which more than one tile fits in a row, and one stands alone. Each part of a day is a grid of its own. */
function lonely(groups: readonly Element[]): readonly string[] {
  const gridOf = (tile: Element): Element | null => {
    let grid = tile.parentElement
    while (grid?.childElementCount === 1) grid = grid.parentElement
    return grid
  }
  return groups.flatMap((group) => {
    const grids = new Map<Element | null, Map<number, number>>()
    for (const tile of group.querySelectorAll('label, button')) {
      const grid = gridOf(tile)
      const rows = grids.get(grid) ?? new Map<number, number>()
      const { top } = tile.getBoundingClientRect()
      grids.set(grid, rows.set(top, (rows.get(top) ?? 0) + 1))
    }
    return [...grids.values()].flatMap((rows) => {
      const counts = [...rows.values()]
      return counts.includes(1) && Math.max(...counts) > 1 ? [counts.join(' ')] : []
    })
  })
}

/** Whether its middle is in the window with nothing over it. */
async function isInReach(element: Locator): Promise<boolean> {
  return await element.evaluate((wanted) => {
    const { left, top, width, height } = wanted.getBoundingClientRect()
    const found = document.elementFromPoint(left + width / 2, top + height / 2)
    return found !== null && wanted.contains(found)
  })
}

test.describe('in a small window', () => {
  test.use({ layout: 'compact' })
  for (const language of languages) {
    const text = (...[key, values]: Parameters<typeof textOf>) => textOf(key, values, language)

    test(`customer with the largest text finds button and field uncovered (${language})`, async ({
      guest,
      hand,
    }) => {
      const { page } = guest
      await speak(page, language)
      await page.evaluate(
        `callpoint.visit.comfort({ textZoom: 1.4, theme: 'default', reach: false })`,
      )

      await test.step('button that requests a callback, from the first look on', async () => {
        await page.getByRole('button', { name: text('channel.callback.name'), exact: true }).click()
        const request = page.getByRole('button', { name: text('callback.send') })
        await expect(request).toHaveCount(1)
        expect(await isInReach(request)).toBe(true)
        await page.getByRole('button', { name: text('callback.stop') }).click()
      })

      await test.step('number that an agent asks for, above the button that sends it', async () => {
        await page.getByRole('button', { name: text('channel.chat.name'), exact: true }).click()
        await page.getByLabel(text('chat.before.name')).fill('Jonas')
        await page.getByRole('radio').first().check({ force: true })
        await page.getByLabel(text('chat.before.message')).fill('My light is blinking')
        await page.getByRole('checkbox').check({ force: true })
        await page.getByRole('button', { name: text('chat.before.start') }).click()
        const session = await hand.session()
        hand.centre.desk.accept(session, hand.agent)
        hand.centre.desk.message(session, hand.agent, 'Hello')
        await expect(page.getByRole('textbox')).toBeFocused()
        hand.centre.desk.makeCall(session, hand.agent)
        const dialog = page.getByRole('dialog')
        const number = dialog.getByLabel(text('chat.callMe.number'))
        await expect(number).toBeFocused()
        expect(await isInReach(number)).toBe(true)
        const confirm = dialog.getByRole('button', { name: text('chat.callMe.confirm') })
        expect(await isInReach(confirm)).toBe(true)
        await takePicture(page, `keyboard/compact-call-me-${language}`)
        await page.keyboard.press('Escape')
        hand.centre.desk.disconnect(session, hand.agent)
        await page.getByRole('button', { name: text('chat.ended.done') }).click()
        await expect(page.locator('.home h1')).toBeFocused()
      })
    })

    test(`customer changes text size and language in a small window (${language})`, async ({
      guest,
    }) => {
      const { page } = guest
      await speak(page, language)
      await page.getByRole('button', { name: text('channel.chat.name'), exact: true }).click()
      await expect(page.getByLabel(text('chat.before.name'))).toBeFocused()
      await page.keyboard.type('Jonas')
      await page.keyboard.press('Shift+Tab')
      await tabTo(page, text('comfort.title'))
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: text('comfort.textSize') }).press('Enter')
      await expect
        .poll(() =>
          page.evaluate(() => document.documentElement.style.getPropertyValue('--text-zoom')),
        )
        .toBe('1.2')
      await dialog.getByRole('button', { name: 'Suomi' }).press('Enter')
      await expect(page.locator('html')).toHaveAttribute('lang', 'fi')
      await page.keyboard.press('Escape')
      await expect(
        page.getByRole('button', { name: textOf('comfort.title', {}, 'fi') }),
      ).toBeFocused()
      await expect(page.getByLabel(textOf('chat.before.name', {}, 'fi'))).toHaveValue('Jonas')
      await takePicture(page, `keyboard/compact-${language}`)
    })
  }
})
