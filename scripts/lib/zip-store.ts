import { createWriteStream, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** The earliest date there is: the same files make the same archive. */
const DATE = new Date(1980, 0, 1)

/**
 * Writes an uncompressed zip of the files below `folder`, without those that `skip` names; modes are
 * kept. For archives that are unpacked again at once. Links are not supported.
 */
export async function zipStored(
  folder: string,
  target: string,
  skip: readonly string[] = [],
): Promise<void> {
  const zip = new ZipFile()
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((name) => !skip.some((each) => name === each || name.startsWith(`${each}/`)))
  for (const name of names.toSorted()) {
    zip.addFile(join(folder, name), name, { compress: false, mtime: DATE })
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(target))
}
