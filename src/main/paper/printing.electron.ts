import { BrowserWindow, session, type WebContents } from 'electron'
import { z } from 'zod'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { PrintQueue } from './print-queue.ts'
import type { Store } from '../platform/store.ts'
import { SAFE_PREFERENCES } from '../window/window.electron.ts'
import { ours, quoting } from '../platform/said.ts'

interface Options {
  /** Name of the system's printer; its default where empty. */
  readonly printer: string
  /** Print at once, without the system's dialog. */
  readonly silent: boolean
  /**
   * The system's queue of a kiosk's printer, where we know how to speak with it: its jobs have names, so that those of
   * a visit can be taken back; and Electron 25 prints nothing silently (electron#39092).
   */
  readonly spool?: PrintQueue | undefined
  /** Of this device: it keeps the names of jobs through a crash, so that they can still be cancelled. */
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
}

export interface Printing {
  /** Prints a static page of ours; false where the paper did not come or the customer thought better. */
  print(html: string): Promise<boolean>
  /**
   * What waits to be printed, here or in the system's queue, is not printed any more; what is on paper already is its
   * owner's. Rejects if the queue does not answer: the next wipe tries those jobs again.
   */
  endForVisit(): Promise<void>
  /** The page as an A4 PDF file. */
  toPdf(html: string): Promise<Uint8Array>
}

const JOBS = 'print.jobs'
const MOST_JOBS = 100
const jobsSchema = z.array(z.string().max(300)).max(MOST_JOBS).catch([])

/** In memory: nothing of a conversation is written to the disk. */
const PARTITION = 'callpoint-printing'
const ADDRESS = 'paper://callpoint/'
/** A printer that was asked without a dialog has answered by then; some versions of Electron never do. */
const SILENCE_MS = 60_000

/** Prints static pages in a hidden, sandboxed window without scripts. */
export function createPrinting({ printer, silent, spool, store, clock, log }: Options): Printing {
  let queue: Promise<unknown> = Promise.resolve()
  let visits = 0
  /** In the system's queue: those of this visit, and earlier ones that could not be cancelled. */
  const jobs = (): readonly string[] => jobsSchema.parse(store.get(JOBS) ?? [])
  const keep = (those: readonly string[]): void => {
    if (those.length > 0) store.set(JOBS, those.slice(-MOST_JOBS))
    else store.delete(JOBS)
  }

  async function withdraw(those: readonly string[]): Promise<void> {
    if (those.length === 0) return
    try {
      const withdrawn = await spool?.withdraw(those)
      keep(jobs().filter((job) => !those.includes(job)))
      log.info('the print jobs of the visit were cancelled', { jobs: those.length, withdrawn })
    } catch (error) {
      log.error('print jobs of the visit may still be queued', { jobs: those.length, error })
      throw error
    }
  }

  async function hand(to: PrintQueue, html: string, visit: number): Promise<boolean> {
    const pdf = await withPage(html, pdfOf)
    if (visit !== visits) return false
    try {
      const job = await to.submit(pdf)
      keep([...jobs(), job])
      if (visit !== visits) await withdraw([job])
      return visit === visits
    } catch (error) {
      log.error('the printer of the policy does not print', { printer: ours(printer), error })
      return false
    }
  }

  async function printWith(contents: WebContents): Promise<boolean> {
    if (silent && !(await contents.getPrintersAsync()).some(({ name }) => name === printer)) {
      log.error('the printer of the policy is not there', { printer: ours(printer) })
      return false
    }
    return new Promise<boolean>((resolve) => {
      const end = (success: boolean, reason: string): void => {
        cancel()
        if (!success) log.warn('nothing was printed', { reason: quoting(reason) })
        resolve(success)
      }
      // A dialog stays open for as long as the customer likes.
      const cancel = silent
        ? clock.after(SILENCE_MS, () => end(false, 'no answer'))
        : () => undefined
      const device = printer === '' ? {} : { deviceName: printer }
      contents.print({ silent, ...device, pageSize: 'A4' }, end)
    })
  }

  /** One page at a time: they share an address. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = queue.then(task, task)
    queue = done.catch(() => undefined)
    return done
  }

  async function withPage<T>(html: string, use: (contents: WebContents) => Promise<T>): Promise<T> {
    const { protocol, webRequest } = session.fromPartition(PARTITION)
    protocol.handle('paper', () => {
      return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
    })
    webRequest.onBeforeRequest(({ url }, answer) => {
      answer({ cancel: url !== ADDRESS })
    })
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        ...SAFE_PREFERENCES,
        partition: PARTITION,
        javascript: false,
        images: false,
        devTools: false,
      },
    })
    try {
      const { webContents } = window
      webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
      await window.loadURL(ADDRESS)
      return await use(webContents)
    } finally {
      window.destroy()
      protocol.unhandle('paper')
    }
  }

  return {
    endForVisit() {
      visits += 1
      return withdraw(jobs())
    },
    print: (html) => {
      const visit = visits
      return inTurn(async () => {
        if (visit !== visits) {
          log.info('a print job ended with its visit')
          return false
        }
        return spool === undefined
          ? await withPage(html, printWith)
          : await hand(spool, html, visit)
      })
    },
    toPdf: (html) => inTurn(() => withPage(html, pdfOf)),
  }
}

function pdfOf(contents: WebContents): Promise<Uint8Array> {
  return contents.printToPDF({ pageSize: 'A4', preferCSSPageSize: true, printBackground: true })
}
