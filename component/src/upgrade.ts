/** On a server that renders pages there are no elements: it may import the package, and nothing comes of it there. */
export const ElementBase = ((globalThis as { readonly HTMLElement?: typeof HTMLElement })
  .HTMLElement ?? Object) as typeof HTMLElement

/** What a page has set on an element before its script came hides the properties of these names: it is set again. */
export function takeOver(element: HTMLElement, names: readonly string[]): void {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue
    const value: unknown = Reflect.get(element, name)
    Reflect.deleteProperty(element, name)
    Reflect.set(element, name, value)
  }
}
