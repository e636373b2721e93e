import { contextBridge, ipcRenderer } from 'electron'
import { CHANNELS } from '../contract/channels.ts'
import { contract } from '../contract/contract.ts'
import { createBridge } from './bridge.ts'

contextBridge.exposeInMainWorld(
  'callpoint',
  createBridge(contract, {
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
