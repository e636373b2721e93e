import type { Callpoint } from '../app/callpoint.ts'

/** What would go to the system's printer; there is none in a test. */
export interface Job {
  readonly options: Readonly<Record<string, unknown>>
  readonly title: string
}

/**
 * Puts printers of these names in the place of the system's, and a path in that of its save dialog
 * (empty: cancelled). Answers what reads the jobs.
 */
export async function equip({ app }: Callpoint, printers: readonly string[], path: string) {
  await app.evaluate(
    ({ app: electron, dialog, webContents }, [names, target]) => {
      const jobs: Job[] = []
      Reflect.set(globalThis, 'printJobs', jobs)
      const equipOne = (contents: Electron.WebContents): void => {
        contents.getPrintersAsync = () =>
          Promise.resolve(names.map((name) => ({ name }) as Electron.PrinterInfo))
        contents.print = (options, tell) => {
          jobs.push({ options: { ...options }, title: contents.getTitle() })
          tell?.(true, '')
        }
      }
      for (const contents of webContents.getAllWebContents()) equipOne(contents)
      electron.on('web-contents-created', (_event, contents) => {
        equipOne(contents)
      })
      dialog.showSaveDialog = () => Promise.resolve({ canceled: target === '', filePath: target })
    },
    [printers, path] as const,
  )
  return async () =>
    await app.evaluate(() => (Reflect.get(globalThis, 'printJobs') ?? []) as readonly Job[])
}
