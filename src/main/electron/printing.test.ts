import { expect, test, vi } from 'vitest'
import { silentLog } from '../support/log.ts'
import { createPress } from './printing.ts'

const printed: string[] = []
let finish: () => void = () => undefined

vi.mock('electron', () => {
  const webContents = {
    setWindowOpenHandler: () => undefined,
    getPrintersAsync: () => Promise.resolve([{ name: 'Counter' }]),
    print(_options: unknown, tell: (ok: boolean, why: string) => void) {
      printed.push('paper')
      finish = () => {
        tell(true, '')
      }
    },
  }
  class BrowserWindow {
    webContents = webContents
    loadURL = () => Promise.resolve()
    destroy = () => undefined
  }
  const made = {
    protocol: { handle: () => undefined, unhandle: () => undefined },
    webRequest: { onBeforeRequest: () => undefined },
  }
  return { BrowserWindow, session: { fromPartition: () => made }, app: {} }
})

test('what waits to be printed when a visit ends is not printed; the next customer can', async () => {
  const press = createPress({ printer: 'Counter', silent: true, log: silentLog })
  const first = press.print('<p>one</p>')
  const waiting = press.print('<p>two</p>')
  await vi.waitFor(() => {
    expect(printed).toHaveLength(1)
  })
  press.endForVisit()
  const next = press.print('<p>three</p>')
  finish()
  expect(await first).toBe(true)
  expect(await waiting).toBe(false)
  await vi.waitFor(() => {
    expect(printed).toHaveLength(2)
  })
  finish()
  expect(await next).toBe(true)
})
