import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'

/** A secret in every form in which it could lie around. */
export function formsOf(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret)
  // In base64 a text has three faces, by where it begins; their ends depend on what stands around it.
  const faces = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    return text.slice(shift === 0 ? 0 : shift + 1, -4)
  })
  const texts = [secret, encodeURIComponent(secret), bytes.toString('hex'), ...faces]
  return [...new Set(texts)].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')])
}

/** Those of `secrets` that stand in these bytes, in whatever form. */
export function secretsIn(bytes: Buffer | string, secrets: readonly string[]): readonly string[] {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  return secrets.filter((secret) => formsOf(secret).some((form) => all.includes(form)))
}

/** Every file below a folder that holds one of the secrets, with which; links are not followed. */
export function filesWithSecrets(folder: string, secrets: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .flatMap((file) => secretsIn(readFileSync(file), secrets).map((found) => `${file}: ${found}`))
}

const PIECE = 8 * 1024 * 1024
const LONGEST = 4096

/**
 * Those of `secrets` that stand in the writable memory of a process; undefined where the system does
 * not let this one look. Linux only.
 */
export function secretsInMemory(
  pid: number,
  secrets: readonly string[],
): readonly string[] | undefined {
  const forms = secrets.map((secret) => ({ secret, forms: formsOf(secret) }))
  const found = new Set<string>()
  let handle: number
  try {
    handle = openSync(`/proc/${String(pid)}/mem`, 'r')
  } catch {
    return undefined
  }
  for (const [from, to] of writable(pid)) {
    for (let at = from; at < to; at += PIECE) {
      const piece = readPiece(handle, at, Math.min(PIECE + LONGEST, to - at))
      if (piece === undefined) break
      for (const each of forms) {
        if (each.forms.some((form) => piece.includes(form))) found.add(each.secret)
      }
    }
  }
  closeSync(handle)
  return [...found]
}

function writable(pid: number): readonly (readonly [number, number])[] {
  return readFileSync(`/proc/${String(pid)}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const match = /^([0-9a-f]+)-([0-9a-f]+) rw/u.exec(line)
      return match ? [[parseInt(match[1] ?? '', 16), parseInt(match[2] ?? '', 16)] as const] : []
    })
}

function readPiece(handle: number, at: number, size: number): Buffer | undefined {
  const buffer = Buffer.alloc(size)
  try {
    return buffer.subarray(0, readSync(handle, buffer, 0, size, at))
  } catch {
    // Reserved, and never used.
    return undefined
  }
}
