import { readFileSync, statSync } from 'node:fs'
import { sentenceOf, type Sentence } from '../platform/words.ts'
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
  const lost = (reason: Sentence): PolicyFile => ({
    values: {},
    isLost: true,
    problems: [inFile(file, reason)],
  })
  const noJson = (why: Sentence): PolicyFile => lost({ key: 'reason.noJson', values: { why } })
  let bytes: Uint8Array
  try {
    const found = statSync(file)
    if (found.isDirectory()) return lost({ key: 'reason.folder' })
    if (!found.isFile()) return lost({ key: 'reason.noFile' })
    if (found.size > LONGEST) return lost({ key: 'reason.tooLong' })
    bytes = readFileSync(file)
  } catch (error) {
    return lost({ key: 'reason.cannotRead', values: { why: systemReason(error) } })
  }
  const { text, problem } = textOf(bytes)
  if (text.trim() === '') {
    if (problem !== undefined) return lost(problem)
    return noJson({ key: bytes.length === 0 ? 'reason.empty' : 'reason.blanks' })
  }
  const problems: PolicyProblem[] = problem === undefined ? [] : [inFile(file, problem)]
  try {
    const { value, twice } = readJson(text)
    if (!isRecord(value)) return lost({ key: 'reason.noObject' })
    for (const { path, lines, isSame } of twice) {
      const [first, second] = lines
      const key = isSame ? 'reason.twice' : 'reason.twiceOther'
      problems.push({ path: shortPath(path), reason: { key, values: { first, second } } })
    }
    return { values: value, isLost: false, problems }
  } catch (error) {
    if (error instanceof JsonFault) return noJson(error.sentence)
    throw error
  }
}

/** What is wrong with the file as a whole. */
export function inFile(file: string, reason: Sentence): PolicyProblem {
  return { path: '', reason: { key: 'reason.inFile', values: { file, reason } } }
}

/** A path for the log: keys of the file may hold any character. */
function shortPath(path: string): string {
  return path.replace(/[^\p{L}\p{N}$_*.:-]/gu, '?').slice(0, 120)
}

function systemReason(error: unknown): Sentence {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return { key: 'reason.noSuchFile' }
  if (code === 'EACCES' || code === 'EPERM') return { key: 'reason.mayNotRead' }
  return sentenceOf(typeof code === 'string' ? code : error)
}
