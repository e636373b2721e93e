import type { CallbackView } from '../../contract/callback.ts'
import type { Failure } from '../../contract/outcome.ts'
import type { CentreError } from '../centre/api.ts'

/** What the customer is told of callbacks at this centre after this error. */
export function availabilityOf(error: CentreError): CallbackView['availability'] {
  switch (error.kind) {
    case 'disabled':
      return 'disabled'
    case 'not-licensed':
      return 'not-licensed'
    case 'unreachable':
    case 'timeout':
    case 'aborted':
      return 'unreachable'
    default:
      return 'trouble'
  }
}

/** What became of a request that the centre answered with this error. */
export function failureOf(error: CentreError): Failure {
  if (error.effect === 'possible') return { code: 'unknown-outcome' }
  switch (error.kind) {
    case 'unreachable':
    case 'timeout':
    case 'aborted':
      return { code: 'unreachable' }
    case 'unauthorized':
      return { code: 'refused' }
    case 'not-licensed':
      return { code: 'not-licensed' }
    // Everything was checked here: what the centre refuses now is the queue, which is gone.
    case 'rejected':
      return { code: 'not-found', field: 'topic' }
    case 'disabled':
      return { code: 'disabled' }
    default:
      return { code: 'centre-trouble' }
  }
}
