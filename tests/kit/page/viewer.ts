import type { ElectronApplication } from '@playwright/test'

/** What main's safe viewer holds, seen from main itself: it is no page of the window's. */
export interface ViewerState {
  readonly url: string
  /** Laid over the window, in its pixels; undefined while it is off it. */
  readonly bounds: { x: number; y: number; width: number; height: number } | undefined
  readonly preferences: Readonly<Record<string, unknown>>
  readonly partitionOnDisk: boolean
}

/** The viewer's web contents, or undefined while there are none. */
export async function viewerOf(app: ElectronApplication): Promise<ViewerState | undefined> {
  return await app.evaluate(({ BrowserWindow, webContents, session }) => {
    const [window] = BrowserWindow.getAllWindows()
    const foreign = webContents
      .getAllWebContents()
      .find((each) => each !== window?.webContents && each.getType() !== 'offscreen')
    if (window === undefined || foreign === undefined) return undefined
    const children: { getBounds(): Electron.Rectangle; webContents?: unknown }[] =
      window.contentView.children
    const laid = children.find((each) => each.webContents === foreign)
    const read = Reflect.get(foreign, 'getLastWebPreferences') as () => Record<string, unknown>
    return {
      url: foreign.getURL(),
      bounds: laid?.getBounds(),
      preferences: JSON.parse(JSON.stringify(read.call(foreign))) as Record<string, unknown>,
      partitionOnDisk: foreign.session.isPersistent(),
      ours: foreign.session === session.defaultSession,
    }
  })
}

/** Runs a script in the viewed page, with a user's gesture; undefined while there is none. */
export async function inViewer(app: ElectronApplication, script: string): Promise<unknown> {
  return await app.evaluate(async ({ BrowserWindow, webContents }, code) => {
    const [window] = BrowserWindow.getAllWindows()
    const foreign = webContents.getAllWebContents().find((each) => each !== window?.webContents)
    const result: unknown = await foreign?.executeJavaScript(code, true)
    return result
  }, script)
}
