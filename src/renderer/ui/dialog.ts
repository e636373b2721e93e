/** Whether a key was pressed in a dialog, which lies over everything that would take the key. */
export function isInDialog({ target }: Event): boolean {
  return target instanceof Element && target.closest('dialog') !== null
}
