/**
 * What Chromium's error codes (`net::ERR_...`) prove. Seen with Electron 25 and 33; the list is
 * net/base/net_error_list.h.
 */

/**
 * Whether the error came before a byte of the request could reach the server. All proxy errors count: a
 * proxy that asks for a sign-in or refuses the tunnel has not passed the request on.
 */
export function isNotSent(code: string): boolean {
  return NOT_SENT.test(code) || ofProxy(code) || isCertificate(code)
}

/** Whether the request failed at the proxy, not at the server. */
export function ofProxy(code: string): boolean {
  return OF_PROXY.test(code)
}

/** Whether the server's certificate was refused, by Chromium or by the policy's pins. */
export function isCertificate(code: string): boolean {
  return /^net::ERR_(?:CERT_|SSL_PINNED_KEY)/u.test(code)
}

/**
 * No name, no connection, no handshake. Errors that also occur on an open connection (a reset, an unreadable TLS
 * record, a changed network) prove nothing, nor do those that follow an answer (`BLOCKED_BY_RESPONSE`).
 */
const NOT_SENT = new RegExp(
  `^net::ERR_(?:${[
    'NAME_',
    'DNS_',
    'ICANN_',
    'ADDRESS_',
    'INTERNET_DISCONNECTED',
    'NETWORK_ACCESS_DENIED',
    'CONNECTION_(?:REFUSED|FAILED|TIMED_OUT)',
    'SSL_(?:VERSION_OR_CIPHER_MISMATCH|OBSOLETE_|UNRECOGNIZED_NAME)',
    'UNSAFE_PORT',
    'UNKNOWN_URL_SCHEME',
    'INVALID_URL',
    'DISALLOWED_URL_SCHEME',
    'BLOCKED_BY_(?:CLIENT|ADMINISTRATOR)',
  ].join('|')})`,
  'u',
)

const OF_PROXY =
  /^net::ERR_(?:PROXY_|TUNNEL_|SOCKS_|HTTPS_PROXY_|HTTP_1_1_REQUIRED_PROXY|UNEXPECTED_PROXY_AUTH|NO_SUPPORTED_PROXIES|MANDATORY_PROXY_|PAC_|(?:INVALID|MISSING)_AUTH_CREDENTIALS|UNSUPPORTED_AUTH_SCHEME)/u
