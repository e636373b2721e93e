import { expect, it } from 'vitest'
import { startVirtualDisplay } from './display.ts'
import { which } from '../../../scripts/lib/command.ts'
import { codesOf, openXDisplay } from './x-display.ts'

it('X client maps keys to codes', () => {
  expect(codesOf('Ctrl+Shift+i')).toEqual([37, 50, 31])
  expect(codesOf('Alt+F4')).toEqual([64, 70])
  expect(codesOf('Ctrl+-')).toEqual([37, 20])
  expect(() => codesOf('Ctrl+Nonsense')).toThrow('no key')
})

it.skipIf(which('Xvfb') === undefined)(
  'sees an empty display, and can press its keys',
  async () => {
    const display = await startVirtualDisplay(undefined, { width: 320, height: 200 })
    const x = await openXDisplay(display.environment)
    expect(await x.windows()).toEqual([])
    await x.chord(codesOf('Ctrl+q'))
    await x.click(3, 10, 10)
    await x.drag([1, 1], [100, 100])
    expect(await x.windows()).toEqual([])
    x.close()
    display.close()
  },
)
