import { expect, test, vi } from 'vitest'
import { silentLog } from '../support/log.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { createPress } from './printing.ts'

const printed: string[] = []
let finish: () => void = () => undefined

vi.mock('electron', () => {
  const webContents = {
    setWindowOpenHandler: () => undefined,
    getPrintersAsync: () => Promise.resolve([{ name: 'Counter' }]),
    printToPDF: () => Promise.resolve(Buffer.from('a page')),
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
  const press = createPress({
    printer: 'Counter',
    silent: true,
    clock: createManualClock(),
    log: silentLog,
  })
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

test("what a visit has left in the system's queue is taken back with it, and nothing else", async () => {
  const submitted: string[] = []
  const withdrawn: string[] = []
  let taken = (): void => undefined
  const spool = {
    submit(pdf: Uint8Array) {
      submitted.push(Buffer.from(pdf).toString())
      const job = `Counter-${String(submitted.length)}`
      return new Promise<string>((resolve) => {
        taken = () => resolve(job)
        if (submitted.length < 3) taken()
      })
    },
    withdraw(jobs: readonly string[]) {
      withdrawn.push(...jobs)
      return Promise.resolve(jobs.length)
    },
  }
  const clock = createManualClock()
  const press = createPress({ printer: 'Counter', silent: true, spool, clock, log: silentLog })
  press.endForVisit()
  expect(await press.print('<p>one</p>')).toBe(true)
  expect(await press.print('<p>two</p>')).toBe(true)
  expect(submitted).toEqual(['a page', 'a page'])
  expect(withdrawn).toEqual([])
  press.endForVisit()
  expect(withdrawn).toEqual(['Counter-1', 'Counter-2'])
  press.endForVisit()
  expect(withdrawn).toHaveLength(2)
  // One that is being handed over while its visit ends goes the same way.
  const late = press.print('<p>three</p>')
  await vi.waitFor(() => {
    expect(submitted).toHaveLength(3)
  })
  press.endForVisit()
  taken()
  expect(await late).toBe(false)
  expect(withdrawn.at(-1)).toBe('Counter-3')
})

test('a printer that is not there, or never answers, is a page that was not printed', async () => {
  const clock = createManualClock()
  const spool = {
    submit: () => Promise.reject(new Error('no such printer')),
    withdraw: () => Promise.resolve(0),
  }
  const without = createPress({ printer: 'Counter', silent: true, spool, clock, log: silentLog })
  expect(await without.print('<p>one</p>')).toBe(false)
  const press = createPress({ printer: 'Counter', silent: true, clock, log: silentLog })
  const before = printed.length
  const job = press.print('<p>two</p>')
  await vi.waitFor(() => {
    expect(printed).toHaveLength(before + 1)
  })
  await clock.advance(60_000)
  expect(await job).toBe(false)
})
