import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Centre } from '../../../simulator/centre.ts'
import { expectAccessible } from './axe.ts'
import { takeTurns } from './looks.ts'
import { takePicture } from './picture.ts'

/** Opens the console as one of the centre's agents and waits until it is connected. */
export async function openConsole(page: Page, centre: Centre, agentKey: number): Promise<void> {
  await page.goto(`${centre.urls.console}/?agent=${agentKey}`)
  await expect(page.getByRole('button', { name: /ready for calls/ })).toBeVisible()
}

/** Takes a picture of each state that it is called in, light or dark in turns, and looks for violations. */
export function consoleLooks(page: Page): (state: string) => Promise<void> {
  const turns = takeTurns<'light' | 'dark'>()
  return async (state) => {
    for (const theme of turns.of(['light', 'dark'])) {
      await page.emulateMedia({ colorScheme: theme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      // The picture first: it waits for the colours to have changed.
      await takePicture(page, `console-${state}-${theme}`)
      await expectAccessible(page)
    }
  }
}
