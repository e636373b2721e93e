import type { Log } from '../platform/log.ts'

/** Which screen the kiosk fills: the primary one, or its place in the list, from 0. */
export type KioskDisplay = number | 'primary'

/** In device-independent pixels. */
interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** As Electron's `screen`. */
interface Screens {
  getAllDisplays(): readonly { readonly bounds: Area }[]
  getPrimaryDisplay(): { readonly bounds: Area }
}

/** The area of the screen that the policy chose; of the primary one, with a word, where there is no such screen now. */
export function chosenArea(display: KioskDisplay, screens: Screens, log: Log): Area {
  if (display !== 'primary') {
    const chosen = screens.getAllDisplays()[display]
    if (chosen !== undefined) return chosen.bounds
    log.warn('there is no such display: the primary one is used', { display })
  }
  return screens.getPrimaryDisplay().bounds
}
