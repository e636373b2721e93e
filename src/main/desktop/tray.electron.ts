import { app, Menu, nativeImage, Tray, type BrowserWindow, type NativeImage } from 'electron'
import type { Log } from '../platform/log.ts'
import type { Words } from '../platform/words.ts'
import { LADDER, type Channel } from '../../contract/settings.ts'
import { trayPicture } from './tray-picture.ts'

interface Options {
  readonly window: BrowserWindow
  readonly name: string
  readonly words: () => Words
  readonly onOpen: () => void
  readonly onChannel: (channel: Channel) => void
  readonly log: Log
}

export interface TraySymbol {
  /** How many messages are unread; also after a change of the language. */
  show(unread: number): void
  end(): void
}

/**
 * The symbol in the tray, and the number on the app's own symbol where the system shows one. A system
 * without a tray (a Linux desktop without a host for it) goes without: nothing else depends on it.
 */
export function openTray({ window, name, words, onOpen, onChannel, log }: Options): TraySymbol {
  // Each is drawn when it is first needed, and once.
  let plain: NativeImage | undefined
  let marked: NativeImage | undefined
  const picture = (unread: boolean): NativeImage =>
    unread ? (marked ??= pictureOf(true)) : (plain ??= pictureOf(false))
  let shown = false
  let tray: Tray | undefined
  try {
    tray = new Tray(picture(false))
    tray.on('click', onOpen)
  } catch (error) {
    log.warn('there is no tray', { error })
  }

  return {
    show(unread) {
      const w = words()
      // Both answer false, or do nothing, where the system shows no number.
      if (process.platform === 'win32') {
        const text = w('desktop.unread', { name, count: unread })
        window.setOverlayIcon(unread === 0 ? null : picture(true), text)
      } else {
        app.setBadgeCount(unread)
      }
      if (tray === undefined || tray.isDestroyed()) return
      if (shown !== unread > 0) tray.setImage(picture(unread > 0))
      shown = unread > 0
      tray.setToolTip(unread === 0 ? name : w('desktop.unread', { name, count: unread }))
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: w('desktop.open'), click: onOpen },
          { type: 'separator' },
          ...LADDER.map((channel) => ({
            label: w(`desktop.${channel}`),
            click: () => {
              onChannel(channel)
            },
          })),
          { type: 'separator' },
          {
            label: w('desktop.quit', { name }),
            click: () => {
              app.quit()
            },
          },
        ]),
      )
    },
    end() {
      if (tray?.isDestroyed() === false) tray.destroy()
    },
  }
}

function pictureOf(unread: boolean): NativeImage {
  const template = process.platform === 'darwin'
  const size = template ? 18 : 24
  const image = nativeImage.createFromBitmap(trayPicture({ size, unread, template }), {
    width: size,
    height: size,
  })
  image.addRepresentation({
    scaleFactor: 2,
    width: size * 2,
    height: size * 2,
    buffer: trayPicture({ size: size * 2, unread, template }),
  })
  image.setTemplateImage(template)
  return image
}
