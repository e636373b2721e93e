import { expect, type CDPSession, type Locator, type Page } from '@playwright/test'
import { within } from './within.ts'

/** A page that is busy drawing takes a touch late, one that hangs never. */
const TAKEN_MS = 20_000

/** A finger on the screen: real touches, as Chromium gets them from the system. */
export interface Finger {
  /** Touches the middle of what is shown, once it can be. */
  tap(target: Locator): Promise<void>
  /** Touches and keeps the finger there for `ms`, then lifts it. */
  hold(target: Locator, ms: number): Promise<void>
  /** Touches the keys of the on-screen keyboard one after the other, shift and pages as needed. */
  type(text: string): Promise<void>
  readonly session: CDPSession
}

/** Opens a finger for a page of the app. */
export async function finger(page: Page): Promise<Finger> {
  const session = await page.context().newCDPSession(page)
  const keyboard = page.getByRole('group', { name: /keyboard|tastatur|näppäimistö|لوحة/iu })

  async function touch(
    type: 'touchStart' | 'touchEnd',
    touchPoints: readonly Readonly<Record<'x' | 'y', number>>[],
  ): Promise<void> {
    const sent = session.send('Input.dispatchTouchEvent', { type, touchPoints: [...touchPoints] })
    await within(sent, TAKEN_MS, `the page did not take a ${type}`)
  }
  async function down(target: Locator): Promise<void> {
    await target.waitFor({ state: 'visible' })
    await target.scrollIntoViewIfNeeded()
    // A screen that still moves would be touched where something was.
    const element = await target.elementHandle()
    await element?.waitForElementState('stable')
    // Nor what still lies over it, of a screen that is going away.
    await expect.poll(() => target.evaluate(isOnTop)).toBe(true)
    const box = await target.boundingBox()
    if (box === null) throw new Error('there is nothing to touch')
    const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    await touch('touchStart', [point])
  }
  async function up(): Promise<void> {
    await touch('touchEnd', [])
  }
  async function tap(target: Locator): Promise<void> {
    await down(target)
    await up()
  }

  return {
    session,
    tap,
    async hold(target, ms) {
      await down(target)
      await page.waitForTimeout(ms)
      await up()
    },
    async type(text) {
      await keyboard.waitFor({ state: 'visible' })
      for (const character of Array.from(text)) {
        if (character === ' ') {
          await tap(keyboard.locator('.space'))
          continue
        }
        const key = keyboard
          .locator('.letter')
          .filter({ hasText: exactly(character) })
          .first()
        if (!(await key.isVisible())) await reach(character, key)
        await tap(key)
      }
    },
  }

  /** Finds the page of the keyboard that holds a character. */
  async function reach(character: string, key: Locator): Promise<void> {
    const ways = ['.shift', '.symbols', '.letters'] as const
    for (const way of ways) {
      const button = keyboard.locator(way)
      if (!(await button.isVisible())) continue
      await tap(button)
      if (await key.isVisible()) return
    }
    throw new Error(`the keyboard has no "${character}"`)
  }
}

/** Runs in the page: whether a finger on the middle of it would reach it. */
function isOnTop(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect()
  return element.contains(document.elementFromPoint(left + width / 2, top + height / 2))
}

function exactly(character: string): RegExp {
  return new RegExp(`^\\s*${character.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')}\\s*$`, 'u')
}
