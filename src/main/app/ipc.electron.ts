import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { CHANNELS } from '../../contract/channels.ts'
import type { Off } from '../../contract/define.ts'
import type { IpcServer, Sender } from './ipc-server.ts'
import { ORIGIN } from '../platform/app-files.ts'

/** Connects the server to Electron's ipc: only the main frame of a window of ours, on our origin, is let in. */
export function bindIpc(server: IpcServer, isOurs: (contents: WebContents) => boolean): Off {
  const contentsToPushTo = new Set<WebContents>()

  function senderOf(event: IpcMainInvokeEvent): Sender {
    const frame = event.senderFrame
    const origin = frame ? originOf(frame.url) : 'gone'
    const trusted =
      frame !== null &&
      frame === event.sender.mainFrame &&
      origin === ORIGIN &&
      isOurs(event.sender)
    return { trusted, description: origin }
  }

  ipcMain.handle(CHANNELS.call, (event, name: unknown, input: unknown) =>
    server.call(senderOf(event), name, input),
  )
  ipcMain.handle(CHANNELS.read, (event, name: unknown) => {
    const sender = senderOf(event)
    if (sender.trusted && !contentsToPushTo.has(event.sender)) {
      const contents = event.sender
      contentsToPushTo.add(contents)
      contents.once('destroyed', () => contentsToPushTo.delete(contents))
    }
    return server.read(sender, name)
  })
  const off = server.subscribe((name, view) => {
    for (const contents of contentsToPushTo) {
      // A page that is being replaced has no frame to send to; it reads the view when it is back.
      if (!contents.isDestroyed() && originOf(contents.getURL()) === ORIGIN) {
        contents.send(CHANNELS.view, name, view)
      }
    }
  })
  return () => {
    off()
    ipcMain.removeHandler(CHANNELS.call)
    ipcMain.removeHandler(CHANNELS.read)
  }
}

/** `URL.origin` is `null` for schemes the platform does not know; ours is compared by its parts. */
function originOf(address: string): string {
  try {
    const url = new URL(address)
    return `${url.protocol}//${url.host}`
  } catch {
    return 'unknown'
  }
}
