import { render, screen } from '@testing-library/svelte'
import { createRawSnippet, flushSync } from 'svelte'
import { expect, test, vi } from 'vitest'
import Button from './Button.svelte'
import Checkbox from './Checkbox.svelte'
import Choice from './Choice.svelte'
import Dialog from './Dialog.svelte'
import Steps from './Steps.svelte'
import { modalDialogs } from './test-dialogs.ts'
import TextArea from './TextArea.svelte'
import TextField from './TextField.svelte'

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }))

function describedBy(element: Element): string {
  return (element.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent.trim() ?? '')
    .filter((text) => text !== '')
    .join(' | ')
}

test('a busy button keeps its place and does nothing', () => {
  const onclick = vi.fn()
  render(Button, { busy: true, onclick, children: words('Send') })
  const button = screen.getByRole('button', { name: 'Send' })
  button.click()
  expect(onclick).not.toHaveBeenCalled()
  expect(button.getAttribute('aria-busy')).toBe('true')
  expect(button.hasAttribute('disabled')).toBe(false)
})

test('a field is named by its label, and described by hint and error', () => {
  render(TextField, { label: 'Your name', value: '', hint: 'As you like', error: 'Please tell us' })
  const field = screen.getByLabelText('Your name')
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(describedBy(field)).toBe('As you like | Please tell us')
})

test('the counter counts characters as people do not see code units, and cuts nothing off', () => {
  const counter = (left: number): string => (left < 0 ? `${-left} too many` : `${left} left`)
  const { rerender } = render(TextArea, { label: 'Message', value: '👍👍', maxLength: 5, counter })
  const field = screen.getByRole('textbox', { name: 'Message' })
  expect(describedBy(field)).toBe('3 left')
  void rerender({ value: 'abcdefg' })
  flushSync()
  expect(describedBy(field)).toBe('2 too many')
  expect(field.getAttribute('aria-invalid')).toBe('true')
})

test('a choice is a group of radio buttons with its legend', () => {
  const onchoose = vi.fn()
  render(Choice, {
    legend: 'Topic',
    value: '',
    options: [
      { value: 'a', label: 'Order' },
      { value: 'b', label: 'Repair', note: 'or warranty' },
    ],
    onchoose,
  })
  expect(screen.getByRole('radiogroup', { name: 'Topic' })).toBeTruthy()
  screen.getByRole('radio', { name: /Repair/u }).click()
  expect(onchoose).toHaveBeenCalledWith('b')
})

test('a required checkbox is marked', () => {
  render(Checkbox, { label: 'I agree', checked: false, error: 'Please agree first' })
  const box = screen.getByRole('checkbox', { name: 'I agree' })
  expect(describedBy(box)).toBe('Please agree first')
})

test('steps are described in words', () => {
  const { container } = render(Steps, { current: 2, total: 4, label: 'Step 2 of 4' })
  expect(container.textContent.trim()).toBe('Step 2 of 4')
  expect(container.querySelectorAll('.done').length).toBe(2)
})

test('a dialog is named, closes by its button, and gives the focus back', () => {
  modalDialogs()
  const opener = document.createElement('button')
  document.body.append(opener)
  opener.focus()
  const onclose = vi.fn()
  render(Dialog, {
    open: true,
    title: 'Choose',
    description: 'One of them',
    closeLabel: 'Close',
    onclose,
  })
  flushSync()
  expect(describedBy(screen.getByRole('dialog', { name: 'Choose' }))).toBe('One of them')
  screen.getByRole('button', { name: 'Close' }).click()
  flushSync()
  expect(onclose).toHaveBeenCalledTimes(1)
  expect(document.activeElement).toBe(opener)
  opener.remove()
})
