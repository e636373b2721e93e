import { BrowserWindow, desktopCapturer, session } from 'electron'
import type { ScreenSource } from '../../contract/call.ts'
import type { Log } from '../platform/log.ts'
import { ORIGIN } from '../platform/app-files.ts'

/** Asks the customer, on our own page: the id of a source, or null for none. */
interface Picker {
  ask(): Promise<string | null>
}

interface Options {
  readonly picker: Picker
  readonly log: Log
}

/** The page itself, which no capturer lists. */
const THIS_APP = 'app:this'
const THUMBNAIL = { width: 480, height: 300 }
/** The system may take its time, or never answer (macOS): then there is nothing to share. */
const LIST_MS = 8000

/**
 * What may be shared, with a picture of each. The app's own window is not listed among the windows:
 * sharing it is the kind `app`.
 */
export async function listScreens(
  kinds: readonly ScreenSource['kind'][],
): Promise<readonly ScreenSource[]> {
  const types = (['screen', 'window'] as const).filter((kind) => kinds.includes(kind))
  const window = ownWindow()
  const own = window?.getMediaSourceId()
  const found = types.length === 0 ? [] : await withinLimit(capture(types))
  const sources = found
    .filter(({ id, thumbnail }) => id !== own && !thumbnail.isEmpty())
    .map(({ id, name, thumbnail }): ScreenSource => {
      const kind = id.startsWith('screen:') ? 'screen' : 'window'
      return { id, kind, name: name.slice(0, 120), thumbnail: thumbnail.toDataURL() }
    })
  if (!kinds.includes('app') || window === undefined) return sources
  const picture = (await window.webContents.capturePage()).resize({ width: THUMBNAIL.width })
  const app = { id: THIS_APP, kind: 'app', name: window.getTitle() } as const
  return [...sources, { ...app, thumbnail: picture.toDataURL() }]
}

/**
 * Answers the page's requests for the screen with what the customer picked on our own page. A refusal
 * is `callback(null)`: an empty object would throw in the main process, and no answer at all would
 * leave the page waiting for ever.
 */
export function guardScreenShare({ picker, log }: Options): void {
  session.defaultSession.setDisplayMediaRequestHandler((request, callback) => {
    const refuse = (): void => {
      // Electron takes null for "no"; its types do not say so.
      Reflect.apply(callback, undefined, [null])
    }
    if (!request.securityOrigin.startsWith(ORIGIN)) {
      log.warn('screen refused: origin')
      refuse()
      return
    }
    picker
      .ask()
      .then(async (id) => {
        if (id === null) {
          refuse()
          return
        }
        if (id === THIS_APP) {
          const frame = ownWindow()?.webContents.mainFrame
          if (frame === undefined) refuse()
          else callback({ video: frame })
          return
        }
        const type = id.startsWith('screen:') ? 'screen' : 'window'
        const sources = await withinLimit(capture([type], { width: 0, height: 0 }))
        const source = sources.find((candidate) => candidate.id === id)
        if (source === undefined) refuse()
        else callback({ video: source })
      })
      .catch((error: unknown) => {
        log.warn('screen refused: failure', { error })
        refuse()
      })
  })
}

function ownWindow() {
  const windows = BrowserWindow.getAllWindows()
  return windows.find(({ webContents }) => webContents.getURL().startsWith(`${ORIGIN}/`))
}

function capture(
  types: readonly ('screen' | 'window')[],
  thumbnailSize: { readonly width: number; readonly height: number } = THUMBNAIL,
): Promise<Electron.DesktopCapturerSource[]> {
  return desktopCapturer.getSources({ types: [...types], thumbnailSize })
}

async function withinLimit<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the system did not list its screens in time'))
    }, LIST_MS)
  })
  try {
    return await Promise.race([promise, limit])
  } finally {
    clearTimeout(timer)
  }
}
