import { expect, type Locator, type Page } from '@playwright/test'
import type { Session } from '../../../simulator/model/session.ts'
import { log, startChat, type HandCentre } from '../centre/centre.ts'
import { textOf } from './texts.ts'

/** A chat that has begun, with the agent in it and one word said. */
export async function talking(
  page: Page,
  { centre, agent, session }: HandCentre,
  form?: Parameters<typeof startChat>[1],
): Promise<Session> {
  const place = centre.sessions.list().length
  await startChat(page, form)
  const chat = await session(place)
  centre.desk.accept(chat, agent)
  centre.desk.message(chat, agent, 'Hello Jonas')
  await expect(log(page)).toContainText('Hello Jonas')
  return chat
}

/** The kiosk's way in: a touch, who and about what, then the message. A touched topic goes on by itself. */
export async function startKioskChat(page: Page, message = 'My light is blinking'): Promise<void> {
  await page.getByRole('button').first().click()
  await page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }).click()
  await page.getByLabel(textOf('chat.before.name')).fill('Jonas')
  await page.getByRole('radio').first().click({ force: true })
  await page.getByRole('textbox', { name: textOf('chat.before.message') }).fill(message)
  const consent = page.getByRole('checkbox')
  if ((await consent.count()) > 0) await consent.check({ force: true })
  await page.getByRole('button', { name: textOf('chat.before.start') }).click()
}

/** Where the customer writes. */
export function field(page: Page): Locator {
  return page.getByLabel(textOf('chat.talk.message'), { exact: true })
}

/** Writes a message and sends it. */
export async function say(page: Page, text: string): Promise<void> {
  await field(page).fill(text)
  await page.getByRole('button', { name: textOf('chat.talk.send'), exact: true }).click()
}

/** Writes down from now on what a screen reader would be told; answers how to read it. */
export async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const heard: string[] = []
    Reflect.set(window, 'heard', heard)
    const note = (): void => {
      for (const region of document.querySelectorAll('[aria-atomic][aria-live]')) {
        const text = region.textContent ?? ''
        if (text !== '' && heard.at(-1) !== text) heard.push(text)
      }
    }
    for (const region of document.querySelectorAll('[aria-atomic][aria-live]')) {
      new MutationObserver(note).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    }
  })
  return async () =>
    await page.evaluate(() => {
      const heard: unknown = Reflect.get(window, 'heard')
      return Array.isArray(heard) ? heard.map(String) : []
    })
}

/** Every request the page has made to anywhere but the app itself. */
export function foreignRequests(page: Page): readonly string[] {
  const found: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith('app://') && !request.url().startsWith('data:')) {
      found.push(request.url())
    }
  })
  return found
}

/** Ends the visit as its owner, main, would be asked to by a page. */
export async function endVisit(page: Page): Promise<void> {
  // The bridge's types belong to the renderer, which has another configuration.
  await page.evaluate('callpoint.visit.end()')
}
