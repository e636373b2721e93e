/** How the picture of the other side is shown. */
export interface Zoom {
  /** 1 shows all of it. */
  readonly scale: number
  /** Shift of the middle, as a share of the picture's width and height. */
  readonly x: number
  readonly y: number
}

export const plain: Zoom = { scale: 1, x: 0, y: 0 }
const STEP = 1.25
const MOST = 4

/** Nearer (`+1`) or farther (`-1`), never past the whole picture; the shift stays inside it. */
export function zoomBy(zoom: Zoom, direction: 1 | -1): Zoom {
  const scale = Math.min(MOST, Math.max(1, zoom.scale * STEP ** direction))
  // Rounding would keep a hair of zoom for ever.
  return inside({ ...zoom, scale: scale < 1.01 ? 1 : scale })
}

/** Moves what is seen by a share of the visible size. */
export function panBy(zoom: Zoom, dx: number, dy: number): Zoom {
  return inside({ ...zoom, x: zoom.x + dx, y: zoom.y + dy })
}

export function canZoomIn(zoom: Zoom): boolean {
  return zoom.scale < MOST
}

function inside({ scale, x, y }: Zoom): Zoom {
  const room = (scale - 1) / 2
  return { scale, x: clamp(x, room), y: clamp(y, room) }
}

function clamp(value: number, room: number): number {
  // Minus zero is no place of its own.
  return Math.min(room, Math.max(-room, value)) || 0
}
