import type { Failure, FailureCode } from '../../contract/outcome.ts'
import type { CentreError, CentreErrorKind } from '../centre/api.ts'

const CODES: Readonly<Record<CentreErrorKind, FailureCode>> = {
  unreachable: 'unreachable',
  timeout: 'unreachable',
  aborted: 'unreachable',
  unauthorized: 'refused',
  'not-licensed': 'not-licensed',
  rejected: 'centre-trouble',
  'not-found': 'not-found',
  full: 'full',
  disconnected: 'not-found',
  disabled: 'disabled',
  'not-created': 'centre-trouble',
  trouble: 'centre-trouble',
  nonsense: 'nonsense',
}

/** What the customer's side may know of a fault of the centre. */
export function failureOf(error: CentreError): Failure {
  return { code: error.effect === 'possible' ? 'unknown-outcome' : CODES[error.kind] }
}
