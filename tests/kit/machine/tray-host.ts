import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { ElectronLaunch } from '../../../scripts/lib/electron-launch.ts'
import { handOver } from './unprivileged.ts'
import type { SessionBus } from './session-bus.ts'

/** One entry of a tray menu, as the desktop reads it from the bus. */
export interface TrayEntry {
  readonly id: number
  readonly label: string
}

/** What an app has in the tray, as the desktop reads it from the bus. */
export interface TrayItem {
  /** A property of org.kde.StatusNotifierItem, as `dbus-send` prints it. */
  property(name: string): Promise<string>
  /** The entries that can be chosen, from top to bottom. */
  menu(): Promise<readonly TrayEntry[]>
  /** Chooses one, as a host does that draws the menu itself. */
  choose(entry: TrayEntry): Promise<void>
}

/** A real desktop panel with a tray (that of Xfce), along the top of the display. */
export interface TrayHost {
  /** What has registered there; fails when it is not one single item. */
  item(): Promise<TrayItem>
  /** How many have registered. */
  count(): Promise<number>
  /** How many windows the tray shows: one more while a menu is open. */
  windows(): Promise<number>
  /** The mouse goes there (pixels from the top left of the screen). */
  point(x: number, y: number): Promise<void>
  click(button: 'left' | 'right'): Promise<void>
  press(...keys: readonly string[]): Promise<void>
}

const WATCHER = 'org.kde.StatusNotifierWatcher'
const ITEM = 'org.kde.StatusNotifierItem'
const MENU = 'com.canonical.dbusmenu'
const PROPERTIES = 'org.freedesktop.DBus.Properties'
/** Where Debian says how the panel's settings are served. */
const SETTINGS = '/usr/share/dbus-1/services/org.xfce.Xfconf.service'

/** Height of the panel, in pixels. */
export const PANEL = 32

/** Starts the panel on this bus and waits until apps can register. */
export async function startTrayHost({ user }: ElectronLaunch, bus: SessionBus): Promise<TrayHost> {
  const config = join(bus.folder, 'config')
  const place = join(config, 'xfce4', 'xfconf', 'xfce-perchannel-xml')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'xfce4-panel.xml'), panelSettings)
  handOver(user, config)
  const environment = { XDG_CONFIG_HOME: config, XDG_CACHE_HOME: join(bus.folder, 'cache') }
  const settings = /^Exec=(.+)$/mu.exec(readFileSync(SETTINGS, 'utf8'))?.[1]
  if (settings === undefined) throw new Error('the settings of the panel have no server')
  bus.start([settings], environment)
  await expect
    .poll(() => bus.answer(...send('org.freedesktop.DBus', '/', 'org.freedesktop.DBus.ListNames')))
    .toContain('org.xfce.Xfconf')
  // There is no window manager that it would wait for.
  bus.start(['xfce4-panel', '--disable-wm-check'], environment)

  async function read(service: string, path: string, owner: string, name: string): Promise<string> {
    const words = send(service, path, `${PROPERTIES}.Get`, `string:${owner}`, `string:${name}`)
    return await bus.answer(...words)
  }
  const registered = async (): Promise<readonly string[]> =>
    strings(await read(WATCHER, '/StatusNotifierWatcher', WATCHER, 'RegisteredStatusNotifierItems'))

  await expect
    .poll(
      () => read(WATCHER, '/StatusNotifierWatcher', WATCHER, 'IsStatusNotifierHostRegistered'),
      {
        timeout: 15_000,
      },
    )
    .toContain('boolean true')
  return {
    count: async () => (await registered()).length,
    async item() {
      await expect.poll(async () => (await registered()).length).toBe(1)
      const [address = ''] = await registered()
      // A name on the bus, and the path of the object behind it.
      const slash = address.indexOf('/')
      const service = slash < 0 ? address : address.slice(0, slash)
      const path = slash < 0 ? '/StatusNotifierItem' : address.slice(slash)
      const property = async (name: string) => await read(service, path, ITEM, name)
      const menuPath = /object path "([^"]+)"/u.exec(await property('Menu'))?.[1]
      if (menuPath === undefined) throw new Error('the item has no menu')
      const call = async (method: string, ...args: readonly string[]): Promise<string> =>
        await bus.answer(...send(service, menuPath, `${MENU}.${method}`, ...args))
      return {
        property,
        menu: async () => entries(await call('GetLayout', 'int32:0', 'int32:-1', 'array:string:')),
        async choose({ id }) {
          await call('Event', `int32:${id}`, 'string:clicked', 'variant:string:', 'uint32:0')
        },
      }
    },
    async windows() {
      const found = await bus.answer('xdotool', 'search', '--onlyvisible', '--class', 'wrapper')
      return found.split('\n').filter((line) => line !== '').length
    },
    async point(x, y) {
      await bus.answer('xdotool', 'mousemove', String(x), String(y))
    },
    async click(button) {
      await bus.answer('xdotool', 'click', button === 'left' ? '1' : '3')
    },
    async press(...keys) {
      await bus.answer('xdotool', 'key', '--delay', '50', ...keys)
    },
  }
}

function send(service: string, path: string, ...rest: readonly string[]): readonly string[] {
  return ['dbus-send', '--session', '--print-reply', `--dest=${service}`, path, ...rest]
}

function strings(reply: string): readonly string[] {
  return [...reply.matchAll(/string "([^"]*)"/gu)].flatMap(([, text]) => text ?? [])
}

/** The entries with a label in a reply to `GetLayout`: each is a structure of id, properties and children. */
function entries(reply: string): readonly TrayEntry[] {
  return reply.split(/^\s*(?:variant\s+)?struct \{$/mu).flatMap((part) => {
    const id = /int32 (\d+)/u.exec(part)?.[1]
    const label = /string "label"\s+variant\s+string "([^"]*)"/u.exec(part)?.[1]
    return id === undefined || label === undefined || label === ''
      ? []
      : [{ id: Number(id), label }]
  })
}

const panelSettings = `<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="${PANEL}"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>
</channel>
`
