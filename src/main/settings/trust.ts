import { readFileSync } from 'node:fs'
import { plainFingerprint, readCertificates, type Trust } from '../platform/certificates.ts'
import { sentenceOf } from '../platform/words.ts'
import { inFile } from './policy-file.ts'
import type { PolicyProblem } from './problem.ts'
import type { Policy } from './policy.ts'

/** What the policy says about certificates. An authority that cannot be read is trusted by nobody. */
export function trustOf({ certificates }: Pick<Policy, 'certificates'>): {
  readonly trust: Trust
  readonly problems: readonly PolicyProblem[]
} {
  const { caFile } = certificates
  const pins = Object.fromEntries(
    Object.entries(certificates.pins).map(([host, prints]) => [host, prints.map(plainFingerprint)]),
  )
  if (caFile === undefined) return { trust: { extra: [], pins }, problems: [] }
  try {
    return {
      trust: { extra: readCertificates(readFileSync(caFile, 'utf8')), pins },
      problems: [],
    }
  } catch (error) {
    const { reason } = inFile(caFile, sentenceOf(error))
    return { trust: { extra: [], pins }, problems: [{ path: 'certificates.caFile', reason }] }
  }
}
