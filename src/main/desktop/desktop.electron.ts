import { app, Menu, type BrowserWindow } from 'electron'
import type { Channel } from '../../contract/settings.ts'
import type { Log } from '../platform/log.ts'
import type { Words } from '../platform/words.ts'
import { askBeforeClosing } from './close-question.electron.ts'
import { createLoginItem } from './login.electron.ts'
import { menuTemplate } from './menu.electron.ts'
import { createNotifier } from './notify.electron.ts'
import { openTray } from './tray.electron.ts'

interface Notice {
  readonly title: string
  readonly body: string
}

interface Options {
  readonly window: BrowserWindow
  readonly name: string
  readonly tray: boolean
  readonly words: () => Words
  readonly onChannel: (channel: Channel) => void
  readonly onDoctor: () => void
  readonly onFocus: (focused: boolean) => void
  /** A chat or a call is under way. */
  readonly isEngaged: () => boolean
  readonly log: Log
}

export interface Desktop {
  unread(count: number): void
  notice(notice: Notice): void
  /** The language has changed. */
  renewWords(): void
}

/** What a desktop has beside the window: menu, tray, notifications, start at login. */
export function openDesktop(options: Options): Desktop {
  const { window, name, words, onFocus, log } = options
  const login = createLoginItem(log)
  const raise = (): void => {
    raiseWindow(window)
  }
  const openChannel = (channel: Channel): void => {
    raise()
    options.onChannel(channel)
  }
  const notifier = createNotifier({ onClick: raise, log })
  const tray = options.tray
    ? openTray({ window, name, words, onOpen: raise, onChannel: openChannel, log })
    : undefined
  let count = 0

  function renewWords(): void {
    const template = menuTemplate({
      platform: process.platform,
      name,
      words: words(),
      startsAtLogin: login.isOn,
      onChannel: openChannel,
      onStartAtLogin: (wanted) => {
        login.set(wanted)
      },
      onDoctor: options.onDoctor,
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    tray?.show(count)
  }

  askBeforeClosing({ window, words, isEngaged: options.isEngaged })
  onFocus(window.isFocused())
  window.on('focus', () => {
    notifier.clear()
    onFocus(true)
  })
  window.on('blur', () => {
    onFocus(false)
  })
  window.once('closed', () => {
    notifier.clear()
    tray?.end()
  })
  renewWords()
  return {
    renewWords,
    unread(now) {
      count = now
      if (!window.isDestroyed()) tray?.show(now)
    },
    notice(notice) {
      // Without the window nothing would remove the agent's words again.
      if (!window.isDestroyed()) notifier.show(notice)
    },
  }
}

/** Brings the window to the front, wherever it is. */
export function raiseWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Links from outside: of this start, of a second start, and macOS's own event. */
export function listenForLinks(
  first: readonly string[],
  linkOnLine: (args: readonly string[]) => string | undefined,
  take: (address: string) => void,
): void {
  const fromLine = (args: readonly string[]): void => {
    const address = linkOnLine(args)
    if (address !== undefined) take(address)
  }
  fromLine(first)
  app.on('second-instance', (_event, args) => {
    fromLine(args)
  })
  app.on('open-url', (event, address) => {
    event.preventDefault()
    take(address)
  })
  // On Linux the package's desktop entry says it, and nobody else's.
  if (app.isPackaged && process.platform !== 'linux') app.setAsDefaultProtocolClient('callpoint')
}
