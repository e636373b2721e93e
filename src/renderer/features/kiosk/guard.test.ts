import { afterEach, beforeEach, expect, test } from 'vitest'
import { guardPage } from './guard.ts'

let stop: () => void

beforeEach(() => {
  stop = guardPage(window)
})
afterEach(() => {
  stop()
  document.body.replaceChildren()
})

const send = (event: Event, target: EventTarget = document.body): boolean =>
  target.dispatchEvent(event)
const named = (name: string): Event => new Event(name, { bubbles: true, cancelable: true })

test.each(['contextmenu', 'dragstart', 'dragover', 'drop', 'auxclick'])(
  'refuses %s, and no more once ended',
  (name) => {
    expect(send(named(name))).toBe(false)
    stop()
    expect(send(named(name))).toBe(true)
  },
)

test('a wheel scrolls, but does not zoom', () => {
  const init = { bubbles: true, cancelable: true }
  expect(send(new WheelEvent('wheel', init))).toBe(true)
  expect(send(new WheelEvent('wheel', { ...init, ctrlKey: true }))).toBe(false)
})

test.each([
  ['file', false],
  ['color', false],
  ['checkbox', true],
])('a click on a field of the type %s', (type, goesOn) => {
  const field = document.createElement('input')
  field.type = type
  document.body.append(field)
  expect(send(new MouseEvent('click', { bubbles: true, cancelable: true }), field)).toBe(goesOn)
  expect(() => field.showPicker()).not.toThrow()
})

test('a field that is not in the page opens nothing, and others are pressed', () => {
  const pressed: string[] = []
  const make = (type: string): HTMLInputElement => {
    const field = document.createElement('input')
    field.type = type
    field.addEventListener('click', () => pressed.push(type))
    return field
  }
  const file = make('file')
  const label = document.createElement('label')
  label.append(file)
  file.click()
  file.dispatchEvent(new MouseEvent('click'))
  label.click()
  const box = make('checkbox')
  box.click()
  expect(pressed).toEqual(['checkbox'])
  expect(box.checked).toBe(true)
  stop()
  file.click()
  expect(pressed).toEqual(['checkbox', 'file'])
})

test('a script closes nothing', () => {
  const before = Object.getOwnPropertyDescriptor(window, 'close')
  window.close()
  expect(document.body.isConnected).toBe(true)
  stop()
  expect(Object.getOwnPropertyDescriptor(window, 'close')).not.toEqual(before)
})

test('of the editing commands only those of a keyboard are left', () => {
  stop()
  const run: string[] = []
  Object.defineProperty(document, 'execCommand', {
    configurable: true,
    value: (command: string) => run.push(command) > 0,
  })
  stop = guardPage(window)
  const answers = ['insertText', 'paste', 'print', 'delete'].map((name) =>
    // oxlint-disable-next-line @typescript-eslint/no-deprecated -- it is what is guarded
    document.execCommand(name),
  )
  expect(answers).toEqual([true, false, false, true])
  expect(run).toEqual(['insertText', 'delete'])
  stop()
  Reflect.deleteProperty(document, 'execCommand')
})

test('no other page, but its own places', () => {
  stop()
  const navigation = new EventTarget()
  Object.defineProperty(window, 'navigation', { configurable: true, value: navigation })
  stop = guardPage(window)
  const leave = (sameDocument: boolean): boolean =>
    send(Object.assign(named('navigate'), { destination: { sameDocument } }), navigation)
  expect(leave(false)).toBe(false)
  expect(leave(true)).toBe(true)
  Reflect.deleteProperty(window, 'navigation')
})
