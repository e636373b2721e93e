import type { Locator, Page } from '@playwright/test'

/** Chooses from a list of ours: opens the field of that label, and touches the option. */
export async function pick(
  within: Page | Locator,
  label: string,
  option: string | RegExp | number,
): Promise<void> {
  await within.getByRole('button', { name: new RegExp(`^${label} `, 'u') }).click()
  const list = within.getByRole('dialog', { name: label, exact: true }).getByRole('listitem')
  const wanted =
    typeof option === 'number' ? list.nth(option) : list.filter({ hasText: option }).first()
  await wanted.getByRole('button').click()
}
