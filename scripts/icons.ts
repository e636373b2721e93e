import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { ScriptFailure } from './lib/failure.ts'
import { icnsOf, icoOf } from './lib/icon-files.ts'
import { repositoryRoot } from './lib/paths.ts'
import { readArguments, runScript } from './lib/script.ts'
import { findChromium } from '../tests/kit/machine/system-packages.ts'

const help = `
Renders resources/icons/*.png, callpoint.ico and callpoint.icns from resources/icons/callpoint.svg.
Run it after changing the drawing; the results are kept in the repository.

  node scripts/run.js scripts/icons.ts
`

const sizes = [16, 24, 32, 48, 64, 128, 256, 512] as const

await runScript('icons', async () => {
  if (readArguments(help, {}) === undefined) return 0
  const executablePath = findChromium()
  if (executablePath === undefined) throw new ScriptFailure('there is no Chromium to draw with')
  const folder = join(repositoryRoot, 'resources', 'icons')
  const drawing = readFileSync(join(folder, 'callpoint.svg'), 'utf8')
  const browser = await chromium.launch({ executablePath })
  const pictures = new Map<number, Buffer>()
  for (const size of sizes) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing}`)
    pictures.set(size, await page.screenshot({ omitBackground: true }))
    await page.close()
  }
  await browser.close()
  for (const [size, png] of pictures) writeFileSync(join(folder, `${size}.png`), png)
  writeFileSync(join(folder, 'callpoint.ico'), icoOf(pictures))
  writeFileSync(join(folder, 'callpoint.icns'), icnsOf(pictures))
  return 0
})
