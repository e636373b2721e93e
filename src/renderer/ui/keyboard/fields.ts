import type { Kind } from './layouts.ts'

export type Field = HTMLInputElement | HTMLTextAreaElement

const TYPES = new Set(['text', 'search', 'tel', 'url', 'email', 'password', 'number'])

/** The field that text can be written into, or undefined for anything else. */
export function fieldOf(target: unknown): Field | undefined {
  if (target instanceof HTMLTextAreaElement) return isOpen(target) ? target : undefined
  if (!(target instanceof HTMLInputElement) || !TYPES.has(target.type)) return undefined
  return isOpen(target) ? target : undefined
}

function isOpen(field: Field): boolean {
  return !field.readOnly && !field.disabled && field.inputMode !== 'none'
}

/** `inputmode` says what to write with; without it the type does. */
export function kindOf(field: Field): Kind {
  switch (field.inputMode === '' ? field.type : field.inputMode) {
    case 'tel':
      return 'tel'
    case 'numeric':
    case 'decimal':
    case 'number':
      return 'number'
    case 'email':
    case 'url':
      return 'email'
    default:
      return 'text'
  }
}

/** The text of these fields is hidden, and so is the key that was touched. */
export function isSecret(field: Field): boolean {
  return field.type === 'password' || /password|one-time-code|cc-/u.test(field.autocomplete)
}

/** Whether the next letter is a capital: what the field asks for after `before`, at the caret by default. */
export function wantsCapital(field: Field, before = textBefore(field)): boolean {
  if (isSecret(field) || kindOf(field) !== 'text' || before === undefined) return false
  const wish = field.autocapitalize === '' ? defaultOf(field) : field.autocapitalize
  switch (wish) {
    case 'characters':
      return true
    case 'words':
      return /(^|[\s-])$/u.test(before)
    case 'sentences':
    case 'on':
      return before.trim() === '' || /[.!?]["')\]]?\s+$|\n$/u.test(before)
    default:
      return false
  }
}

function textBefore({ selectionStart, value }: Field): string | undefined {
  return selectionStart === null ? undefined : value.slice(0, selectionStart)
}

function defaultOf(field: Field): string {
  return field instanceof HTMLTextAreaElement ? 'sentences' : 'none'
}
