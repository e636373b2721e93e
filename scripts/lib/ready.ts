import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs'

const READY = '"message":"ready"'

/**
 * Whether the app that writes this log has logged since this call that it is open. Lines of an earlier run do not
 * count; a log that was rotated is read from its beginning.
 */
export function watchForReady(file: string): () => boolean {
  let from = existsSync(file) ? statSync(file).size : 0
  let rest = ''
  let isReady = false
  return () => {
    if (isReady || !existsSync(file)) return isReady
    const handle = openSync(file, 'r')
    try {
      const { size } = fstatSync(handle)
      if (size < from) from = 0
      const part = Buffer.alloc(size - from)
      const read = readSync(handle, part, 0, part.length, from)
      from += read
      rest = (rest + part.toString('utf8', 0, read)).slice(-65_536)
      isReady = rest.includes(READY)
    } finally {
      closeSync(handle)
    }
    return isReady
  }
}
