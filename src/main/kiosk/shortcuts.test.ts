import { describe, expect, it } from 'vitest'
import { isKioskKey, type KeyInput } from './shortcuts.ts'

/** `Ctrl+Shift+I`, as Electron would report it. */
function chord(text: string): KeyInput {
  const parts = text.split('+')
  const key = parts.at(-1) ?? ''
  const isShifted = parts.includes('Shift') && key.length === 1
  return {
    key: isShifted ? key.toUpperCase() : key,
    code: /^[a-z]$/iu.test(key) ? `Key${key.toUpperCase()}` : key,
    control: parts.includes('Ctrl'),
    alt: parts.includes('Alt'),
    meta: parts.includes('Meta'),
  }
}

describe('the keys of a kiosk', () => {
  it.each([
    ...Array.from({ length: 24 }, (_, at) => `F${String(at + 1)}`),
    ...'rwntpsoujhfgdlkbe'.split('').map((letter) => `Ctrl+${letter}`),
    ...'abcdefghijklmnopqrstuvwxy'.split('').map((letter) => `Ctrl+Shift+${letter}`),
    ...['Ctrl+0', 'Ctrl+-', 'Ctrl+=', 'Ctrl++', 'Ctrl+Tab', 'Ctrl+Enter', 'Ctrl+Escape', 'Ctrl+F4'],
    ...[
      'Alt+F4',
      'Alt+ArrowLeft',
      'Alt+ArrowRight',
      'Alt+Home',
      'Alt+Tab',
      'Alt+d',
      'Alt+ ',
      'Alt+Enter',
    ],
    ...['Ctrl+Alt+Delete', 'Ctrl+Alt+t', 'Ctrl+Alt+F1', 'Shift+F10', 'Meta', 'Meta+r', 'Meta+Tab'],
    ...['ContextMenu', 'PrintScreen', 'BrowserBack', 'BrowserHome', 'LaunchMail', 'MediaPlayPause'],
    ...['Help', 'Sleep', 'Power', 'WakeUp', 'ZoomIn', 'Print', 'Unidentified'],
  ])('refuses %s', (text) => {
    expect(isKioskKey({ ...chord(text), meta: text.startsWith('Meta') })).toBe(false)
  })

  it.each([
    ...['a', 'Z', '7', ' ', 'ß', 'ä', 'ش', '😀', '.', '@'],
    ...['Enter', 'Tab', 'Backspace', 'Delete', 'ArrowLeft', 'Home', 'End', 'Escape', 'Shift'],
    ...['Ctrl+a', 'Ctrl+c', 'Ctrl+x', 'Ctrl+v', 'Ctrl+z', 'Ctrl+y', 'Ctrl+Shift+z'],
    ...['Ctrl+ArrowLeft', 'Ctrl+Backspace', 'Ctrl+Alt+@', 'Ctrl+Alt+€', 'Alt+ł', 'Dead', 'Process'],
  ])('lets %s through', (text) => {
    expect(isKioskKey(chord(text))).toBe(true)
  })

  it('kiosk recognises copy and paste on a keyboard without Latin letters', () => {
    const base = { control: true, alt: false, meta: false }
    expect(isKioskKey({ ...base, key: 'с', code: 'KeyC' })).toBe(true)
    expect(isKioskKey({ ...base, key: 'к', code: 'KeyR' })).toBe(false)
  })
})
