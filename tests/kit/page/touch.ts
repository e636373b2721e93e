import { expect, type CDPSession, type Locator, type Page } from '@playwright/test'
import { ACTION_MS, within } from '../waits.ts'

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

const SOON = [0, 20, 50, 100]

/** Where a finger would come down, in pixels of the page. */
type Place = Readonly<Record<'x' | 'y', number>>

/** Opens a finger for a page of the app. */
export async function finger(page: Page): Promise<Finger> {
  const session = await page.context().newCDPSession(page)
  const keyboard = page.getByRole('group', { name: /keyboard|tastatur|näppäimistö|لوحة/iu })

  async function send(type: 'touchStart' | 'touchEnd', ...touchPoints: Place[]): Promise<void> {
    const sent = session.send('Input.dispatchTouchEvent', { type, touchPoints })
    await within(sent, TAKEN_MS, `the page did not take a ${type}`)
  }
  async function placeOf(target: Locator): Promise<Place> {
    let place: Place | undefined
    await expect(async () => {
      place = await target.evaluate(whenItHolds)
      expect(place, `nothing to touch: ${String(target)}`).toBeDefined()
    }).toPass({ timeout: ACTION_MS, intervals: SOON })
    if (place === undefined) throw new Error('there is nothing to touch')
    return place
  }
  /** Both ends of a touch at once: the page takes them one after the other. */
  async function touch(place: Place): Promise<void> {
    await Promise.all([send('touchStart', place), send('touchEnd')])
  }
  async function tap(target: Locator): Promise<void> {
    await expect(async () => {
      await touch(await placeOf(target))
      // On a busy machine the screen may have moved on its way: whoever sees that touches once more.
      const isLost = await page.evaluate(hasMissed).catch(() => false)
      expect(isLost, `touched beside: ${String(target)}`).toBe(false)
    }).toPass({ timeout: ACTION_MS, intervals: SOON })
  }

  return {
    session,
    tap,
    async hold(target, ms) {
      await send('touchStart', await placeOf(target))
      await page.waitForTimeout(ms)
      await send('touchEnd')
    },
    async type(text) {
      // It may still be on its way up.
      await placeOf(keyboard)
      for (const character of Array.from(text)) {
        // What a key does it has done when its touch is answered: the next is looked for on the keyboard as it is then.
        const place = (await keyboard.evaluate(keyOf, character)) ?? (await reach(character))
        await touch(place)
      }
    },
  }

  /** Finds the page of the keyboard that holds a character. */
  async function reach(character: string): Promise<Place> {
    for (const way of ['.shift', '.symbols', '.letters'] as const) {
      const button = keyboard.locator(way)
      if (!(await button.isVisible())) continue
      await tap(button)
      const place = await keyboard.evaluate(keyOf, character)
      if (place !== undefined) return place
    }
    throw new Error(`the keyboard has no "${character}"`)
  }
}

/**
 * Runs in the page: the middle of an element that is shown, has come to rest, and would be reached there by a finger.
 * Nothing where it has gone, or does not come to rest within a second.
 */
async function whenItHolds(element: Element): Promise<Place | undefined> {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn))
  element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  let before = ''
  for (const end = performance.now() + 1000; performance.now() < end; await frame()) {
    if (!element.isConnected) return undefined
    const { left, top, width, height } = element.getBoundingClientRect()
    const here = [left, top, width, height].join(' ')
    const [x, y] = [left + width / 2, top + height / 2]
    // What still lies over it may belong to a screen that is going away.
    const isOnTop = element.contains(document.elementFromPoint(x, y))
    if (here === before && width > 0 && isOnTop) {
      Reflect.set(window, 'touchedBeside', true)
      const note = ({ target }: Event): void => {
        Reflect.set(window, 'touchedBeside', !(target instanceof Node && element.contains(target)))
      }
      window.addEventListener('pointerdown', note, { capture: true, once: true, passive: true })
      return { x, y }
    }
    before = here
  }
  return undefined
}

/** Runs in the page: whether the last touch has not come down on what it was meant for. A page that came after it does not know. */
function hasMissed(): boolean {
  return Reflect.get(window, 'touchedBeside') === true
}

/** Runs in the page: the middle of the key that shows a character. */
function keyOf(keyboard: Element, character: string): Place | undefined {
  const key =
    character === ' '
      ? keyboard.querySelector('.space')
      : [...keyboard.querySelectorAll('.letter')].find(
          (each) => each.textContent.trim() === character,
        )
  if (!key) return undefined
  const { left, top, width, height } = key.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
