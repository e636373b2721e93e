/** A key as Electron reports it before the page sees it. */
export interface KeyInput {
  /** `KeyboardEvent.key`. */
  readonly key: string
  /** `KeyboardEvent.code`. */
  readonly code: string
  readonly control: boolean
  readonly alt: boolean
  readonly meta: boolean
}

const EDITING = new Set([
  'Backspace',
  'Delete',
  'Home',
  'End',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
])

/** Keys with a name that a form needs; whatever is not here (F5, BrowserBack, PrintScreen ...) is refused. */
const NAMED = new Set([
  ...EDITING,
  'Enter',
  'Tab',
  'Escape',
  'Insert',
  'PageUp',
  'PageDown',
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'CapsLock',
  'NumLock',
  'Dead',
  'Compose',
  'Process',
  'Convert',
  'NonConvert',
  'KanaMode',
  'HangulMode',
  'HanjaMode',
  'Hankaku',
  'Zenkaku',
  'ZenkakuHankaku',
  'Hiragana',
  'Katakana',
  'ModeChange',
])

/** Copy, cut, paste, undo, redo and select all: what a field does with the control key. */
const FIELD_LETTERS = new Set(['a', 'c', 'x', 'v', 'y', 'z'])

/**
 * Whether a kiosk lets a key through: writing and moving about in a form, nothing else. An
 * allow-list, since no list of shortcuts is ever complete.
 */
export function isKioskKey({ key, code, control, alt, meta }: KeyInput): boolean {
  if (meta || /^F\d+$/u.test(key) || /^F\d+$/u.test(code)) return false
  const isCharacter = Array.from(key).length === 1
  // AltGr is Ctrl+Alt on Windows, and Option on a Mac: a letter with it is a shortcut, `@` or `ł` is writing.
  if (alt)
    return key === 'Alt' || key === 'AltGraph' || (isCharacter && !/[\sA-Za-z0-9]/u.test(key))
  if (!control) return isCharacter || NAMED.has(key)
  return key === 'Control' || key === 'Shift' || EDITING.has(key) || isFieldLetter(key, code)
}

/** By the letter where the layout has Latin ones, else by the place of the key. */
function isFieldLetter(key: string, code: string): boolean {
  if (/^[a-z]$/iu.test(key)) return FIELD_LETTERS.has(key) || key === 'Z'
  return /^Key[A-Z]$/u.test(code) && FIELD_LETTERS.has(code.slice(3).toLowerCase())
}
