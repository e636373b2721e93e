import type { CallbackView } from '../../../contract/callback.ts'
import type { FailureCode } from '../../../contract/outcome.ts'

/** Why no callback can be had: the last part of its sentence's key (R180, R187, R189). */
export type Closed = 'disabled' | 'empty' | 'notLicensed' | 'unreachable' | 'trouble'

export function closedOf(availability: CallbackView['availability']): Closed {
  switch (availability) {
    case 'disabled':
    case 'empty':
    case 'unreachable':
      return availability
    case 'not-licensed':
      return 'notLicensed'
    case 'unknown':
    case 'checking':
    case 'open':
    case 'trouble':
      return 'trouble'
  }
}

/** Whether retrying may help: not if callbacks are disabled or unavailable. */
export function mayRepeat(closed: Closed): boolean {
  return closed === 'unreachable' || closed === 'trouble'
}

/** The calm sentence for a request that certainly was not carried out: the last part of its key. */
export function problemOf(code: FailureCode): 'unreachable' | 'closed' | 'trouble' {
  switch (code) {
    case 'unreachable':
      return 'unreachable'
    case 'disabled':
    case 'not-licensed':
      return 'closed'
    case 'invalid-input':
    case 'not-allowed':
    case 'wrong-state':
    case 'refused':
    case 'full':
    case 'not-found':
    case 'centre-trouble':
    case 'nonsense':
    case 'unknown-outcome':
    case 'repeated':
    case 'internal':
      return 'trouble'
  }
}
