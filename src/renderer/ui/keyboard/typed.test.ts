import { expect, test } from 'vitest'
import { isTyped } from './typed.ts'

/** What a key on an element says; `within` wraps it. */
function typedOn(name: string, init: KeyboardEventInit, within?: string): boolean {
  const target = name === 'body' ? document.body : document.createElement(name)
  const outer = within === undefined ? undefined : document.createElement(within)
  if (outer !== undefined) outer.append(target)
  if (name !== 'body') document.body.append(outer ?? target)
  let answer = false
  target.addEventListener(
    'keydown',
    (event) => {
      answer = isTyped(event)
    },
    { once: true },
  )
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
  document.body.replaceChildren()
  return answer
}

test.each([
  ['a letter on the body', 'body', { key: 'a' }, undefined, true],
  ['a letter on a heading', 'h1', { key: 'a' }, undefined, true],
  ['a letter on a button', 'button', { key: 'a' }, undefined, true],
  ['the space bar on a button', 'button', { key: ' ' }, undefined, false],
  ['a letter in a field', 'input', { key: 'a' }, undefined, false],
  ['a letter in a dialog', 'p', { key: 'a' }, 'dialog', false],
  ['a shortcut', 'body', { key: 'c', ctrlKey: true }, undefined, false],
  ['an arrow', 'body', { key: 'ArrowDown' }, undefined, false],
  ['a letter being composed', 'body', { key: 'a', isComposing: true }, undefined, false],
])('customer who presses %s', (_what, name, init, within, typed) => {
  expect(typedOn(name, init, within)).toBe(typed)
})
