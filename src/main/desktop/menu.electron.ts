import type { MenuItemConstructorOptions } from 'electron'
import { LADDER, type Channel } from '../../contract/settings.ts'
import type { Words } from '../platform/words.ts'

interface Options {
  readonly platform: NodeJS.Platform
  readonly name: string
  readonly words: Words
  readonly startsAtLogin: boolean
  readonly onChannel: (channel: Channel) => void
  readonly onStartAtLogin: (wanted: boolean) => void
  readonly onDoctor: () => void
}

type Item = MenuItemConstructorOptions

const LINE: Item = { type: 'separator' }

/**
 * The menu of a desktop window: macOS has the app's own menu first and its place for quitting there;
 * elsewhere that is under File. No dev tools and no reload: neither belongs to a customer.
 */
export function menuTemplate(options: Options): Item[] {
  const { platform, name, words: w, startsAtLogin } = options
  const isMac = platform === 'darwin'
  const channels = LADDER.map((channel, at): Item => ({
    label: w(`desktop.${channel}`),
    accelerator: `CmdOrCtrl+${at + 1}`,
    click: () => {
      options.onChannel(channel)
    },
  }))
  const login: Item = {
    id: 'start-at-login',
    label: w('desktop.startAtLogin'),
    type: 'checkbox',
    checked: startsAtLogin,
    click: ({ checked }) => {
      options.onStartAtLogin(checked)
    },
  }
  const quit: Item = { label: w('desktop.quit', { name }), role: 'quit' }
  const doctor: Item = { id: 'doctor', label: w('desktop.doctor'), click: options.onDoctor }
  const own: Item = {
    label: name,
    submenu: [
      { label: w('desktop.about', { name }), role: 'about' },
      LINE,
      login,
      LINE,
      { label: w('desktop.hide', { name }), role: 'hide' },
      { label: w('desktop.hideOthers'), role: 'hideOthers' },
      { label: w('desktop.showAll'), role: 'unhide' },
      LINE,
      quit,
    ],
  }
  const file: Item = {
    label: w('desktop.file'),
    submenu: isMac
      ? [...channels, LINE, { label: w('desktop.close'), role: 'close' }]
      : [...channels, LINE, login, LINE, quit],
  }
  return [
    ...(isMac ? [own] : []),
    file,
    {
      label: w('desktop.edit'),
      submenu: [
        { label: w('desktop.undo'), role: 'undo' },
        { label: w('desktop.redo'), role: 'redo' },
        LINE,
        { label: w('desktop.cut'), role: 'cut' },
        { label: w('desktop.copy'), role: 'copy' },
        { label: w('desktop.paste'), role: 'paste' },
        { label: w('desktop.selectAll'), role: 'selectAll' },
      ],
    },
    {
      label: w('desktop.view'),
      submenu: [
        { label: w('desktop.larger'), role: 'zoomIn' },
        { label: w('desktop.smaller'), role: 'zoomOut' },
        { label: w('desktop.actualSize'), role: 'resetZoom' },
        LINE,
        { label: w('desktop.fullScreen'), role: 'togglefullscreen' },
      ],
    },
    {
      label: w('desktop.window'),
      ...(isMac ? { role: 'window' as const } : {}),
      submenu: [
        { label: w('desktop.minimize'), role: 'minimize' },
        { label: w('desktop.close'), role: 'close' },
      ],
    },
    {
      label: w('desktop.help'),
      role: 'help',
      submenu: [
        doctor,
        ...(isMac ? [] : [LINE, { label: w('desktop.about', { name }), role: 'about' } as const]),
      ],
    },
  ]
}
