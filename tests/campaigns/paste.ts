import { chromium } from '@playwright/test'
import { ScriptFailure } from '../../scripts/lib/failure.ts'
import { findChromium } from '../kit/machine/system-packages.ts'
import type { Campaign } from './lib/campaign.ts'
import { openPasteBrowser } from './lib/paste-browser.ts'
import { compareReadings, KINDS, type Kind } from './lib/paste-compare.ts'
import { readPastes, type Paste } from './lib/paste-files.ts'
import { readProduct } from './lib/paste-product.ts'

export interface PasteFigures extends Readonly<Record<Kind, number>> {
  readonly files: number
  /** The first difference of each kind in each file, in words. */
  readonly findings: readonly string[]
}

interface Options {
  readonly pastes: readonly Paste[]
  /** The app's reader, or one that a test puts in its place. */
  readonly read?: typeof readProduct
  readonly say: (line: string) => void
}

const PROGRESS = 100

/** Reads each paste with the app and with Chromium and counts those in which they differ (R142). */
export async function runPaste({
  pastes,
  read = readProduct,
  say,
}: Options): Promise<PasteFigures> {
  const executablePath = findChromium()
  const browser = await chromium.launch({ ...(executablePath && { executablePath }) })
  try {
    const reader = await openPasteBrowser(browser)
    const counts: Record<Kind, number> = { text: 0, lines: 0, links: 0, emphasis: 0 }
    const findings: string[] = []
    for (const [place, { name, html }] of pastes.entries()) {
      const different = compareReadings(await reader.read(html), read(html))
      for (const kind of KINDS) {
        if (different[kind] === undefined) continue
        counts[kind] += 1
        findings.push(`${name}: ${kind}: ${different[kind]}`)
      }
      if ((place + 1) % PROGRESS === 0) say(`  ${String(place + 1)} of ${String(pastes.length)}`)
    }
    return { files: pastes.length, ...counts, findings }
  } finally {
    await browser.close()
  }
}

/** The campaign `paste`: reads every paste and mail of a folder as a browser reads it. */
export const paste: Campaign = {
  name: 'paste',
  about: 'reads pastes and mails (.html, .eml, .mht) with the app and with a browser',
  options: { files: 'DIR' },
  async run({ text, say }) {
    const folder = text('files')
    if (folder === undefined) throw new ScriptFailure('name the folder of pastes: --files DIR')
    const pastes = await readPastes(folder)
    if (pastes.length === 0) throw new ScriptFailure(`${folder} holds no paste and no mail`)
    const figures = await runPaste({ pastes, say })
    for (const line of figures.findings) say(`  ${line}`)
    const words = KINDS.map((kind) => `${kind}=${String(figures[kind])}`)
    return {
      line: `paste: files=${String(figures.files)} ${words.join(' ')}`,
      passed: KINDS.every((kind) => figures[kind] === 0),
    }
  },
}
