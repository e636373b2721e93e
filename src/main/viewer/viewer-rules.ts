import { isPrivateAddress, isPrivateByPolicy, judgeUrl, type UrlPolicy } from './url-policy.ts'

/**
 * What a page in the safe viewer may load: documents (the page itself, where it leads, frames in
 * it) from the hosts of the viewer only; its parts from any host the customer may be shown, never
 * from this device or its network. Sockets are judged as the http address they stand for.
 */
export function mayLoadInViewer(url: string, as: 'document' | 'part', policy: UrlPolicy): boolean {
  if (as === 'part' && /^(?:data|blob):/u.test(url)) return true
  // The length of a part's address says nothing against it: queries of pages are long.
  const verdict = judgeUrl(url, as === 'part' ? { ...policy, maxLength: 64_000 } : policy)
  return verdict.ok && (as === 'part' || verdict.page.viewable)
}

/**
 * Whether a request for this URL may connect to these network addresses: never to this device or its
 * network, unless the policy names the host. One forbidden address is enough to refuse, since Chromium
 * chooses among them.
 */
export function mayReachFromViewer(
  url: string,
  addresses: readonly string[],
  policy: UrlPolicy,
): boolean {
  if (isPrivateByPolicy(url, policy)) return true
  return addresses.length > 0 && !addresses.some((address) => isPrivateAddress(address))
}
