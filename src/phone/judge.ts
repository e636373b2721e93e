import { refusalOf, type Allow, type Refusal } from './kinds.ts'
import type { Reading, Unread } from './reader.ts'

/** Why a number is not taken. `unsure`: the customer has not said yet that it is right; `extension`: none can be passed on. */
export type NumberProblem = Unread | Refusal | 'unsure' | 'extension'

interface Circumstances {
  /** The policy's; undefined where it is not known: main has the last word. */
  readonly allow: Allow | undefined
  /** The customer has seen it read back, and said that it is right. */
  readonly isConfirmed: boolean
  /** Whether an extension reaches the agent. */
  readonly takesExtension: boolean
}

/** Why a number is not taken; undefined where it is. Main and pages judge alike. */
export function numberProblem(
  { number, problem }: Reading,
  { allow, isConfirmed, takesExtension }: Circumstances,
): NumberProblem | undefined {
  if (number === undefined) return problem
  const refusal = allow && refusalOf(number, allow)
  if (refusal !== undefined) return refusal
  if (number.extension !== '' && !takesExtension) return 'extension'
  return number.isCertain || isConfirmed ? undefined : 'unsure'
}
