import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { repositoryRoot } from '../../scripts/lib/paths.ts'

/** Where the tests put their pictures. */
export const picturesFolder = join(repositoryRoot, 'test-results', 'pictures')

/**
 * Writes what the page shows to `test-results/pictures/NAME.png`, fonts loaded and animations at their end; answers
 * the path. `name` may hold slashes.
 */
export async function takePicture(page: Page, name: string): Promise<string> {
  if (!/^[\w-]+(?:[./][\w-]+)*$/.test(name)) throw new Error(`"${name}" is no name for a picture`)
  const path = join(picturesFolder, `${name}.png`)
  mkdirSync(dirname(path), { recursive: true })
  await page.evaluate(async () => {
    await document.fonts.ready
  })
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  return path
}
