/**
 * An attachment that tells how wide an element is in whole device pixels, and how many of them make a CSS pixel:
 * at once, and whenever its width, the zoom or the screen changes. Tells nothing where a browser cannot measure.
 */
export function watchRoom(
  tell: (pixels: number, ratio: number) => void,
): (element: Element) => (() => void) | undefined {
  return (element) => {
    if (!('ResizeObserver' in window)) return undefined
    let width = 0
    const measure = (): void => {
      const ratio = window.devicePixelRatio
      // A hundredth for what a fraction of a pixel loses on its way.
      tell(Math.floor(width * ratio + 0.01), ratio)
    }
    const sizes = new ResizeObserver((entries) => {
      width = entries.at(-1)?.contentRect.width ?? 0
      measure()
    })
    sizes.observe(element)
    const changes = new AbortController()
    const watchRatio = (): void => {
      const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
      const changed = (): void => {
        measure()
        watchRatio()
      }
      query.addEventListener('change', changed, { once: true, signal: changes.signal })
    }
    watchRatio()
    return () => {
      sizes.disconnect()
      changes.abort()
    }
  }
}
