import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Fails with each violation of WCAG 2.2 A and AA, and of axe's best practices, named with its place. */
export async function expectAccessible(page: Page): Promise<void> {
  // Electron opens no second page, which axe's newer mode would need.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const found = violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.map(
      ({ html, failureSummary }) => `${html.slice(0, 160)}: ${failureSummary ?? ''}`,
    ),
  }))
  expect(found).toEqual([])
}
