import { readFileSync, statSync } from 'node:fs'
import { textOf } from './encoding.ts'
import { JsonFault, readJson } from './json-text.ts'
import type { PolicyProblem } from './problem.ts'
import { isRecord } from './record.ts'

export interface PolicyFile {
  /** Sections by name. */
  readonly values: Readonly<Record<string, unknown>>
  /** The file as a whole cannot be read: whatever it says, none of it is in force. */
  readonly isLost: boolean
  readonly problems: readonly PolicyProblem[]
}

/** Longest policy, in bytes: reading a longer file would only delay the start. */
const LONGEST = 4 * 1024 * 1024

/** Reads a policy file, or says why it cannot be read. Never throws, never repeats its content. */
export function readPolicyFile(file: string): PolicyFile {
  const lost = (reason: string): PolicyFile => ({
    values: {},
    isLost: true,
    problems: [{ path: '', reason: `${file} ${reason}` }],
  })
  let bytes: Uint8Array
  try {
    const found = statSync(file)
    if (found.isDirectory()) return lost('is a folder: name the file in it')
    if (!found.isFile()) return lost('is no file')
    if (found.size > LONGEST) return lost('has more than 4 MB: this is no policy')
    bytes = readFileSync(file)
  } catch (error) {
    return lost(`cannot be read: ${systemReason(error)}`)
  }
  const { text, problem } = textOf(bytes)
  if (text.trim() === '') {
    const nothing = bytes.length === 0 ? 'it is empty' : 'there is nothing in it but blanks'
    return lost(problem ?? `is not JSON: ${nothing}`)
  }
  const problems: PolicyProblem[] =
    problem === undefined ? [] : [{ path: '', reason: `${file} ${problem}` }]
  try {
    const { value, twice } = readJson(text)
    if (!isRecord(value)) return lost('must hold one JSON object: { ... }')
    for (const { path, lines, isSame } of twice) {
      const where = `stands in the file twice, in lines ${String(lines[0])} and ${String(lines[1])}`
      problems.push({
        path: shortPath(path),
        reason: isSame ? where : `${where}: keep one of them`,
      })
    }
    return { values: value, isLost: false, problems }
  } catch (error) {
    if (error instanceof JsonFault) return lost(`is not JSON: ${error.message}`)
    throw error
  }
}

/** A path for the log: keys of the file may hold any character. */
function shortPath(path: string): string {
  return path.replace(/[^\p{L}\p{N}$_*.:-]/gu, '?').slice(0, 120)
}

function systemReason(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file'
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it'
  return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error)
}
