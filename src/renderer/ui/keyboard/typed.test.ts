import { expect, test } from 'vitest'
import { isTyped } from './typed.ts'

function typedOn(html: string, init: KeyboardEventInit): boolean {
  document.body.innerHTML = html
  const target = document.body.querySelector('[data-here]') ?? document.body
  let answer = false
  const listen = (event: Event): void => {
    answer = event instanceof KeyboardEvent && isTyped(event)
  }
  target.addEventListener('keydown', listen)
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
  target.removeEventListener('keydown', listen)
  return answer
}

test.each([
  ['a letter on the body', '', { key: 'a' }, true],
  ['a letter on a heading', '<h1 data-here tabindex="-1">x</h1>', { key: 'a' }, true],
  ['a letter on a button', '<button data-here>x</button>', { key: 'a' }, true],
  ['the space bar on a button', '<button data-here>x</button>', { key: ' ' }, false],
  ['a letter in a field', '<input data-here>', { key: 'a' }, false],
  ['a letter in a dialog', '<dialog open><p data-here>x</p></dialog>', { key: 'a' }, false],
  ['a shortcut', '', { key: 'c', ctrlKey: true }, false],
  ['an arrow', '', { key: 'ArrowDown' }, false],
  ['a letter being composed', '', { key: 'a', isComposing: true }, false],
])('%s: %#', (_name, html, init, typed) => {
  expect(typedOn(html, init)).toBe(typed)
})
