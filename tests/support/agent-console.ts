import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Centre } from '../../simulator/centre.ts'

const pictures = join(import.meta.dirname, '../../test-results/pictures')

/** Opens the console as one of the centre's agents and waits until it is connected. */
export async function openConsole(
  page: Page,
  centre: Centre,
  agentKey: number,
  theme: 'light' | 'dark' = 'light',
): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await page.goto(`${centre.urls.console}/?agent=${agentKey}`)
  await expect(page.getByRole('button', { name: /ready for calls/ })).toBeVisible()
}

/** A picture of the console for people to look at, once everything in it has come to rest. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true })
  await page.evaluate(async () => {
    await document.fonts.ready
  })
  await page.screenshot({ path: join(pictures, `console-${name}.png`), animations: 'disabled' })
}
