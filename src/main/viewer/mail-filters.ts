import { Buffer } from 'node:buffer'

/** Filters of filters are usual: Proofpoint's within Outlook's. */
const MOST = 5

type Find = (url: URL) => string | null | undefined

interface Rewriter {
  /** The host, or a domain that it is below (`*.`). */
  readonly hosts: string | RegExp
  readonly path?: RegExp
  readonly find: Find
}

const inQuery =
  (...names: readonly string[]): Find =>
  ({ searchParams }) =>
    names.map((name) => searchParams.get(name)).find((value) => value !== null)

/**
 * Who rewrites addresses, and where the original is. Mail filters first, then what programs and
 * sites put in front of an address when it is copied out of them.
 */
const REWRITERS: readonly Rewriter[] = [
  // Microsoft Defender: Outlook and Teams, and the national clouds
  {
    hosts: /(?:^|\.)safelinks\.protection\.(?:outlook\.com|office365\.us|partner\.outlook\.cn)$/u,
    find: inQuery('url'),
  },
  {
    hosts: /^statics(?:int)?\.teams\.cdn\.office\.net$/u,
    path: /^\/evergreen-assets\/safelinks\//u,
    find: inQuery('url'),
  },
  {
    hosts: /^outlook\.(?:office\.com|office365\.com|live\.com)$/u,
    path: /\/safelink\.html$/u,
    find: inQuery('url'),
  },
  // Proofpoint
  { hosts: /^urldefense(?:\.proofpoint)?\.(?:com|us)$/u, path: /^\/v1\//u, find: proofpoint1 },
  { hosts: /^urldefense(?:\.proofpoint)?\.(?:com|us)$/u, path: /^\/v2\//u, find: proofpoint2 },
  { hosts: /^urldefense(?:\.proofpoint)?\.(?:com|us)$/u, path: /^\/v3\//u, find: proofpoint3 },
  // Mimecast names the page only where an administrator wants it so
  { hosts: /\.mimecast(?:protect)?\.com$/u, path: /^\/s\//u, find: inQuery('url') },
  { hosts: 'linkprotect.cudasvc.com', find: inQuery('a') }, // Barracuda
  { hosts: 'secure-web.cisco.com', find: inPath },
  { hosts: /\.protection\.sophos\.com$/u, find: sophos },
  { hosts: /ctp\.trendmicro\.com$/u, find: inQuery('url') },
  { hosts: /^protect\d?\.fireeye\.com$/u, find: inQuery('u') },
  { hosts: /^clicktime\.(?:symantec\.com|cloud\.postoffice\.net)$/u, find: inQuery('u') },
  { hosts: /^(?:avanan|checkpoint|sonicwall)\.url-protection\.com$/u, find: inQuery('o') },
  { hosts: /^(?:url\.avanan\.click|protect\.checkpoint\.com)$/u, path: /^\/v2\//u, find: avanan },
  { hosts: /^urlprotection-[a-z]+\.global\.sonicwall\.com$/u, find: inQuery('URL') },
  { hosts: 'scanmail.trustwave.com', find: inQuery('u') },
  { hosts: /^urlsand\.(?:esvalabs\.)?com$/u, find: inQuery('u') },
  { hosts: /^link\.(?:edgepilot|zixcentral)\.com$/u, find: inQuery('u') },
  { hosts: /^(?:safe|isolate)\.menlosecurity\.com$/u, find: inPath },
  // Web mail: GMX, WEB.DE, mail.com, 1&1
  {
    hosts: /^deref-(?:1und1|gmx|mail|web)(?:-\d+)?\.[a-z.]{2,6}$/u,
    find: inQuery('redirectUrl'),
  },
  // Signatures and newsletters
  { hosts: /\.content\.exclaimer\.net$/u, find: inQuery('url') },
  { hosts: /\.awstrack\.me$/u, path: /^\/[CL]0\//u, find: inPath },
  // Copied out of a search, a network, a messenger
  { hosts: /^(?:www\.)?google\.[a-z.]{2,6}$/u, path: /^\/url$/u, find: inQuery('q', 'url') },
  { hosts: /^(?:l|lm)\.(?:facebook|instagram|messenger)\.com$/u, find: inQuery('u') },
  { hosts: 'l.wl.co', find: inQuery('u') },
  { hosts: /^(?:www\.)?linkedin\.com$/u, path: /^\/(?:redir|safety)\//u, find: inQuery('url') },
  { hosts: /^(?:www\.)?youtube\.com$/u, path: /^\/redirect$/u, find: inQuery('q') },
  { hosts: 'slack-redir.net', find: inQuery('url') },
  { hosts: 'out.reddit.com', find: inQuery('url') },
  { hosts: 'duckduckgo.com', path: /^\/l\/$/u, find: inQuery('uddg') },
  {
    hosts: /^r\.search\.yahoo\.com$/u,
    find: ({ pathname }) => /\/RU=([^/]+)\//u.exec(pathname)?.[1],
  },
]

/** Filters whose addresses say nothing: only they know where a link leads. */
const OPAQUE =
  /(?:^|\.)(?:mimecast(?:protect)?\.com|secure-web\.cisco\.com|protection\.sophos\.com|hornetsecurity\.com|cloud-security\.net|emailprotection\.link|clicktime\.symantec\.com)$/u

/**
 * The address that was written, where a mail filter or another program has put its own in front;
 * else the address itself. What comes out is judged like any other address, and its host is shown.
 */
export function originalOf(url: URL): URL {
  let now = url
  for (let round = 0; round < MOST; round += 1) {
    const found = foundIn(now)
    if (found === undefined) return now
    now = found
  }
  return now
}

/** Whether a mail filter has rewritten this address so that nobody can see where it leads. */
export function isOpaque(url: URL): boolean {
  return OPAQUE.test(url.hostname) && url.pathname.length > 8
}

function foundIn(url: URL): URL | undefined {
  for (const { hosts, path, find } of REWRITERS) {
    const isIts = typeof hosts === 'string' ? url.hostname === hosts : hosts.test(url.hostname)
    if (!isIts || path?.test(url.pathname) === false) continue
    const found = webAddress(find(url) ?? '')
    if (found) return found
  }
  return undefined
}

/** Encoded once more than needed, or with one slash lost on the way: both are usual. */
function webAddress(text: string): URL | undefined {
  const plain = /^https?%3a/iu.test(text) ? decoded(text) : text
  const whole = plain.trim().replace(/^(?<scheme>https?):\/(?!\/)/iu, '$<scheme>://')
  return /^https?:\/\//iu.test(whole) && URL.canParse(whole) ? new URL(whole) : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Everything behind the host. */
function behind({ href, origin }: URL): string {
  return href.slice(origin.length)
}

function inPath(url: URL): string | undefined {
  const text = behind(url)
  const at = text.search(/\/https?(?::|%3a)/iu)
  if (at < 0) return undefined
  const rest = text.slice(at + 1)
  // Encoded it is one segment, and what follows is the filter's own.
  return /^https?%3a/iu.test(rest) ? decoded(rest.split('/')[0] ?? '') : rest
}

function sophos({ searchParams }: URL): string {
  return Buffer.from(searchParams.get('u') ?? '', 'base64').toString('utf8')
}

function avanan(url: URL): string | undefined {
  const found = /^\/v2\/(?:r\d+\/)?___(?<inner>.+?)___\.[^#]*(?<part>#.*)?$/u.exec(
    behind(url),
  )?.groups
  if (found?.['inner'] === undefined) return undefined
  return found['inner'].replace(/\*(?=[0-9a-f]{2})/giu, '%') + (found['part'] ?? '')
}

function proofpoint1(url: URL): string | undefined {
  return decoded(/[?&]u=(?<inner>.+?)(?:&k=|$)/u.exec(url.search)?.groups?.['inner'] ?? '')
}

function proofpoint2(url: URL): string {
  const inner = /[?&]u=(?<inner>[^&]+)/u.exec(url.search)?.groups?.['inner'] ?? ''
  return decoded(inner.replace(/-/gu, '%').replace(/_/gu, '/'))
}

const RUNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * `__ADDRESS__;BYTES!`: a `*` stands for one character of BYTES (base64), `**X` for a run of them,
 * A for two.
 */
function proofpoint3(url: URL): string | undefined {
  const found = /^\/v3\/__(?<inner>.+?)__;(?<bytes>[^!]*)!/u.exec(behind(url))?.groups
  if (found?.['inner'] === undefined) return undefined
  const characters = Array.from(Buffer.from(found['bytes'] ?? '', 'base64').toString('utf8'))
  return decoded(found['inner']).replace(/\*(?:\*(?<run>.))?/gu, (_, run: string | undefined) =>
    characters.splice(0, run === undefined ? 1 : RUNS.indexOf(run) + 2).join(''),
  )
}
