import { render, screen } from '@testing-library/svelte'
import jsQR from 'jsqr'
import { tick } from 'svelte'
import { expect, test, vi } from 'vitest'
import QrCode from './QrCode.svelte'

/** Paints the path's rectangles (`M x y h w v1 h -w z`) as a scanner would see them. */
function picture(path: string, size: number, scale: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray((size * scale) ** 2 * 4).fill(255)
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row += 1) {
      for (let at = Number(x) * scale; at < (Number(x) + Number(width)) * scale; at += 1) {
        pixels.fill(0, (row * size * scale + at) * 4, (row * size * scale + at) * 4 + 3)
      }
    }
  }
  return pixels
}

test('a scanner can read the code', () => {
  const text = 'https://nordlicht.example/fjord-6?from=kiosk&ä=ö'
  render(QrCode, { text, label: 'Take the page along' })
  const image = screen.getByRole('img', { name: 'Take the page along' })
  const size = Number(image.getAttribute('viewBox')?.split(' ')[2])
  const path = image.querySelector('path')?.getAttribute('d') ?? ''
  const scale = 4
  const read = jsQR(picture(path, size, scale), size * scale, size * scale)
  expect(read?.data).toBe(text)
})

test('a module is a whole number of device pixels, also after a change of zoom', async () => {
  const zooms: (() => void)[] = []
  let measure = (_width: number): void => undefined
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(tell: (entries: readonly object[]) => void) {
        measure = (width) => tell([{ contentRect: { width } }])
      }
      observe(): void {}
      disconnect(): void {}
    },
  )
  vi.stubGlobal('matchMedia', () => ({
    addEventListener: (_: string, changed: () => void) => zooms.push(changed),
  }))
  vi.stubGlobal('devicePixelRatio', 1.25)
  try {
    render(QrCode, { text: 'https://nordlicht.example/', label: 'Take the page along' })
    const image = screen.getByRole('img', { name: 'Take the page along' })
    const size = Number(image.getAttribute('viewBox')?.split(' ')[2])
    const pixels = (ratio: number) => Number.parseFloat(image.style.inlineSize) * ratio
    measure(300)
    await tick()
    expect(pixels(1.25)).toBeCloseTo(Math.floor((300 * 1.25) / size) * size, 1)
    vi.stubGlobal('devicePixelRatio', 1.5)
    zooms.at(-1)?.()
    await tick()
    expect(pixels(1.5)).toBeCloseTo(Math.floor((300 * 1.5) / size) * size, 1)
    // The next change is waited for as well.
    expect(zooms).toHaveLength(2)
  } finally {
    vi.unstubAllGlobals()
  }
})
