import { nativeTheme, screen, type BrowserWindow } from 'electron'
import type { CancelTimer, Clock } from '../platform/clock.ts'
import type { Store } from '../platform/store.ts'

/** In device-independent pixels. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface SavedPlace extends Area {
  readonly maximized: boolean
}

export interface PlaceOptions {
  readonly store: Store
  readonly clock: Clock
  readonly placeOf: (
    saved: unknown,
    areas: readonly Area[],
    least: Pick<Area, 'width' | 'height'>,
  ) => SavedPlace | undefined
}

const KEY = 'window'
/** Written once the window has come to rest, in milliseconds. */
const REST_MS = 400

/** Where the window was, as far as it still fits the screens. */
export function savedPlace(
  { store, placeOf }: PlaceOptions,
  least: Pick<Area, 'width' | 'height'>,
): SavedPlace | undefined {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const areas = [primary, ...others].map(({ workArea }) => workArea)
  return placeOf(store.get(KEY), areas, least)
}

/** Remembers where the window is, and keeps it in reach when a screen goes away. */
export function rememberPlace(
  window: BrowserWindow,
  options: PlaceOptions,
  least: Pick<Area, 'width' | 'height'>,
): void {
  const { store, clock } = options
  let cancel: CancelTimer = () => undefined
  const write = (): void => {
    cancel()
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return
    store.set(KEY, { ...window.getNormalBounds(), maximized: window.isMaximized() })
  }
  const soon = (): void => {
    cancel()
    cancel = clock.after(REST_MS, write)
  }
  const back = (): void => {
    if (window.isDestroyed()) return
    const place = savedPlace(options, least)
    if (place !== undefined && !window.isMaximized()) window.setBounds(withoutState(place))
  }
  const setBackground = (): void => {
    if (!window.isDestroyed()) window.setBackgroundColor(backgroundColour())
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('close', write)
  screen.on('display-removed', back)
  nativeTheme.on('updated', setBackground)
  window.once('closed', () => {
    cancel()
    screen.off('display-removed', back)
    nativeTheme.off('updated', setBackground)
  })
}

/** What is seen before the page is, in the theme of the system. */
export function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? '#0d1a1e' : '#f0f6f6'
}

export function withoutState({ x, y, width, height }: SavedPlace): Area {
  return { x, y, width, height }
}
