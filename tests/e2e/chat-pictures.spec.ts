import type { Page } from '@playwright/test'
import type { Layout } from '../kit/app/callpoint.ts'
import { expect, log, startChat, test } from '../kit/centre/centre.ts'
import { field, say, startKioskChat } from '../kit/page/chat.ts'
import { expectWhole } from '../kit/page/geometry.ts'
import { takeTurns } from '../kit/page/looks.ts'
import { showAs, takePicture } from '../kit/page/picture.ts'
import { textOf } from '../kit/page/texts.ts'

/*
 * Each state of the chat in each layout, light or dark or, the telling ones, in other languages: to be looked at. One app
 * for each mode, walked through in its wide layout; it fails where something is missing or scrolls sideways.
 */

const places: readonly { mode: 'kiosk' | 'desktop'; wide: Layout; narrow: Layout }[] = [
  { mode: 'kiosk', wide: 'landscape', narrow: 'portrait' },
  { mode: 'desktop', wide: 'terminal', narrow: 'compact' },
]

interface Look {
  readonly theme: string
  readonly language?: string
  readonly textZoom?: number
  readonly reach?: boolean
}
const THEMES: readonly Look[] = [{ theme: 'light' }, { theme: 'dark' }]
/** The least room: the largest words, moved down where there is such a thing. */
const LARGEST: readonly Look[] = ['ar', 'de'].map((language) => ({
  ...{ theme: 'light', language, textZoom: 1.4, reach: true },
}))

async function ask(page: Page, group: string, name: string, input: unknown): Promise<void> {
  await page.evaluate(
    async ([groupName, member, value]) => {
      const bridge: unknown = Reflect.get(window, 'callpoint')
      const made = Reflect.get(Object(bridge), groupName) as object
      await Reflect.apply(Reflect.get(made, member) as () => unknown, made, [value])
    },
    [group, name, input] as const,
  )
}

for (const { mode, wide, narrow } of places) {
  test.describe(`pictures of the chat, ${wide} and ${narrow}`, () => {
    test.use({
      layout: wide,
      policy: {
        mode,
        brand: { name: 'Nordlicht' },
        languages: ['en', 'de', 'ar', 'fi'],
        contact: { phoneNumber: '040 5550 0142' },
        chat: { offerCallbackAfterSeconds: 10 },
        centre: { requestTimeoutSeconds: 2 },
        print: { printer: 'Receipts' },
        visit: { idleSeconds: 3600, waitingIdleSeconds: 3600 },
      },
    })

    test('every state @pictures', async ({ customer, hand }) => {
      test.setTimeout(400_000)
      const { page } = customer
      const { centre, agent, colleague } = hand
      const { desk } = centre
      const turns = takeTurns<Look>()
      const largest = takeTurns<Look>()

      async function pictureIn(
        layout: Layout,
        state: string,
        languages: readonly string[],
      ): Promise<void> {
        await showAs(page, layout)
        const looks = [
          ...THEMES,
          ...languages.map((language): Look => ({ theme: 'light', language })),
        ]
        const shown = [...turns.of(looks), ...largest.of(LARGEST)]
        for (const { theme, language = 'en', textZoom = 1, reach = false } of shown) {
          await ask(page, 'visit', 'comfort', { theme, textZoom, reach })
          await ask(page, 'visit', 'language', { language })
          await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
          await expect(page.locator('html')).toHaveAttribute('lang', language)
          const look = `${language === 'en' ? theme : language}${textZoom > 1 ? '-largest' : ''}`
          await takePicture(page, `chat/${layout}/${state}-${look}`)
          await expectWhole(page)
        }
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(sideways, `${state} scrolls sideways`).toBe(0)
        await ask(page, 'visit', 'language', { language: 'en' })
        await expect(page.locator('html')).toHaveAttribute('lang', 'en')
      }
      async function picture(state: string, languages: readonly string[] = []): Promise<void> {
        for (const layout of [narrow, wide]) await pictureIn(layout, state, languages)
      }
      async function start(message: string): Promise<void> {
        if (mode === 'desktop') await startChat(page, { message })
        else await startKioskChat(page, message)
      }

      await start('The right light on my Fjord 6 has been blinking orange since last night.')
      const chat = await hand.session()
      desk.systemMessage(chat, 'You are number <B>3</B> in line.')
      await expect(log(page)).toContainText('You are number 3 in line.')
      await picture('waiting', ['ar'])
      await expect(page.getByRole('button', { name: textOf('channel.callback.name') })).toBeVisible(
        {
          timeout: 30_000,
        },
      )
      await picture('offer', ['fi'])

      desk.accept(chat, agent)
      desk.message(chat, agent, "Hello Jonas, I'm Clara. Which light is blinking, left or right?")
      await expect(log(page)).toContainText('Which light')
      await say(page, 'The right one, orange, since last night.')
      await say(page, 'I have switched it off and on already.')
      await centre.until(() => chat.contents.some(({ text }) => text.includes('off and on')))
      desk.message(chat, agent, 'Thank you, that helps. Orange on the right means <B>update</B>.')
      desk.join(chat, colleague)
      desk.message(chat, colleague, 'Try this:<OL><LI>Hold the button<LI>Wait for green</OL>')
      desk.pushUrl(chat, agent, 'https://nordlicht.example/fjord-6/update')
      await expect(log(page)).toContainText('showed you a page')
      await expect(
        log(page)
          .getByText(/^Delivered/u)
          .last(),
      ).toBeVisible()
      await expect
        .poll(async () => {
          desk.typing(chat, agent, true)
          desk.typing(chat, colleague, true)
          return await page.locator('[data-typing]').isVisible()
        })
        .toBe(true)
      await picture('talking', ['de', 'fi', 'ar'])
      await showAs(page, narrow)
      await log(page)
        .getByRole('button', { name: /showed you a page/u })
        .click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await pictureIn(narrow, 'page', [])
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await showAs(page, wide)
      const beside = page.getByRole('button', { name: textOf('chat.page.close') })
      if (await beside.isVisible()) await beside.click()

      desk.makeCall(chat, agent)
      await expect(page.getByRole('dialog')).toBeVisible()
      await page.getByRole('dialog').getByLabel(textOf('callback.number.label')).fill('040 5550142')
      await picture('call-me', ['ar', 'fi'])
      await page.keyboard.press('Escape')
      await expect(page.getByText(/would like to call you\.$/u)).toBeVisible()
      await say(page, 'My card is 4111 1111 1111 1111')
      await expect(page.getByRole('dialog')).toContainText('card number')
      await picture('guard', ['fi'])
      await page
        .getByRole('dialog')
        .getByRole('button', { name: textOf('chat.guard.mask') })
        .click()

      centre.faults.add({ kind: 'status', route: 'contents.add', status: 400 })
      await say(page, 'Found it. Will my settings stay as they are?')
      await expect(log(page).getByText(textOf('chat.delivery.failed'))).toBeVisible()
      centre.faults.add({ kind: 'reset', route: 'contents.query', count: 0 })
      await field(page).fill('x'.repeat(1950))
      await expect(page.getByRole('main').getByText('We could not reach our team')).toBeVisible({
        timeout: 40_000,
      })
      await picture('trouble', ['ar'])
      centre.faults.clear()
      await field(page).fill('')
      await expect(page.getByRole('main').getByText('We could not reach our team')).toBeHidden({
        timeout: 40_000,
      })
      desk.message(chat, agent, `${'An even longer sentence about routers. '.repeat(78)}The end.`)
      await expect(log(page)).toContainText('The end.', { timeout: 30_000 })
      await picture('long')

      await page.getByRole('button', { name: textOf('chat.talk.end') }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await picture('ending')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: textOf('chat.talk.end') })
        .click()
      await expect(page.getByRole('heading', { name: /thank you/iu })).toBeVisible()
      await picture('ended', ['fi', 'ar'])

      await page.getByRole('button', { name: textOf('chat.ended.again') }).click()
      await expect(page.getByLabel(textOf('chat.before.name'))).toBeVisible()
      await picture('before', ['fi', 'ar'])
      await ask(page, 'visit', 'end', undefined)
      if (mode === 'desktop') await page.reload()
      centre.faults.add({ kind: 'status', route: 'sessions.create', status: 503 })
      await start('Is anybody there?')
      await expect(page.getByRole('button', { name: textOf('chat.failed.home') })).toBeVisible()
      await picture('full', ['fi', 'ar'])
      await page.getByRole('button', { name: 'Try again' }).click()
      desk.redirect(await hand.session(1), 'https://help.nordlicht.example/start')
      await expect(page.getByRole('heading', { name: /help\.nordlicht/u })).toBeVisible()
      await picture('redirected', ['ar'])
    })
  })
}
