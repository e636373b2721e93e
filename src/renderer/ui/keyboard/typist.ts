import type { Field } from './fields.ts'

/*
 * Writing into a field as a keyboard would. Chromium's own editing commands do it: real, trusted
 * input events, caret, undo, `maxlength`, whole characters, fields of the type e-mail. They are no
 * standard, so what they refuse is done by hand.
 */

/** Writes `text` at the caret or over the selection. */
export function write(field: Field, text: string): void {
  if (edit(field, 'insertText', text)) return
  replace(field, 'insertText', text, (start, end) => [start, end])
}

/** Takes the selection away, or the character before the caret. */
export function erase(field: Field): void {
  if (edit(field, 'delete')) return
  replace(field, 'deleteContentBackward', '', (start, end) => {
    if (start !== end) return [start, end]
    const last = Array.from(field.value.slice(0, start)).at(-1) ?? ''
    return [start - last.length, start]
  })
}

/** As the Enter key: the page hears of it first; then a new line, or the form goes off. */
export function enter(field: Field): void {
  const init = { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, composed: true }
  const goesOn = field.dispatchEvent(new KeyboardEvent('keydown', init))
  if (goesOn) {
    if (field instanceof HTMLTextAreaElement) breakLine(field)
    else field.form?.requestSubmit()
  }
  field.dispatchEvent(new KeyboardEvent('keyup', init))
}

function breakLine(field: HTMLTextAreaElement): void {
  if (edit(field, 'insertLineBreak')) return
  replace(field, 'insertLineBreak', '\n', (start, end) => [start, end])
}

function edit(field: Field, command: string, text?: string): boolean {
  if (document.activeElement !== field) return false
  // oxlint-disable-next-line @typescript-eslint/no-deprecated -- nothing else writes as a keyboard does
  const run: unknown = document.execCommand
  return typeof run === 'function' && Reflect.apply(run, document, [command, false, text]) === true
}

function replace(
  field: Field,
  inputType: string,
  text: string,
  range: (start: number, end: number) => readonly [number, number],
): void {
  const { selectionStart, selectionEnd } = field
  // A field that tells no caret (e-mail) is written at its end.
  const length = field.value.length
  const [start, end] = range(selectionStart ?? length, selectionEnd ?? length)
  const room = field.maxLength < 0 ? Infinity : field.maxLength - length + (end - start)
  if (text.length > room || (start === end && text === '')) return
  const init = { inputType, data: text === '' ? null : text, bubbles: true, composed: true }
  if (!field.dispatchEvent(new InputEvent('beforeinput', { ...init, cancelable: true }))) return
  if (selectionStart === null) {
    field.value = field.value.slice(0, start) + text + field.value.slice(end)
  } else {
    field.setRangeText(text, start, end, 'end')
  }
  field.dispatchEvent(new InputEvent('input', init))
}
