import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import PostalMime from 'postal-mime'

/** A paste or a mail, as the markup that an agent's editor would hold. */
export interface Paste {
  /** The path below the folder that was named. */
  readonly name: string
  readonly html: string
}

const PASTES = new Set(['.html', '.htm'])
const MAILS = new Set(['.eml', '.mht', '.mhtml'])

/** Every paste and every mail with an HTML part below a folder, in the order of their names. */
export async function readPastes(folder: string): Promise<readonly Paste[]> {
  const found: Paste[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const html = await htmlOf(extname(entry.name).toLowerCase(), readFileSync(path))
    if (html !== undefined && html.trim() !== '') found.push({ name: relative(folder, path), html })
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Undefined for a file of another kind, and for a mail without HTML. */
async function htmlOf(extension: string, bytes: Buffer): Promise<string | undefined> {
  if (PASTES.has(extension)) return textOf(bytes)
  if (!MAILS.has(extension)) return undefined
  const { html } = await PostalMime.parse(bytes)
  return html
}

const MARKS: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** The encoding by its mark, by what the file says, by whether it is UTF-8; else Windows-1252. */
function textOf(bytes: Buffer): string {
  const marked = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0]
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes)
  const head = bytes.subarray(0, 1024).toString('latin1')
  const said = /<meta[^>]+charset\s*=\s*["']?(?<name>[\w-]+)/iu.exec(head)?.groups?.['name']
  // What calls itself UTF-16 in letters of one byte is not: HTML takes it for UTF-8.
  const names = [said === undefined || /^utf-?16/iu.test(said) ? 'utf-8' : said, 'windows-1252']
  for (const name of names) {
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes)
    } catch {
      // Another name may do.
    }
  }
  return bytes.toString('latin1')
}
