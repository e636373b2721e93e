import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import type axe from 'axe-core'
import { repositoryRoot } from '../../../scripts/lib/paths.ts'
import { settle } from './picture.ts'

const source = readFileSync(join(repositoryRoot, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly string[]
}

/** Fails with each violation of WCAG 2.2 A and AA, and of axe's best practices, named with its place. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([])
}

/**
 * The same violations, for who collects them. axe itself stays in the page, and only violations leave it: brought anew,
 * with all that it has found right, it took five times as long.
 */
export async function violationsOf(page: Page): Promise<readonly Violation[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  // A colour on its way to another is no colour to judge.
  await settle(page)
  return await page.evaluate(async () => {
    const { axe: inPage } = window as unknown as { axe: typeof axe }
    const { violations } = await inPage.run(document, { resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(
        ({ html, failureSummary }) => `${html.slice(0, 160)}: ${failureSummary ?? ''}`,
      ),
    }))
  })
}
