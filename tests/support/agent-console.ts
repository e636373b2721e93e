import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Centre } from '../../simulator/centre.ts'

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
