import { encodePng } from '../machine/screen-picture.ts'

/** A picture as a shop might bring one, as a PNG's bytes: dusk over hills, with lit windows. */
export function duskPicture(width: number, height: number): Buffer {
  const line = 1 + width * 3
  const pixels = Buffer.alloc(line * height)
  const ridge = (x: number, layer: number): number =>
    0.4 +
    layer * 0.09 +
    0.05 * Math.sin((x / width) * (5 + layer * 2) + layer * 2) +
    0.02 * Math.sin((x / width) * 23 + layer)
  const sun = { x: 0.68 * width, y: 0.32 * height, radius: 0.09 * Math.min(width, height) }
  for (let x = 0; x < width; x += 1) {
    const ridges = [0, 1, 2, 3].map((layer) => ridge(x, layer))
    for (let y = 0; y < height; y += 1) {
      const at = y * line + 1 + x * 3
      const down = y / height
      const layer = ridges.filter((top) => down > top).length
      const distance = Math.hypot(x - sun.x, y - sun.y) / sun.radius
      const glow = distance < 1 ? 1 : Math.exp(-(distance - 1) / 2.2) * 0.75
      const sky = [34 + 190 * down, 40 + 120 * down, 92 + 40 * down]
      const hill = [70 - layer * 15, 62 - layer * 11, 92 - layer * 15]
      const [base, light] = layer === 0 ? [sky, glow] : [hill, glow * 0.16]
      const warm = [255, 214, 150]
      for (let part = 0; part < 3; part += 1) {
        const from = base[part] ?? 0
        pixels[at + part] = Math.round(from + ((warm[part] ?? 0) - from) * light)
      }
    }
  }
  return encodePng(width, height, pixels)
}
