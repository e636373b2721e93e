import type { WebContents } from 'electron'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Store } from '../platform/store.ts'
import { chromiumParts } from './wipe.electron.ts'
import { createWiper, type WipePart } from './wiper.ts'

interface Context {
  readonly isKiosk: boolean
  readonly clock: Clock
  readonly log: Log
  readonly device: Store
}

interface Others {
  /** Where a visit leaves something outside Chromium's own stores. */
  readonly parts: readonly WipePart[]
}

export function setupWipe({ isKiosk, clock, log, device }: Context, { parts }: Others) {
  let contents: WebContents | undefined
  const chromium = chromiumParts(isKiosk, () => contents)
  const wiper = createWiper({
    parts: [...parts, ...chromium.map((part) => ({ ...part, isRequired: true }))],
    clock,
    log: log.child('wipe'),
    store: device,
  })

  return {
    run: wiper.wipe,
    /** The last wipes, the newest first. */
    records: () => wiper.records,
    onWindow(window: { readonly webContents: WebContents }) {
      contents = window.webContents
    },
  }
}
