import type { Destination } from '../../src/renderer/features/call/entry.svelte.ts'
import {
  DEFAULT_TEXTS,
  type CallTexts,
  type TextName,
} from '../../src/renderer/features/call/texts.ts'

/** A destination of a plain web page: with the number that only the server of an app would know. */
export interface PageDestination extends Destination {
  /** Pilot number or SIP address. */
  readonly number: string
}

/** What the page has said, by attributes and properties, as the component shows it. */
export class ElementModel {
  texts = $state.raw<CallTexts>(DEFAULT_TEXTS)
  destinations = $state.raw<readonly PageDestination[]>([])
  customerNumber = $state('')
  destinationKey = $state('')
  direction = $state<'ltr' | 'rtl'>('ltr')

  /** Null brings the default back. */
  setText(name: TextName, text: string | null): void {
    this.texts = { ...this.texts, [name]: text ?? DEFAULT_TEXTS[name] }
  }
}
