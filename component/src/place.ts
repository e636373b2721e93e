/**
 * Where an element stands among those of its tab: the way through the frames, then its id, or its number among its kind.
 * The same after a reload; no two elements of a tab have the same one.
 */
export function placeOf(element: Element): string {
  const way: string[] = []
  let window: Window | null = element.ownerDocument.defaultView
  while (window !== null && window.parent !== window) {
    const { parent }: Window = window
    way.unshift(
      String(Array.from({ length: parent.length }, (_, at) => parent[at]).indexOf(window)),
    )
    window = parent
  }
  const kin = [...element.ownerDocument.querySelectorAll(element.localName)]
  way.push(element.id === '' ? String(kin.indexOf(element)) : `#${element.id}`)
  return way.join('/')
}
