import type { ContactDatum } from '../centre/api.ts'
import type { Policy } from '../settings/policy.ts'

/**
 * Contact data about the customer's agreement: the version of the text, and when (`at`, epoch
 * milliseconds; UTC on the wire). Empty where the policy has no text of its own.
 */
export function consentData({ consent }: Pick<Policy, 'consent'>, at: number): ContactDatum[] {
  const { version, texts } = consent
  if (version === '' && Object.keys(texts).length === 0) return []
  const time = new Date(at).toISOString().replace(/\.\d+Z$/u, 'Z')
  return [
    ...(version === '' ? [] : [{ key: 'Consent Version', value: version }]),
    { key: 'Consent Time', value: time },
  ]
}
