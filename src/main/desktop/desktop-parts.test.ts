import { describe, expect, test, vi } from 'vitest'
import { SPOKEN, wordsIn } from '../platform/words.ts'
import { autostartEntry, autostartFile } from './login.electron.ts'
import { menuTemplate } from './menu.electron.ts'
import { trayPicture } from './tray-picture.ts'

vi.mock('electron', () => ({ app: {} }))

type Item = ReturnType<typeof menuTemplate>[number]

function flat(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])])
}

function menu(platform: NodeJS.Platform, language = 'en') {
  const done: string[] = []
  const items = menuTemplate({
    platform,
    name: 'Nordlicht',
    words: wordsIn(language),
    startsAtLogin: true,
    onChannel: (channel) => done.push(channel),
    onStartAtLogin: (wanted) => done.push(String(wanted)),
    onDoctor: () => done.push('doctor'),
  })
  return { items, all: flat(items), done }
}

describe('the menu', () => {
  test('on macOS starts with the app menu, which has Quit; elsewhere Quit is under File', () => {
    expect(menu('darwin').items[0]?.label).toBe('Nordlicht')
    expect(menu('darwin').items.map(({ label }) => label)).toContain('Window')
    const [file] = menu('linux').items
    expect(file?.label).toBe('File')
    expect(flat(file ? [file] : []).some(({ role }) => role === 'quit')).toBe(true)
  })

  test.each(['darwin', 'win32', 'linux'] as const)(
    'on %s has each item once, and none for developers',
    (platform) => {
      const { all } = menu(platform)
      const roles = all.flatMap(({ role }) => role ?? [])
      for (const role of ['quit', 'undo', 'copy', 'paste', 'zoomIn', 'togglefullscreen', 'about']) {
        expect(
          roles.filter((each) => each === role),
          role,
        ).toHaveLength(1)
      }
      expect(roles.join(' ').toLowerCase()).not.toMatch(/devtools|reload/u)
      expect(all.find(({ id }) => id === 'start-at-login')?.checked).toBe(true)
      for (const { type, label } of all) if (type !== 'separator') expect(label).toBeTruthy()
    },
  )

  test.each(SPOKEN)('in %s has a text for every item', (language) => {
    for (const { label = '' } of menu('darwin', language).all) {
      expect(label).not.toMatch(/desktop\.|\{\{/u)
    }
  })
})

describe('start at login on Linux', () => {
  test('is an autostart file of the desktop', () => {
    expect(autostartFile({}, '/home/u')).toBe('/home/u/.config/autostart/callpoint.desktop')
    expect(autostartFile({ XDG_CONFIG_HOME: '/x' }, '/h')).toBe('/x/autostart/callpoint.desktop')
    expect(autostartFile({ XDG_CONFIG_HOME: 'rel' }, '/h')).toContain('/h/.config/')
  })
  test('quotes the command so that no character escapes', () => {
    const entry = autostartEntry('Callpoint', ['/usr/bin/callpoint', 'a "b" $c 100%'])
    expect(entry).toContain('Exec="/usr/bin/callpoint" "a \\\\"b\\\\" \\\\$c 100%%"')
    expect(entry).toMatch(/^\[Desktop Entry\]\nType=Application\n/u)
  })
})

describe('the tray icon', () => {
  const alpha = (picture: Buffer, size: number, x: number, y: number): number =>
    picture[(y * size + x) * 4 + 3] ?? -1
  test('has four bars, premultiplied, and a dot for unread messages', () => {
    const plain = trayPicture({ size: 40, unread: false, template: false })
    expect(plain).toHaveLength(40 * 40 * 4)
    expect(alpha(plain, 40, 6, 24)).toBe(255)
    expect(alpha(plain, 40, 0, 0)).toBe(0)
    expect(alpha(plain, 40, 36, 36)).toBe(0)
    for (let at = 0; at < plain.length; at += 4) {
      const [blue = 0, green = 0, red = 0, opaque = 0] = plain.subarray(at, at + 4)
      expect(Math.max(blue, green, red)).toBeLessThanOrEqual(opaque)
    }
    const dotted = trayPicture({ size: 40, unread: true, template: false })
    expect(alpha(dotted, 40, 30, 30)).toBe(255)
    expect(dotted[(30 * 40 + 30) * 4 + 2]).toBe(214)
  })
  test('is a template image on macOS', () => {
    const shape = trayPicture({ size: 18, unread: true, template: true })
    const colours = shape.filter((_, at) => at % 4 !== 3)
    expect(colours.every((value) => value === 0)).toBe(true)
  })
})
