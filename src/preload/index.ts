import { contextBridge, ipcRenderer } from 'electron'
import { CHANNELS } from '../contract/channels.ts'
import { createBridge } from '../contract/bridge.ts'
import type { Names } from '../contract/define.ts'

/** Put here by the build (`electron.vite.config.ts`): the contract's names without its schemas. */
declare const CONTRACT_NAMES: Names

contextBridge.exposeInMainWorld(
  'callpoint',
  createBridge(CONTRACT_NAMES, {
    invoke: (name, input) => ipcRenderer.invoke(CHANNELS.call, name, input),
    read: (name) => ipcRenderer.invoke(CHANNELS.read, name),
    listen(name, listener) {
      const onView = (_event: unknown, feed: unknown, view: unknown): void => {
        if (feed === name) listener(view)
      }
      ipcRenderer.on(CHANNELS.view, onView)
      return () => {
        ipcRenderer.removeListener(CHANNELS.view, onView)
      }
    },
  }),
)
