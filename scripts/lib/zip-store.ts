import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join, relative } from 'node:path'
import { crc32 } from 'node:zlib'

const method = 20
/** 1980-01-01, the earliest date there is: the same files make the same archive. */
const date = 0x21

/**
 * Writes an uncompressed zip of the files below `folder`, without those that `skip` names; modes are
 * kept. For archives that are unpacked again at once. Links are not supported.
 */
export function zipStored(folder: string, target: string, skip: readonly string[] = []): void {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !skip.some((each) => name === each || name.startsWith(`${each}/`)))
    .toSorted()
  const directory: Buffer[] = []
  const output = openSync(target, 'w')
  let offset = 0
  const write = (part: Buffer): void => {
    for (let at = 0; at < part.length; at += writeSync(output, part, at)) continue
    offset += part.length
  }
  try {
    for (const name of names) {
      const path = join(folder, name)
      const content = readFileSync(path)
      const text = Buffer.from(name)
      const local = Buffer.alloc(30)
      local.writeUInt32LE(0x04034b50, 0)
      describe(local, 4, content, text)
      const entry = Buffer.alloc(46)
      entry.writeUInt32LE(0x02014b50, 0)
      // Made by Unix, so that the mode counts.
      entry.writeUInt16LE((3 << 8) | method, 4)
      describe(entry, 6, content, text)
      entry.writeUInt32LE(((0o100000 | (statSync(path).mode & 0o777)) << 16) >>> 0, 38)
      entry.writeUInt32LE(offset, 42)
      directory.push(entry, text)
      write(local)
      write(text)
      write(content)
    }
    const begin = offset
    for (const part of directory) write(part)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(names.length, 8)
    end.writeUInt16LE(names.length, 10)
    end.writeUInt32LE(offset - begin, 12)
    end.writeUInt32LE(begin, 16)
    write(end)
  } finally {
    closeSync(output)
  }
}

/** The fields that the local header and the directory share. */
function describe(header: Buffer, at: number, content: Buffer, name: Buffer): void {
  header.writeUInt16LE(method, at)
  // Names are UTF-8.
  header.writeUInt16LE(1 << 11, at + 2)
  header.writeUInt16LE(date, at + 8)
  header.writeUInt32LE(crc32(content), at + 10)
  header.writeUInt32LE(content.length, at + 14)
  header.writeUInt32LE(content.length, at + 18)
  header.writeUInt16LE(name.length, at + 22)
}
