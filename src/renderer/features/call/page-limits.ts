/*
 * What the page around may forbid, whatever its visitor allows: its content security policy (`connect-src`), and the
 * permissions policy of its server or of the iframe that it stands in.
 */

/** The server of this grant may not be reached from this page, by the page's own policy. */
export class ForbiddenByPage extends Error {}

/**
 * Calls `onForbidden` with the origin of each WebSocket that the page's policy refuses. Chromium (156) tells so nowhere
 * else: its socket fires `error`, and never `close`. Returns a function that stops it.
 */
export function watchPolicy(onForbidden: (origin: string) => void): () => void {
  const heard = ({ effectiveDirective, disposition, blockedURI }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective !== 'connect-src' || disposition === 'report') return
    const origin = originOf(blockedURI)
    if (/^wss?:/u.test(origin)) onForbidden(origin)
  }
  document.addEventListener('securitypolicyviolation', heard)
  return () => {
    document.removeEventListener('securitypolicyviolation', heard)
  }
}

/** `wss://sip.example:7443`; empty for what is no address. */
export function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : ''
}

/** Which of these features a permissions policy forbids here. Browsers that do not tell (Firefox) forbid none. */
export function forbiddenFeatures(features: readonly string[]): readonly string[] {
  const policy: unknown = Reflect.get(document, 'featurePolicy')
  if (typeof policy !== 'object' || policy === null) return []
  const allows: unknown = Reflect.get(policy, 'allowsFeature')
  if (typeof allows !== 'function') return []
  return features.filter((feature) => Reflect.apply(allows, policy, [feature]) === false)
}
