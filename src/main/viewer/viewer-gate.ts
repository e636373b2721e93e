import { isIP } from 'node:net'

/** What a page in the viewer may load, and where the addresses behind it may lie. */
export interface ViewerRules {
  /** May this address be loaded: as a page (or a frame in it), or as a part of one? */
  mayLoad(url: string, as: 'document' | 'part'): boolean
  /** May a connection for it go to these addresses of the network? */
  mayReach(url: string, addresses: readonly string[]): boolean
}

/** What the gate needs of Chromium: it asks the resolver whose answers the connection itself uses. */
export interface Network {
  /** Rejects where the name is not known. */
  resolve(host: string): Promise<readonly string[]>
  /** As `FindProxyForURL` answers; `DIRECT` where there is no proxy. */
  proxyFor(url: string): Promise<string>
  /** Whether that proxy lets a socket (`wss://...`) through. */
  passes(url: string): Promise<boolean>
}

interface Request {
  readonly id: number
  readonly url: string
  readonly resourceType: string
}

/** Why a request is not let through; undefined lets it pass. */
type Refusal = 'address' | 'network' | 'name' | 'proxy' | undefined

export interface ViewerGate {
  /** Before anything is sent; each step of a redirect, frames, parts and sockets come by. */
  before(request: Request): Promise<Refusal>
  /** The answer has begun and nothing of it has reached the page: `ip` is where it really came from. */
  answered(request: Request & { readonly ip?: string | undefined }): Refusal
  ended(id: number): void
}

/**
 * Holds a page off this device and its network: by its address, by what its name resolves to before
 * a request leaves, and by the address that has really answered before the page sees a byte of it,
 * since a name may resolve otherwise a moment later. Sockets go to hosts of the policy only.
 * Behind a proxy the name is the proxy's to resolve: what it resolves to here counts where it does,
 * and the address of the answer is the proxy's own.
 */
export function createViewerGate(rules: ViewerRules, network: Network): ViewerGate {
  const proxied = new Set<number>()

  return {
    async before({ id, url, resourceType }) {
      const http = asHttp(url)
      if (!rules.mayLoad(http, isDocument(resourceType) ? 'document' : 'part')) return 'address'
      if (resourceType === 'webSocket' && !(await network.passes(url))) return 'proxy'
      const host = hostOf(http)
      if (host === undefined || isIP(host) !== 0) return undefined
      const isProxied = (await network.proxyFor(http).catch(() => 'DIRECT')) !== 'DIRECT'
      if (isProxied) proxied.add(id)
      else proxied.delete(id)
      // Chromium does not tell where a socket's answer comes from: only hosts that the policy names have any.
      const isUntold = resourceType === 'webSocket' && !isProxied
      if (isUntold && !rules.mayReach(http, [])) return 'network'
      try {
        return rules.mayReach(http, await network.resolve(host)) ? undefined : 'network'
      } catch {
        return isProxied ? undefined : 'name'
      }
    },
    answered({ id, url, ip = '' }) {
      const http = asHttp(url)
      if (hostOf(http) === undefined || proxied.has(id)) return undefined
      return ip === '' || rules.mayReach(http, [ip]) ? undefined : 'network'
    },
    ended(id) {
      proxied.delete(id)
    },
  }
}

export function isDocument(resourceType: string): boolean {
  return resourceType === 'mainFrame' || resourceType === 'subFrame'
}

/** A socket is judged as the http address it stands for. */
function asHttp(url: string): string {
  return url.replace(/^ws(s?):/u, 'http$1:')
}

/** Undefined for what comes from no network (`data:`, `blob:`). */
function hostOf(url: string): string | undefined {
  if (!/^https?:/u.test(url)) return undefined
  return new URL(url).hostname.replace(/^\[|\]$/gu, '')
}
