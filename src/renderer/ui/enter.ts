import { isInDialog } from './dialog.ts'

/**
 * Whether this key goes on from a field of a form. On a button Enter presses it, with Shift it begins a line, and while
 * a word is being composed (Japanese, Chinese) it ends the word.
 */
export function goesOn(event: KeyboardEvent): boolean {
  const { key, target, shiftKey, ctrlKey, altKey, metaKey, isComposing, defaultPrevented } = event
  if (key !== 'Enter' || defaultPrevented || isComposing || isInDialog(event)) return false
  if (ctrlKey || altKey || metaKey) return false
  return target instanceof HTMLTextAreaElement ? !shiftKey : target instanceof HTMLInputElement
}

/** The field of a form that an event or a focus belongs to: the `data-field` around it. */
export function fieldOf(target: EventTarget | null): string | undefined {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null
  return place?.dataset['field']
}

/** Where Enter leads from a field: to the next one that is still open, else to an earlier one. */
export function openAfter<Field>(
  fields: readonly Field[],
  from: Field,
  isOpen: (field: Field) => boolean,
): Field | undefined {
  const at = fields.indexOf(from)
  return [...fields.slice(at + 1), ...fields.slice(0, Math.max(at, 0))].find(isOpen)
}
