import type { ContactDatum } from '../centre/api.ts'
import type { Policy } from '../settings/policy.ts'

/**
 * What the agent, and whoever keeps the contact, is told of the customer's agreement: which words,
 * and when (`at`, epoch milliseconds; UTC on the wire). Nothing where the policy has no words of its own.
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
