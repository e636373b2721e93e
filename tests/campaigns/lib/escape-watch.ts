import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Callpoint } from '../../kit/app/callpoint.ts'
import { processesOfSession } from '../../kit/machine/processes.ts'
import { ifInTime } from '../../kit/waits.ts'
import type { Hands } from './escape-hands.ts'
import type { Canary } from '../../kit/network/canary.ts'

export interface Watch {
  /** What is not as it must be, in words; nothing when nobody is out. Forgets what it has told. */
  look(): Promise<readonly string[]>
}

/** Programs that a desktop opens addresses and files with: each writes down that it was called. */
const OPENERS = ['xdg-open', 'gio', 'gvfs-open', 'x-www-browser', 'sensible-browser', 'xdg-email']
const HOME = 'app://callpoint/index.html'
const lookMs = 8000

/** Puts spies in place of the openers; answers the PATH to start the app with. */
export function setOpeners(folder: string): { readonly path: string; readonly marks: string } {
  const bin = join(folder, 'bin')
  const marks = join(folder, 'marks')
  mkdirSync(bin, { recursive: true })
  mkdirSync(marks, { recursive: true })
  chmodSync(folder, 0o755)
  chmodSync(marks, 0o777)
  for (const name of OPENERS) {
    const file = join(bin, name)
    writeFileSync(file, `#!/bin/sh\necho "$0 $*" >> "${join(marks, 'opened')}"\n`)
    chmodSync(file, 0o755)
  }
  return { path: `${bin}:${process.env['PATH'] ?? ''}`, marks: join(marks, 'opened') }
}

/** Sets detectors in the app, on the display, among the processes and beside it. */
export async function watchKiosk(
  { app }: Callpoint,
  hands: Hands,
  canary: Canary,
  marks: string,
): Promise<Watch> {
  const session = app.process().pid ?? 0
  await app.evaluate(({ app: electron, BrowserWindow, dialog, shell }, home) => {
    const seen: string[] = []
    Reflect.set(globalThis, 'escapes', seen)
    electron.on('browser-window-created', () => seen.push('a new window'))
    electron.on('web-contents-created', (_event, contents) =>
      seen.push(`new contents: ${contents.getType()}`),
    )
    for (const [module, names] of [
      [dialog, ['showOpenDialog', 'showSaveDialog', 'showMessageBox', 'showErrorBox']],
      [shell, ['openExternal', 'openPath', 'showItemInFolder']],
    ] as const) {
      for (const name of names) {
        Reflect.set(module, name, () => {
          seen.push(`called: ${name}`)
          return Promise.resolve({ canceled: true, response: 0 })
        })
      }
    }
    const [window] = BrowserWindow.getAllWindows()
    const contents = window?.webContents
    contents?.session.on('will-download', (event) => {
      if (!event.defaultPrevented) seen.push('a download')
    })
    contents?.on('did-navigate', (_event, url) => seen.push(`loaded ${url.slice(0, 60)}`))
    contents?.on('did-navigate-in-page', (_event, url) => {
      if (url.split('#', 1)[0] !== home) seen.push(`address ${url.slice(0, 60)}`)
    })
    contents?.on('devtools-opened', () => seen.push('developer tools'))
    window?.on('closed', () => seen.push('closed'))
  }, HOME)

  const known = new Set((await hands.x.windows()).map(({ id }) => id))
  const commands = new Set(processesOfSession(session).map(({ command }) => command))

  async function inMain(): Promise<readonly string[] | undefined> {
    return await ifInTime(
      app.evaluate(({ BrowserWindow, screen }, home) => {
        const found: string[] = []
        const seen: unknown = Reflect.get(globalThis, 'escapes')
        if (Array.isArray(seen)) found.push(...seen.splice(0).map(String))
        const windows = BrowserWindow.getAllWindows()
        if (windows.length !== 1) found.push(`${windows.length} windows`)
        const [window] = windows
        if (!window) return found
        const { bounds } = screen.getPrimaryDisplay()
        const place = window.getBounds()
        const isWhole =
          place.x === bounds.x &&
          place.y === bounds.y &&
          place.width === bounds.width &&
          place.height === bounds.height
        if (!isWhole) found.push(`the window is ${JSON.stringify(place)}`)
        if (!window.isVisible()) found.push('hidden')
        if (window.isMinimized()) found.push('minimized')
        if (!window.isKiosk()) found.push('not in kiosk mode')
        const { webContents } = window
        if (webContents.isDevToolsOpened()) found.push('developer tools')
        if (webContents.getZoomFactor() !== 1) found.push(`zoom ${webContents.getZoomFactor()}`)
        for (const frame of webContents.mainFrame.framesInSubtree) {
          // A frame that was refused shows nothing, or the browser's own "blocked".
          const isEmpty = ['', 'about:blank', 'about:srcdoc'].includes(frame.url)
          const isRefused = isEmpty || frame.url.startsWith('chrome-error:')
          if (frame !== webContents.mainFrame && !isRefused) found.push(`a frame: ${frame.url}`)
        }
        const url = webContents.getURL()
        if (url.split('#', 1)[0] !== home) found.push(`shows ${url.slice(0, 60)}`)
        return found
      }, HOME),
      lookMs,
    )
  }

  async function inPage(): Promise<readonly string[]> {
    const text = await hands.script(`
      const found = []
      const scale = visualViewport.scale
      if (Math.abs(scale - 1) > 0.01) found.push('pinched to ' + scale)
      if (document.pictureInPictureElement) found.push('picture in picture')
      if (document.pointerLockElement) found.push('the pointer is locked')
      if (document.hidden) found.push('the page is hidden')
      const isField = document.activeElement?.matches('input, textarea')
      if (!isField && getSelection().toString().trim()) found.push('text of the screen is selected')
      if (!document.querySelector('main')) found.push('the screen is gone')
      return JSON.stringify(found)`)
    if (text === undefined) return ['the page does not answer']
    const found: unknown = JSON.parse(text)
    return Array.isArray(found) ? found.map(String) : ['the page answers nonsense']
  }

  return {
    async look() {
      const found: string[] = []
      found.push(...((await inMain()) ?? ['the app does not answer']), ...(await inPage()))
      for (const { id, width, height } of await hands.x.windows()) {
        // A window of a few pixels is how toolkits talk among themselves.
        if (!known.has(id) && width * height > 16) found.push(`on screen: ${width} x ${height}`)
      }
      for (const { command } of processesOfSession(session)) {
        if (!commands.has(command)) found.push(`a process: ${command}`)
      }
      if (existsSync(marks)) {
        found.push(`opened: ${readFileSync(marks, 'utf8').trim()}`)
        rmSync(marks)
      }
      if (canary.count > 0)
        found.push(`asked elsewhere: ${canary.asked.join(', ') || 'a connection'}`)
      canary.reset()
      return found
    },
  }
}
