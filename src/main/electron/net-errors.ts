/**
 * Errors of Chromium that come before a byte of the request could leave: no name, no connection, no
 * proxy that goes there, no handshake. What can also befall a connection that stands (a reset, a
 * TLS record that cannot be read, a network that changed) leaves it open.
 */
const BEFORE_THE_REQUEST = new RegExp(
  `^net::ERR_(?:${[
    'NAME_',
    'DNS_',
    'ICANN_',
    'ADDRESS_',
    'INTERNET_DISCONNECTED',
    'NETWORK_ACCESS_DENIED',
    'CONNECTION_(?:REFUSED|FAILED|TIMED_OUT)',
    'PROXY_',
    'TUNNEL_',
    'SOCKS_',
    'NO_SUPPORTED_PROXIES',
    'MANDATORY_PROXY_',
    'PAC_',
    'CERT_',
    'SSL_(?:VERSION_OR_CIPHER_MISMATCH|OBSOLETE_|UNRECOGNIZED_NAME|PINNED_KEY_NOT)',
    'UNSAFE_PORT',
    'UNKNOWN_URL_SCHEME',
    'INVALID_URL',
    'DISALLOWED_URL_SCHEME',
    'BLOCKED_BY_(?:CLIENT|ADMINISTRATOR)',
  ].join('|')})`,
  'u',
)

/** Whether bytes of the request may have left before this error (`net::ERR_...`). */
export function mayHaveLeft(code: string): boolean {
  return !BEFORE_THE_REQUEST.test(code)
}
