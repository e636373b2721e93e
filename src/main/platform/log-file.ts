import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { codeOf } from './sealed-file.ts'

/** Lines that could not be written. */
export interface Lost {
  /** `ENOSPC`, `EACCES`, ... of the last one. */
  readonly code: string
  readonly lines: number
}

export interface LogFile {
  /** Appends a line, its end included. Never throws. */
  write(line: string): void
  /** Present as long as the last line could not be written. */
  readonly lost: Lost | undefined
  close(): void
}

interface Options {
  readonly folder: string
  readonly name: string
  /** A file that would grow larger is moved to `NAME.1`, in bytes. */
  readonly most: number
  /** So many old ones are kept: `NAME.1` is the newest of them. */
  readonly keep: number
  /** Said once lines can be written again, its end included. */
  readonly notice: (lost: Lost) => string
}

/**
 * A file that lines are appended to. If it was deleted, moved or emptied from outside (logrotate), it is made again
 * before the next line. Lines that cannot be written are counted, and the next line that can be written is preceded
 * by that count.
 */
export function createLogFile({ folder, name, most, keep, notice }: Options): LogFile {
  const path = join(folder, name)
  let handle: number | undefined
  let lost: Lost | undefined
  /** The last line was cut short by a full disk: the next one starts a new line. */
  let isTorn = false

  function close(): void {
    const open = handle
    handle = undefined
    if (open !== undefined) closeSync(open)
  }

  /** The file under its name, and how large it is. */
  function open(): { readonly to: number; readonly size: number } {
    if (handle !== undefined) {
      const named = statSync(path, { throwIfNoEntry: false })
      const ours = fstatSync(handle)
      if (named?.ino === ours.ino && named.dev === ours.dev) return { to: handle, size: ours.size }
      close()
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    handle = openSync(path, 'a', 0o600)
    return { to: handle, size: fstatSync(handle).size }
  }

  function rotate(): void {
    close()
    const numbers = readdirSync(folder)
      .filter((each) => each.startsWith(`${name}.`))
      .map((each) => Number(each.slice(name.length + 1)))
      .filter((number) => Number.isInteger(number) && number > 0)
      .sort((a, b) => b - a)
    for (const number of numbers) {
      if (number >= keep) rmSync(`${path}.${String(number)}`, { force: true })
      else renameSync(`${path}.${String(number)}`, `${path}.${String(number + 1)}`)
    }
    renameSync(path, `${path}.1`)
  }

  function append(text: string): void {
    let { to, size } = open()
    if (size > 0 && size + text.length > most) {
      rotate()
      ;({ to, size } = open())
    }
    const begin = isTorn && size > 0 ? '\n' : ''
    isTorn = true
    writeFileSync(to, begin + text)
    isTorn = false
  }

  return {
    write(line) {
      try {
        append(lost === undefined ? line : notice(lost) + line)
        lost = undefined
      } catch (error) {
        lost = { code: codeOf(error), lines: (lost?.lines ?? 0) + 1 }
        try {
          close()
        } catch {
          // Nothing more can be done about it.
        }
      }
    },
    get lost() {
      return lost
    },
    close,
  }
}
