import type { Sentence } from '../platform/words.ts'

/** Where the value of a key comes from. */
export type Layer =
  | 'default'
  | 'policy'
  /** What the policy said before its mistake, kept by this machine. */
  | 'last good'
  /** The strictest value there is, as nothing better is known. */
  | 'stricter'
  | 'local'
  | 'command line'

/** What was wrong with the policy: precise, for the log and the technician; never a secret or a value. */
export interface PolicyProblem {
  /** `centre.baseUrl`, or empty for the file as a whole. */
  readonly path: string
  readonly reason: Sentence
  /** What counts instead; absent where the key counts all the same, or there is none. */
  readonly inForce?: Layer
}
