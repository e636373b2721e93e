import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import type { Log } from '../platform/log.ts'

export interface LoginItem {
  readonly isOn: boolean
  set(wanted: boolean): void
}

/** Starting at login: the system's own list, and on Linux a file where the desktop looks for it (XDG). */
export function createLoginItem(log: Log): LoginItem {
  if (process.platform !== 'linux') {
    return {
      get isOn() {
        return app.getLoginItemSettings().openAtLogin
      },
      set(wanted) {
        app.setLoginItemSettings({ openAtLogin: wanted })
      },
    }
  }
  const file = autostartFile(process.env, app.getPath('home'))
  return {
    get isOn() {
      try {
        return !/^Hidden=true$/mu.test(readFileSync(file, 'utf8'))
      } catch {
        return false
      }
    },
    set(wanted) {
      try {
        if (!wanted) {
          rmSync(file, { force: true })
          return
        }
        mkdirSync(dirname(file), { recursive: true })
        const starter = '/usr/bin/callpoint'
        const isInstalled = app.isPackaged && existsSync(starter)
        const command = isInstalled ? [starter] : [process.execPath, ...ownArguments()]
        writeFileSync(file, autostartEntry(app.getName(), command))
      } catch (error) {
        log.warn('start at login could not be changed', { error })
      }
    },
  }
}

/** Outside of a package Electron must be told which app it is. */
function ownArguments(): readonly string[] {
  return app.isPackaged ? [] : [app.getAppPath()]
}

/** Where a desktop of freedesktop.org looks for what it starts. */
export function autostartFile(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  const chosen = environment['XDG_CONFIG_HOME'] ?? ''
  // The specification: a relative path there does not count.
  const folder = chosen.startsWith('/') ? chosen : join(home, '.config')
  return join(folder, 'autostart', 'callpoint.desktop')
}

/** A desktop entry that starts this command. */
export function autostartEntry(name: string, command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** As `Exec` wants a word: in quotes, with its own signs escaped, and a percent doubled. */
function quoted(word: string): string {
  const plain = word.replace(/["`$\\]/gu, '\\$&').replace(/%/gu, '%%')
  // The value as a whole is escaped once more.
  return `"${plain}"`.replace(/\\/gu, '\\\\')
}
