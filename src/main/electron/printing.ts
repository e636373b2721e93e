import { BrowserWindow, session, type WebContents } from 'electron'
import type { Log } from '../support/log.ts'
import { SAFE_PREFERENCES } from './window.ts'

interface Options {
  /** Name of the printer in the system; empty for none. */
  readonly printer: string
  /** Print at once, without the system's dialog. */
  readonly silent: boolean
  readonly log: Log
}

export interface Press {
  /** Prints a static page of ours; false where the paper did not come or the customer thought better. */
  print(html: string): Promise<boolean>
  /** What waits to be printed is not printed any more; what the printer has is its own. */
  endForVisit(): void
  /** The page as an A4 PDF file. */
  toPdf(html: string): Promise<Uint8Array>
}

/** In memory: nothing of a conversation is written to the disk. */
const PARTITION = 'callpoint-press'
const ADDRESS = 'paper://callpoint/'

/** Prints static pages in a hidden, sandboxed window without scripts. */
export function createPress({ printer, silent, log }: Options): Press {
  let queue: Promise<unknown> = Promise.resolve()
  let visits = 0

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
    },
    print: (html) => {
      const visit = visits
      return inTurn(async () => {
        if (visit !== visits) {
          log.info('a print job ended with its visit')
          return false
        }
        return withPage(html, async (contents) => {
          if (silent && !(await contents.getPrintersAsync()).some(({ name }) => name === printer)) {
            log.error('the printer of the policy is not there', { printer })
            return false
          }
          return new Promise<boolean>((resolve) => {
            const device = printer === '' ? {} : { deviceName: printer }
            contents.print({ silent, ...device, pageSize: 'A4' }, (success, reason) => {
              if (!success) log.warn('nothing was printed', { reason })
              resolve(success)
            })
          })
        })
      })
    },
    toPdf: (html) =>
      inTurn(() =>
        withPage(html, (contents) =>
          contents.printToPDF({ pageSize: 'A4', preferCSSPageSize: true, printBackground: true }),
        ),
      ),
  }
}
