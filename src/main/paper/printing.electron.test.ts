import { expect, test, vi } from 'vitest'
import { silentLog } from '../platform/log.ts'
import { createMemoryStore } from '../platform/store.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { createPrinting } from './printing.electron.ts'

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

test('end of a visit cancels waiting prints, and the next customer can print', async () => {
  const printing = createPrinting({
    printer: 'Counter',
    silent: true,
    store: createMemoryStore(),
    clock: createManualClock(),
    log: silentLog,
  })
  const first = printing.print('<p>one</p>')
  const waiting = printing.print('<p>two</p>')
  await vi.waitFor(() => {
    expect(printed).toHaveLength(1)
  })
  await printing.endForVisit()
  const next = printing.print('<p>three</p>')
  finish()
  expect(await first).toBe(true)
  expect(await waiting).toBe(false)
  await vi.waitFor(() => {
    expect(printed).toHaveLength(2)
  })
  finish()
  expect(await next).toBe(true)
})

test('end of a visit cancels its own jobs in the system queue, and no others', async () => {
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
  const printing = createPrinting({
    printer: 'Counter',
    silent: true,
    spool,
    store: createMemoryStore(),
    clock,
    log: silentLog,
  })
  await printing.endForVisit()
  expect(await printing.print('<p>one</p>')).toBe(true)
  expect(await printing.print('<p>two</p>')).toBe(true)
  expect(submitted).toEqual(['a page', 'a page'])
  expect(withdrawn).toEqual([])
  await printing.endForVisit()
  expect(withdrawn).toEqual(['Counter-1', 'Counter-2'])
  await printing.endForVisit()
  expect(withdrawn).toHaveLength(2)
  // One that is being handed over while its visit ends goes the same way.
  const late = printing.print('<p>three</p>')
  await vi.waitFor(() => {
    expect(submitted).toHaveLength(3)
  })
  await printing.endForVisit()
  taken()
  expect(await late).toBe(false)
  expect(withdrawn.at(-1)).toBe('Counter-3')
})

test('customer is told that nothing was printed if the printer is missing or never answers', async () => {
  const clock = createManualClock()
  const spool = {
    submit: () => Promise.reject(new Error('no such printer')),
    withdraw: () => Promise.resolve(0),
  }
  const without = createPrinting({
    printer: 'Counter',
    silent: true,
    spool,
    store: createMemoryStore(),
    clock,
    log: silentLog,
  })
  expect(await without.print('<p>one</p>')).toBe(false)
  const printing = createPrinting({
    printer: 'Counter',
    silent: true,
    store: createMemoryStore(),
    clock,
    log: silentLog,
  })
  const before = printed.length
  const job = printing.print('<p>two</p>')
  await vi.waitFor(() => {
    expect(printed).toHaveLength(before + 1)
  })
  await clock.advance(60_000)
  expect(await job).toBe(false)
})

test('jobs are cancelled after a crash, and again if the queue did not answer', async () => {
  const withdrawn: string[] = []
  let isDown = true
  const spool = {
    submit: () => Promise.resolve('Counter-7'),
    withdraw(jobs: readonly string[]) {
      if (isDown) return Promise.reject(new Error('lpstat: connection refused'))
      withdrawn.push(...jobs)
      return Promise.resolve(jobs.length)
    },
  }
  const parts = { printer: 'Counter', silent: true, spool, log: silentLog } as const
  const store = createMemoryStore()
  const first = createPrinting({ ...parts, store, clock: createManualClock() })
  expect(await first.print('<p>one</p>')).toBe(true)
  // The app crashes here: another run finds the job.
  const second = createPrinting({ ...parts, store, clock: createManualClock() })
  await expect(second.endForVisit()).rejects.toThrow('refused')
  isDown = false
  await second.endForVisit()
  await second.endForVisit()
  expect(withdrawn).toEqual(['Counter-7'])
})
