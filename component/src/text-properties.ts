import { TEXT_NAMES, type TextName } from '../../src/renderer/features/call/texts.ts'

interface HasTexts {
  textOf(name: TextName): string
  setText(name: TextName, text: string | null): void
}

/** C44: every text is a property too, by its own name. */
export function defineTexts({ prototype }: { readonly prototype: HasTexts }): void {
  for (const name of TEXT_NAMES) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HasTexts) {
        return this.textOf(name)
      },
      set(this: HasTexts, value: unknown) {
        this.setText(name, typeof value === 'string' ? value : null)
      },
    })
  }
}
