import { expect, it } from 'vitest'
import { dropSwitches } from './switches.ts'

function lineOf(...names: string[]) {
  const left = new Set(names)
  return {
    left,
    hasSwitch: (name: string) => left.has(name),
    removeSwitch: (name: string) => void left.delete(name),
  }
}

it('removes switches that weaken security', () => {
  const line = lineOf('ignore-certificate-errors', 'lang', 'remote-debugging-port')
  expect(dropSwitches(line, false)).toEqual(['ignore-certificate-errors'])
  expect([...line.left]).toEqual(['lang', 'remote-debugging-port'])
})

it('removes debugger switches from a packaged kiosk', () => {
  const line = lineOf('remote-debugging-port', 'lang')
  expect(dropSwitches(line, true)).toEqual(['remote-debugging-port'])
  expect([...line.left]).toEqual(['lang'])
})
