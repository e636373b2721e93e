import type { Policy } from './policy.ts'
import type { Secrets } from './secrets.ts'

/** What the policy says to the REST client, in the client's own words. */
export function centreConfigOf(policy: Policy, secrets: Secrets, appVersion: string) {
  const { centre } = policy
  const { compat } = centre
  return {
    baseUrl: centre.baseUrl ?? '',
    clientId: centre.clientId,
    clientSecret: secrets['client-secret'],
    businessUnit: centre.businessUnit,
    requestTimeoutMs: centre.requestTimeoutSeconds * 1000,
    ...(centre.tokenLifeSeconds === 0 ? {} : { tokenTtlMs: centre.tokenLifeSeconds * 1000 }),
    userAgent: `Callpoint/${appVersion}`,
    compat: {
      typing: compat.typingAsString ? ('string' as const) : ('boolean' as const),
      callbackTimes: compat.callbackSeconds ? ('seconds' as const) : ('minutes' as const),
      authorizationScheme: compat.lowerCaseBearer ? ('bearer' as const) : ('Bearer' as const),
      endInPath: compat.sessionInDeletePath ? ('always' as const) : ('after-400' as const),
    },
  }
}

/** Where the page may open a socket: the SIP server and nothing else. */
export function socketOrigins(policy: Policy): readonly string[] {
  const { server } = policy.call
  if (!policy.call.enabled || server === undefined) return []
  const { protocol, host } = new URL(server)
  return [`${protocol}//${host}`]
}
