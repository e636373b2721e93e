import { z } from 'zod'

/** In device-independent pixels. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Place extends Area {
  readonly maximized: boolean
}

const pixels = z.int().min(-100_000).max(100_000)
const schema = z.object({
  x: pixels,
  y: pixels,
  width: z.int().min(1).max(20_000),
  height: z.int().min(1).max(20_000),
  maximized: z.boolean(),
})

/** This much of a window must be on a screen to be found and dragged, in pixels. */
const IN_REACH = { width: 120, height: 60 }

/**
 * Where the window goes: where it was, if that is still on a screen; on the first screen with its old
 * size if that screen has gone; undefined where nothing sensible is known. `areas` are the screens
 * without their bars, the primary one first.
 */
export function placeOf(
  saved: unknown,
  areas: readonly Area[],
  least: Pick<Area, 'width' | 'height'>,
): Place | undefined {
  const parsed = schema.safeParse(saved)
  const [primary] = areas
  if (!parsed.success || primary === undefined) return undefined
  const { maximized, ...was } = parsed.data
  const home = areas.find((area) => isInReach(was, area)) ?? primary
  const width = clamp(was.width, least.width, home.width)
  const height = clamp(was.height, least.height, home.height)
  if (isInReach({ ...was, width, height }, home)) {
    // The bar to drag it by stays on the screen.
    const y = clamp(was.y, home.y, home.y + home.height - IN_REACH.height)
    return { x: was.x, y, width, height, maximized }
  }
  const x = home.x + Math.round((home.width - width) / 2)
  const y = home.y + Math.round((home.height - height) / 2)
  return { x, y, width, height, maximized }
}

function isInReach(window: Area, area: Area): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const below = area.y + area.height - window.y
  const above = window.y + window.height - area.y
  return (
    width >= Math.min(IN_REACH.width, window.width) &&
    below >= IN_REACH.height &&
    above >= Math.min(IN_REACH.height, window.height)
  )
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(Math.min(value, most), Math.min(least, most))
}
