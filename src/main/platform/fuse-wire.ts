import { open } from 'node:fs/promises'

/** What stands in every Electron binary before its fuses (documented by Electron). */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1')
const PIECE = 4 * 1024 * 1024
const OFF = 0x30

/** Those that must be off in a shipped binary, by their place on the wire. */
const MUST_BE_OFF: readonly (readonly [number, string])[] = [
  [0, 'RunAsNode'],
  [2, 'EnableNodeOptionsEnvironmentVariable'],
  [3, 'EnableNodeCliInspectArguments'],
]
/** And those that must be on. */
const MUST_BE_ON: readonly (readonly [number, string])[] = [
  [1, 'EnableCookieEncryption'],
  [5, 'OnlyLoadAppFromAsar'],
]
const ON = 0x31

/** Names of the fuses that stand wrong in this binary; undefined where there is no wire to read. */
export async function wrongFuses(binary: string): Promise<readonly string[] | undefined> {
  const wire = await readWire(binary)
  if (wire === undefined) return undefined
  return [
    ...MUST_BE_OFF.filter(([at]) => wire[at] !== OFF),
    ...MUST_BE_ON.filter(([at]) => wire[at] !== ON),
  ].map(([, name]) => name)
}

async function readWire(binary: string): Promise<Buffer | undefined> {
  const file = await open(binary, 'r')
  try {
    const overlap = SENTINEL.length + 34
    const piece = Buffer.alloc(PIECE + overlap)
    for (let at = 0; ; at += PIECE) {
      const { bytesRead } = await file.read(piece, 0, piece.length, at)
      const found = piece.subarray(0, bytesRead).indexOf(SENTINEL)
      if (found >= 0) {
        // A version, how many there are, and one byte for each.
        const count = piece[found + SENTINEL.length + 1] ?? 0
        const start = found + SENTINEL.length + 2
        return Buffer.from(piece.subarray(start, start + count))
      }
      if (bytesRead < piece.length) return undefined
    }
  } finally {
    await file.close()
  }
}
