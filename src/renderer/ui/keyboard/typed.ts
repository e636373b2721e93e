/** Whether a key writes a character that no field would take, as something else has the focus. */
export function isTyped(event: KeyboardEvent): boolean {
  const { key, ctrlKey, altKey, metaKey, isComposing, defaultPrevented, target } = event
  if (key.length !== 1 || ctrlKey || altKey || metaKey || isComposing || defaultPrevented) {
    return false
  }
  if (!(target instanceof Element)) return true
  // A dialog is answered first; on a button the space bar presses it.
  if (target.closest('input, textarea, select, dialog, [contenteditable]') !== null) return false
  return key !== ' ' || target.closest('button, a, [role=button]') === null
}
